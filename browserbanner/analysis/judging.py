"""Judging: what the site's policies say of each distinct user agent, by the same judge as in a request; and what a
report calls its browser and system."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple

from browserbanner.analysis.formats import is_undecoded
from browserbanner.analysis.report import Browser, Doubt, System
from browserbanner.analysis.stats import Row, row_of
from browserbanner.banner import short_name, system_name
from browserbanner.browsers import BrowserData
from browserbanner.engine import BrowserBanner
from browserbanner.errors import ConfigurationError
from browserbanner.options import DEFAULTS
from browserbanner.policy import Advice, Policy, PolicyLike, Status
from browserbanner.useragent import UNKNOWN, Fallback, UserAgent, identify

_OTHER = "Not recognised"
_MINORS = ("safari",)  # its features come with minor versions, too


class Outcome(NamedTuple):
    """A policy's verdict. ``corroborated``: unknown by the string alone, outdated where the request's other headers
    look like a person's, which a log does not tell."""

    status: Status
    advice: Advice
    corroborated: bool


class Group(NamedTuple):
    """All that a report needs to know of a user agent; those of one group are counted together.

    ``row``: where browserslist's statistics count it; ``undecoded``: the log's reader left "+" or "%20" in it;
    ``doubt``: an iPad may say that it is a Mac; a "device" is a TV, a console or the like; a "long-term" version is
    supported although the first policy asks for a newer one; ``outcomes``: each policy's, in the judge's order.
    """

    is_bot: bool
    browser: Browser
    system: System
    row: Row | None
    undecoded: bool
    doubt: Doubt | None
    outcomes: tuple[Outcome, ...]

    def is_outdated(self, policy: int) -> bool:
        """Whether the policy with this number calls these user agents outdated."""
        return self.outcomes[policy].status == "outdated"


class Judge:
    """Judges by several policies at once, naming each user agent only once.

    ``policies``: what the site supports, each as for BrowserBanner; ``next_year``: whether to judge by Baseline, too,
    as it will be widely available a year after the data's date. ``options``: of BrowserBanner (``data``, ``grace``,
    ``esr``). ``specs`` says the policies in words; ``portable`` has them as values that name no file,
    for a judge on another machine; ``given``: how many of them the site gave. Raises ConfigurationError.
    """

    def __init__(self, policies: Sequence[PolicyLike] = (), *, next_year: bool = True, **options: Any) -> None:
        made = [BrowserBanner(**options, policy=policy) for policy in policies or (DEFAULTS["policy"],)]
        self.data: BrowserData = made[0].data
        self.given: int = len(made)
        self._strict = made[0].policy.without_esr()
        if next_year:
            query = f"baseline widely available on {a_year_after(self.data.date)}"
            with suppress(ConfigurationError):  # from data so old that there is nothing to compare with
                made.append(BrowserBanner(**options, policy=query))
        self._policies = [each.policy for each in made]
        self.specs: tuple[str, ...] = tuple(policy.spec for policy in self._policies)
        self.portable: tuple[PolicyLike, ...] = tuple(
            dict(asked) if isinstance(asked, Mapping) else asked if isinstance(asked, Policy) else spec
            for asked, spec in zip_longest(policies, self.specs)  # which has the default's and next year's, too
        )
        self._fallback = Fallback()
        # Most distinct strings differ in what no report tells apart, such as a phone's model or a build's number.
        self._group_of = lru_cache(maxsize=4096)(self._judged)

    def group(self, agent: bytes) -> Group:
        """The group of a user agent. Never raises."""
        named = identify(agent) or self._fallback.identify(agent) or UNKNOWN
        if named.engine in ("blink", None):
            # Nothing goes by Chromium's build, or by more than two numbers of the version of a browser made of it.
            named = named._replace(version=named.version[:2], engine_version=named.engine_version[:1])
        group = self._group_of(named)
        return group._replace(undecoded=True) if is_undecoded(agent) else group

    def _judged(self, user_agent: UserAgent) -> Group:
        verdicts = [policy.judge(user_agent) for policy in self._policies]
        return Group(
            is_bot=user_agent.kind == "bot",
            browser=browser_of(user_agent, self.data),
            system=system_of(user_agent),
            row=row_of(user_agent, self.data),
            undecoded=False,
            doubt=self._doubt(user_agent, verdicts[0].status),
            outcomes=tuple(
                Outcome(verdict.status, verdict.advice, verdict.corroborated is not None) for verdict in verdicts
            ),
        )

    def _doubt(self, user_agent: UserAgent, status: Status) -> Doubt | None:
        if user_agent.family == "safari" and user_agent.os == "macos":
            return "ipad-or-mac"
        if user_agent.form == "other" and user_agent.kind == "browser":
            return "device"
        is_spared = status == "current" and self._strict.judge(user_agent).status == "outdated"
        return "long-term" if is_spared else None


def a_year_after(day: str) -> str:
    """The same day of the next year, as an ISO date; of a leap day the day before."""
    year, rest = int(day[:4]) + 1, day[4:]
    return f"{year}{'-02-28' if rest == '-02-29' else rest}"


def browser_of(user_agent: UserAgent, data: BrowserData) -> Browser:
    """What a user agent's browser is counted as."""
    family, on_ios = user_agent.family, user_agent.os == "ios"
    if user_agent.kind == "webview":
        version = user_agent.engine_version[:1]
        name = f"{user_agent.app} (app)" if user_agent.app else "Webview in an app"
    elif family is None:
        return Browser(None, (), False, None, _OTHER)
    else:
        version = user_agent.version[: 2 if family in _MINORS else 1]
        name = short_name(data, family) or family.capitalize()
    return Browser(family, version, on_ios, user_agent.app, f"{name} on iOS" if on_ios else name)


def system_of(user_agent: UserAgent) -> System:
    """What a user agent's system is counted as."""
    os, version = user_agent.os, user_agent.os_version
    if os is None:
        return System(None, (), _OTHER)
    kept = version[: 2 if os == "windows" or (os == "macos" and version[:1] == (10,)) else 1]
    if os == "windows" and kept == (10, 0):
        return System(os, kept, "Windows 10 or 11")  # which of them, no user agent tells
    name = system_name(os, kept) or os.capitalize()
    return System(os, kept, name.replace("\u00a0", " "))
