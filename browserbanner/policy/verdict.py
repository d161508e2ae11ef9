"""Verdict: what the policy says of one user agent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, NamedTuple, TypeAlias

from browserbanner.useragent import UserAgent

Status: TypeAlias = Literal["outdated", "current", "unknown", "bot"]
Advice: TypeAlias = Literal["update", "switch", "update-os", "open-in-browser", "none"]
#: What is special about an outdated browser, for the words of its banner; a closed set.
#: ie-mode: Internet Explorer on Windows 10 or 11, which is mostly a mode of Edge.
#: ipad-or-mac: the string is a Mac's and an iPad's; the advice fits both.
#: system-webview, chrome-webview: an app's webview, which that app or Chrome updates in the store.
#: end-of-line, perhaps-end-of-line: an Apple device that gets no newer system, for sure or probably.
Hint: TypeAlias = Literal[
    "ie-mode", "ipad-or-mac", "system-webview", "chrome-webview", "end-of-line", "perhaps-end-of-line"
]


class Help(NamedTuple):
    """What an outdated browser's visitor can do. ``recommended``: families that this device can install and that pass
    the policy there."""

    advice: Advice
    recommended: tuple[str, ...] = ()
    hint: Hint | None = None


NO_HELP = Help("none")


class Verdict:
    """Whether a browser counts as outdated, why, and what its visitor can do. Immutable.

    ``status``: "outdated", "current", "unknown" (in every doubt) or "bot".
    ``advice``: what this visitor can do, "update", "switch", "update-os", "open-in-browser" or "none";
    ``recommended``: families that this device can install and that pass this policy there (or are still patched);
    ``hint``: what is special about this browser or device, for the banner's words, None nearly always.
    ``actionable``: False for everybody who certainly gets no banner; adapters look at nothing else first.
    ``corroborated``: for a user agent that only the fallback could name, the verdict that applies where the request's
    other headers look like a person's; else None.
    """

    __slots__ = (
        "_reason", "actionable", "advice", "corroborated", "hint", "outdated", "recommended", "status",
        "user_agent",
    )  # fmt: skip

    status: Final[Status]
    outdated: Final[bool]
    actionable: Final[bool]
    user_agent: Final[UserAgent]
    corroborated: Final[Verdict | None]
    advice: Final[Advice]
    recommended: Final[tuple[str, ...]]
    hint: Final[Hint | None]

    def __init__(
        self,
        status: Status,
        user_agent: UserAgent,
        reason: str | Callable[[UserAgent, Status], str],
        help: Help = NO_HELP,
        corroborated: Verdict | None = None,
    ) -> None:
        self.status = status
        self.outdated = status == "outdated"
        self.actionable = self.outdated or corroborated is not None
        self.user_agent = user_agent
        self.corroborated = corroborated
        self.advice, self.recommended, self.hint = help
        self._reason = reason

    @property
    def reason(self) -> str:
        """One English sentence for the site's owner: the rule, the figures, the data's date. Made when asked for."""
        return self._reason if isinstance(self._reason, str) else self._reason(self.user_agent, self.status)

    def overridden(self, why: str) -> Verdict:
        """The verdict for a request whose other headers say that the user agent string lies; ``why``: a clause."""
        return Verdict("unknown", self.user_agent, f"{why}, so the user agent string is not the truth.")

    def __repr__(self) -> str:
        return f"<Verdict {self.status}: {self.reason}>"
