"""Judging: what the site's policies say of each distinct user agent, by the same judge as in a request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from browserbanner.engine import BrowserBanner
from browserbanner.errors import ConfigurationError
from browserbanner.options import DEFAULTS
from browserbanner.policy import Advice, PolicyLike, Status
from browserbanner.useragent import UserAgent

if TYPE_CHECKING:
    from browserbanner.browsers import BrowserData


class Outcome(NamedTuple):
    """A policy's verdict. ``in_company``: unknown by the string alone, outdated where the request's other headers look
    like a person's, which a log does not tell."""

    status: Status
    advice: Advice
    in_company: bool


class Judgement(NamedTuple):
    """Who sent a user agent, and each policy's outcome, in the judge's order."""

    user_agent: UserAgent
    outcomes: tuple[Outcome, ...]


class Judge:
    """Judges by several policies at once, naming each user agent only once.

    ``policies``: what the site supports, each as for BrowserBanner; ``next_year``: whether to judge by Baseline, too,
    as it will be widely available a year after the data's date. ``options``: of BrowserBanner (``data``, ``grace``,
    ``esr``). ``specs`` says the policies in words; ``portable`` states them for a judge elsewhere, where no file of
    theirs is; ``given``: how many of them the site gave. Raises ConfigurationError.
    """

    def __init__(self, policies: Sequence[PolicyLike] = (), *, next_year: bool = True, **options: Any) -> None:
        made = [BrowserBanner(**options, policy=policy) for policy in policies or (DEFAULTS["policy"],)]
        self._namer = made[0]
        self.data: BrowserData = self._namer.data
        self.given: int = len(made)
        self.next_year: str | None = None
        if next_year:
            query = f"baseline widely available on {a_year_after(self.data.date)}"
            try:
                made.append(BrowserBanner(**options, policy=query))
                self.next_year = query
            except ConfigurationError:
                pass  # data so old that nobody can have what it asks for: there is nothing to compare with
        self._policies = [each.policy for each in made]
        self.specs: tuple[str, ...] = tuple(policy.spec for policy in self._policies)
        self.portable: tuple[PolicyLike, ...] = tuple(
            dict(asked) if isinstance(asked, Mapping) else spec
            for asked, spec in zip_longest(policies, self.specs)  # which has the default's and next year's, too
        )

    def judge(self, agent: bytes) -> Judgement:
        """The judgement on a user agent. Never raises."""
        user_agent = self._namer.judge(agent).user_agent
        outcomes = []
        for policy in self._policies:
            verdict = policy.judge(user_agent)
            outcomes.append(Outcome(verdict.status, verdict.advice, verdict.corroborated is not None))
        return Judgement(user_agent, tuple(outcomes))

    def judge_all(
        self, agents: Iterable[bytes], progress: Callable[[int], None] | None = None
    ) -> dict[bytes, Judgement]:
        """The judgement on each. ``progress``: called now and then with how many are judged."""
        judged: dict[bytes, Judgement] = {}
        for agent in agents:
            judged[agent] = self.judge(agent)
            if progress is not None and len(judged) % 500 == 0:
                progress(len(judged))
        if progress is not None:
            progress(len(judged))
        return judged


def a_year_after(day: str) -> str:
    """The same day of the next year, as an ISO date; of a leap day the day before."""
    year, rest = int(day[:4]) + 1, day[4:]
    return f"{year}{'-02-28' if rest == '-02-29' else rest}"
