"""Verdict: what the policy says of one user agent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from browserbanner.useragent import UserAgent

if TYPE_CHECKING:
    from browserbanner.policy.policy import Policy

Status: TypeAlias = Literal["outdated", "current", "unknown", "bot"]
Advice: TypeAlias = Literal["update", "switch", "update-os", "open-in-browser", "none"]


class Verdict:
    """Whether a browser counts as outdated, why, and what its visitor can do. Immutable.

    ``status``: "outdated", "current", "unknown" (silence, in every doubt) or "bot".
    ``actionable``: False for everybody who certainly gets no banner; adapters look at nothing else first.
    ``in_company``: for a user agent that only the fallback could name, the verdict that a request which looks like a
    person's turns it into; else None.
    """

    __slots__ = ("_advised", "_policy", "_text", "actionable", "in_company", "outdated", "status", "user_agent")

    status: Final[Status]
    outdated: Final[bool]
    actionable: Final[bool]
    user_agent: Final[UserAgent]
    in_company: Final[Verdict | None]

    def __init__(
        self,
        status: Status,
        user_agent: UserAgent,
        policy: Policy,
        in_company: Verdict | None = None,
        text: str | None = None,
    ) -> None:
        self.status = status
        self.outdated = status == "outdated"
        self.actionable = self.outdated or in_company is not None
        self.user_agent = user_agent
        self.in_company = in_company
        self._policy = policy
        self._text = text
        self._advised: tuple[Advice, tuple[str, ...]] | None = None

    @property
    def reason(self) -> str:
        """One English sentence for the site's owner: the rule, the figures, the data's date. Made when asked for."""
        return self._policy.reason(self.user_agent, self.status) if self._text is None else self._text

    @property
    def advice(self) -> Advice:
        """What this visitor can do: "update", "switch", "update-os", "open-in-browser", or "none"."""
        return self._advise()[0]

    @property
    def recommended(self) -> tuple[str, ...]:
        """Families that this device can install and that pass this policy there (or are a patched ESR)."""
        return self._advise()[1]

    def acquitted(self, why: str) -> Verdict:
        """The verdict for a request whose other headers say that the user agent string lies; ``why``: a clause."""
        return Verdict(
            "unknown", self.user_agent, self._policy, text=f"{why}, so the user agent string is not the truth."
        )

    def _advise(self) -> tuple[Advice, tuple[str, ...]]:
        # Threads may race to fill it, with the same value.
        if self._advised is None:
            self._advised = self._policy.advise(self.user_agent) if self.outdated else ("none", ())
        return self._advised

    def __repr__(self) -> str:
        return f"<Verdict {self.status}: {self.reason}>"
