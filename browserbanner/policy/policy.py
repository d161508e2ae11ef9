"""Policy: a site's statement of what it supports, as minimum versions, and the judge by them."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from browserbanner.browsers import BrowserData, LastVersion
from browserbanner.errors import ConfigurationError
from browserbanner.policy.browserslist import read_statement
from browserbanner.policy.explanation import Explanation, minimum_rows, visitors_by_usage
from browserbanner.policy.minimums import (
    DEAD,
    GRACE,
    NEVER_CHROMIUM,
    ON_GECKO,
    Minimums,
    minimums_of_mapping,
    minimums_of_query,
)  # fmt: skip
from browserbanner.policy.verdict import Help, Hint, Status, Verdict
from browserbanner.useragent import UserAgent
from browserbanner.versions import Version, dotted

PolicyLike: TypeAlias = "str | Sequence[str] | os.PathLike[str] | Mapping[str, object] | Policy"


class Rule(NamedTuple):
    """A way in which a verdict comes about, and the sentence that says it."""

    status: Status
    sentence: str


_BELOW = Rule("outdated", "{browser}{judged} is below {minimum}")
_NONE_SUPPORTED = Rule("outdated", 'no version of {browser}{judged} is supported by the policy "{policy}"')
_OTHER = Rule("outdated", '{browser}{judged} is none of the browsers that the policy "{policy}" names')
_DEAD = Rule("outdated", '{browser} is not made any more, and the policy "{policy}" does not ask for it by name')
_SUPPORTED = Rule("current", "{browser}{judged} is at or above {minimum}")
_ALL_SUPPORTED = Rule("current", 'every version of {browser}{judged} is supported by the policy "{policy}"')
_UNCOVERED = Rule("current", 'the policy "{policy}" says nothing of {browser}{judged}')
_NEWER = Rule("current", "{browser} is newer than the newest version that the browser data knows")
_ESR = Rule("current", "{browser} is an ESR that is still patched there, though below {minimum}")
_PATCHED = Rule("current", "{browser}{judged} is still patched by Apple, though below {minimum}")
_PERHAPS_ESR = Rule(
    "unknown",
    "{browser} is perhaps an ESR that is still patched on its system, of which it does not tell the version, "
    "though below {minimum}",
)
_CONSTANT = Rule("unknown", "{browser} may be Firefox on an iPad, which says that version whatever its WebKit is")
_NO_ROWS = Rule(
    "unknown",
    "{browser} is below {minimum}, and nothing is known of the browsers that can be installed on its system",
)
_NO_VERSION = Rule("unknown", "{browser} does not say which version of its engine it has")
_WITHIN_WEBKIT = Rule("unknown", "{browser} is not Safari, and does not say how old the WebKit is that it uses")
_NO_BROWSER = Rule("unknown", "nothing here can be named for sure as a browser that a person could update")
_BOT = Rule("bot", "a crawler, a link preview or another tool: no person reads a banner there")

_DEAD_ENGINES = frozenset({"edgehtml", "presto"})
# What Firefox on an iPad says as a Mac's Safari, whatever its WebKit is; in older sources and forks the first.
_SAID_BY_IPADS = frozenset({(16, 0), (18, 6)})
# Apps that bring an engine of their own: no system's webview, which a store would update.
_OWN_ENGINE = frozenset({"Alipay", "Baidu", "DingTalk", "QQ", "Taobao", "WeChat", "Yandex"})
_SYSTEMS = {"windows": "Windows", "macos": "macOS", "ios": "iOS", "chromeos": "ChromeOS"}
# In place of a minimum, where no version is supported.
_NONE_PASSES: Version = (9999,)
# The first macOS whose version Safari says for all later ones.
_FROZEN_SINCE = (10, 15)
# The first Chromium that says one version of its system for all of them, older ones too: Windows 10, macOS 10.15.7; on
# Android three versions later (components/embedder_support/user_agent_utils.cc, GetUnifiedPlatform).
_ONE_SYSTEM_SINCE = (107,)


def may_be_an_ipad(ua: UserAgent) -> bool:
    """Whether a Mac's string may be an iPad's: Safari on iPad sends one since iPadOS 13, of a Mac with Intel."""
    is_safari = ua.os == "macos" and ua.family == "safari" and ua.engine == "webkit"
    return is_safari and not ua.os_version and ua.limit is None


class Policy:
    """Which browsers a site supports, as minimum versions by one data pack. Immutable, made once, at start-up.

    ``spec`` is what the site said; the names it takes are in :class:`browserbanner.options.Options`, where ``grace``
    (days; None for 180) and ``esr`` (None for True) are too. ``data``: what browsers there are.
    Raises ConfigurationError for a policy that cannot be understood, selects nothing, or would make the newest release
    of a browser that it lists outdated; and for a Policy together with ``grace`` or ``esr``: it has its own.
    """

    __slots__ = ("_esr", "data", "minimums", "spec")

    def __init__(
        self,
        spec: PolicyLike = "baseline widely available",
        *,
        data: BrowserData,
        grace: int | None = None,
        esr: bool | Literal["all"] | None = None,
    ) -> None:
        self.data: BrowserData = data
        self.spec: str
        self.minimums: Minimums
        self._esr = True if esr is None else esr
        if isinstance(spec, Policy):
            for option, value in (("grace", grace), ("esr", esr)):
                if value is not None:
                    what = f"left out where policy={spec!r}: that has its own; say Policy(..., {option}={value!r})"
                    raise ConfigurationError.expected(option, value, what)
            self.spec, self.minimums, self._esr = spec.spec, spec.minimums, spec._esr
        elif isinstance(spec, Mapping):
            self.spec, self.minimums = _in_words(spec), minimums_of_mapping(spec, data)
        else:
            query = read_statement(spec, data)
            self.spec, self.minimums = query.text, minimums_of_query(query, GRACE if grace is None else grace, data)
            if not self.minimums.by_family:  # shares spread over more versions as releases come faster
                text = 'policy: "%s" selects no browser by the data of %s: only what nobody makes any more is outdated'
                logging.getLogger("browserbanner").warning(text, query.file or query.text, data.date)

    def __repr__(self) -> str:
        return f"<Policy {self.spec!r}>"

    # -- judging: a few comparisons, on the path of every cache miss -------------------------------------------------

    def judge(self, user_agent: UserAgent) -> Verdict:
        """The verdict on a user agent. What only the fallback named is "unknown", with ``corroborated`` beside it."""
        status = self._rule(user_agent).status
        if status != "outdated":
            return Verdict(status, user_agent, self.reason)
        outdated = Verdict(status, user_agent, self.reason, self.advise(user_agent))
        if user_agent.named_by == "fallback":
            return Verdict("unknown", user_agent, self.reason, corroborated=outdated)
        return outdated

    def _rule(self, ua: UserAgent) -> Rule:
        rule = self._decide(ua)
        if rule.status == "outdated" and ua.os is not None and not self.data.systems.knows(ua.os):
            return _NO_ROWS  # whatever a banner said of what to install there could be false
        return rule

    def _decide(self, ua: UserAgent) -> Rule:
        if ua.kind == "bot":
            return _BOT
        if ua.kind == "unknown" or ua.engine is None:
            return _NO_BROWSER
        family, version = self._unit(ua)
        if family is None:
            return _WITHIN_WEBKIT
        if not version:
            return _NO_VERSION
        minimums = self.minimums
        if (family in DEAD or ua.engine in _DEAD_ENGINES) and minimums.derived and family not in minimums.named:
            return _DEAD  # a query that selects it by usage or by date does not mean it
        minimum = minimums.by_family.get(family)
        if minimum is None:
            return _UNCOVERED if minimums.others else _OTHER
        if minimum is False:
            return _NONE_SUPPORTED
        if not minimum:
            return _ALL_SUPPORTED
        if version >= minimum:
            return _SUPPORTED
        if minimum[: len(version)] == version:
            return _NO_VERSION  # "17" against 17.5: it may be either
        if may_be_an_ipad(ua) and version in _SAID_BY_IPADS:
            return _CONSTANT
        if self._esr == "all" and ua.os == "ios" and self.data.systems.patched_ios(version):
            return _PATCHED
        if ua.engine == "gecko" and self._esr and ua.os is not None:  # the string tells an ESR by its version only
            if version[:1] in self.data.systems.patched_esr(ua.os, ua.os_version):
                return _ESR
            if not ua.os_version and version[:1] in self.data.systems.patched_esr(ua.os, None):
                return _PERHAPS_ESR
        if ua.engine == "blink" and self._is_newer_than_known(ua):
            return _NEWER
        return _BELOW

    def _is_newer_than_known(self, ua: UserAgent) -> bool:
        """Whether a browser with numbers of its own beside Chromium's has a higher one than the data knows."""
        bases = self.data.chromium_bases(ua.family or "")
        newest = max(bases) if bases else ()
        return bool(newest) and ua.version[: len(newest)] > newest

    def _unit(self, ua: UserAgent) -> tuple[str | None, Version]:
        """The family whose minimum judges it, and the version that is held against that minimum."""
        engine = ua.engine
        if ua.os == "ios" and engine == "webkit":
            return "ios", ua.engine_version  # nearly every browser there is the system's WebKit
        if engine == "blink":
            family = ua.family
            never = family in NEVER_CHROMIUM  # a string that names one, and Chromium, is judged as Chrome
            own = family in self.minimums.by_family and not never
            plain = self.minimums.derived or family == "chromium" or never
            return ("chrome" if plain and not own else family), ua.engine_version[:1]
        if engine == "gecko":
            version = ua.engine_version
            own = ua.family in ON_GECKO and ua.family in self.minimums.by_family
            return ua.family if own else "firefox", version[:1] if version >= (5,) else version
        if engine == "trident":
            return "ie", ua.version
        if engine == "edgehtml":
            return "edge", ua.version
        if engine == "presto":
            return "opera", ua.version
        if ua.family == "safari" and ua.os in ("macos", "windows"):
            return self.family_of_macs if may_be_an_ipad(ua) else "safari", ua.engine_version
        if ua.family == "android":
            return "android", ua.os_version
        return None, ()

    @property
    def family_of_macs(self) -> Literal["safari", "ios"]:
        """Whose minimum judges a Mac's Safari where its macOS is frozen: the lower one, since iPads say the same."""
        return "ios" if self._rank("ios") < self._rank("safari") else "safari"

    def _rank(self, family: str) -> Version:
        minimum = self.minimums.by_family.get(family)
        if minimum is None:
            return () if self.minimums.others else _NONE_PASSES
        return _NONE_PASSES if minimum is False else minimum

    # -- advising: for outdated visitors only ------------------------------------------------------------------------

    def advise(self, ua: UserAgent) -> Help:
        """What the visitor can do, and the families that this device can install and that pass this policy there."""
        if ua.os == "ios" and ua.engine == "webkit":
            return self._advise_ios(ua)
        if ua.os in ("ios", "chromeos"):
            return Help("update-os")  # the browser comes with the system
        recommended = self._recommended(ua)
        if may_be_an_ipad(ua) and self._rank(self.family_of_macs) < _NONE_PASSES:
            # Software Update is right on both.
            others = tuple(family for family in recommended if family != "safari")
            return Help("update", ("safari", *others), "ipad-or-mac")
        if not recommended:
            return Help("none")
        if ua.kind == "webview" and (ua.wv or ua.app is not None):
            return Help("open-in-browser", recommended, self._hint_of_webview(ua, recommended))
        mode = ua.engine == "trident" and ua.os_version >= (10,)
        return Help("update" if ua.family in recommended else "switch", recommended, "ie-mode" if mode else None)

    def _advise_ios(self, ua: UserAgent) -> Help:
        end = self.data.systems.end_of_line(ua.os_version)
        if end == "yes":
            return Help("none", hint="end-of-line")
        return Help("update-os", hint="perhaps-end-of-line" if end == "perhaps" else None)

    def _recommended(self, ua: UserAgent) -> tuple[str, ...]:
        if ua.os is None:
            return ()
        version = ua.os_version
        # Where every version of a system says the same, the browser's version says how old the system may be: who has
        # Chrome 109 has mostly Windows 7, whose last one it was. Who can install nothing there has a newer system.
        if ua.family == "safari" and ua.os == "macos" and not version:
            version = self.data.systems.oldest("macos", "safari", ua.engine_version)
            version = max(version, _FROZEN_SINCE) if version else ()
        elif ua.engine == "blink" and ua.engine_version >= _ONE_SYSTEM_SINCE and version in ((), (10, 0)):
            version = self.data.systems.last_of(ua.os, "chrome", ua.engine_version) or version
        return self._installable(ua, version) or self._installable(ua, ua.os_version)

    def _installable(self, ua: UserAgent, version: Version) -> tuple[str, ...]:
        """The families that pass, and that this device can install if it has this version of its system."""
        installable = self.data.systems.last_for(ua.os or "", version, ua.limit)
        unoffered = self.data.systems.unoffered - ({ua.family} if self._is_behind(ua) else set())
        return tuple(f for f, last in installable.items() if f not in unoffered and self._passes(f, last))

    def _is_behind(self, ua: UserAgent) -> bool:
        """Whether there is a newer release of this browser: its own say so, or a Chromium more than a year old, which
        no vendor ships that still makes one."""
        if ua.family is not None and self.data.newest(ua.family) is not None:
            return True  # the banner looks whether it is the newest
        released = self.data.released("chrome", ua.engine_version[:1]) if ua.engine == "blink" else None
        return released is not None and not self.data.is_recent(released)

    def _hint_of_webview(self, ua: UserAgent, recommended: tuple[str, ...]) -> Hint | None:
        """What updates an app's webview: Chrome on Android 7 to 9, else Android System WebView."""
        if "chrome" not in recommended or ua.os != "android" or ua.app in _OWN_ENGINE:
            return None
        return "chrome-webview" if (7,) <= ua.os_version < (10,) else "system-webview"

    def _passes(self, family: str, last: LastVersion) -> bool:
        """Whether the last version that a system gets is supported by this policy."""
        minimum = self.minimums.by_family.get(family)
        if minimum is None and self.minimums.derived and last.engine == "blink":
            minimum = self.minimums.by_family.get("chrome")
        if minimum is None:
            return self.minimums.others
        if minimum is False or (self._esr and last.esr):
            return minimum is not False  # of an ESR a policy only asks that it is patched
        version: Version = last.engine_version[:1] if last.engine in ("blink", "gecko") else last.engine_version
        return version >= minimum if version else last.current

    # -- explaining --------------------------------------------------------------------------------------------------

    def reason(self, ua: UserAgent, status: Status) -> str:
        """One English sentence: the rule that decided on ``status``, with its figures and the data's date."""
        decided, sentence = self._rule(ua)
        if status != decided:
            sentence += ", but only the fallback could name it, and no other header corroborates it"
        family, version = self._unit(ua)
        text = (
            sentence.format(
                browser=self._label(ua),
                judged=self._judged_by(ua, family, version),
                minimum=self._minimum_in_words(family or ""),
                policy=self.spec,
            )
            + f". (Browser data of {self.data.date}.)"
        )
        return text[0].upper() + text[1:]

    def _minimum_in_words(self, family: str) -> str:
        """What a version was held against, and how that comes from the policy."""
        minimum, requested = self.minimums.by_family.get(family), self.minimums.requested.get(family)
        if minimum == requested:
            return f'{_shown(minimum)}, the minimum version of the policy "{self.spec}"'
        grace = "less the grace for releases of the last months"
        return f'{_shown(minimum)}: the minimum version of the policy "{self.spec}" is {_shown(requested)}, {grace}'

    def without_grace(self) -> Policy:
        """The same policy with the minimum versions that were asked for."""
        strict = Policy(self, data=self.data)
        strict.minimums = self.minimums._replace(by_family=self.minimums.requested)
        return strict

    def without_esr(self) -> Policy:
        """The same policy where no version is supported because its maker still patches it."""
        strict = Policy(self, data=self.data)
        strict._esr = False
        return strict

    def explain(self, *regions: str) -> Explanation:
        """The minimum versions, and the percent of page views below: of the world and of regions ("UA", "alt-eu"), but
        for those that the data does not know."""
        known = [region for region in (None, *regions) if self.data.usage(region) is not None]
        below, without_grace = (
            {region: policy._below(region) for region in known} for policy in (self, self.without_grace())
        )
        rows = minimum_rows(self.minimums, self.data)
        return Explanation(self.spec, self.data.date, rows, below, without_grace, self.minimums.ignored)

    def _below(self, region: str | None) -> float:
        visitors = visitors_by_usage(self.data, region)
        return sum(share for _, ua, share in visitors if self._rule(ua).status == "outdated")

    def _label(self, ua: UserAgent) -> str:
        if ua.kind == "webview":
            name = f"{ua.app}'s browser" if ua.app else "an app's webview"
        else:
            name = self.data.name(ua.family) if ua.family else "this browser"
        version = dotted(ua.version[:2] if ua.family == "safari" else ua.version[:1])
        return f"{name} {version}".rstrip() + (f" on {_SYSTEMS.get(ua.os, ua.os.title())}" if ua.os else "")

    def _judged_by(self, ua: UserAgent, family: str | None, version: Version) -> str:
        """The version that was held against a minimum, where that is not the browser's own."""
        if may_be_an_ipad(ua):
            return " (a Mac's or an iPad's, judged by the lower minimum of the two)"
        if family == "ios":
            return f" (judged by the system's WebKit: iOS {dotted(version)})"
        if ua.engine == "blink" and ua.family != "chrome":
            return f" (judged by its engine: Chromium {dotted(version)})"
        return ""


def _shown(minimum: object) -> str:
    return dotted(minimum) if isinstance(minimum, tuple) else "none"


def _in_words(policy: Mapping[str, object]) -> str:
    """A mapping as people would say it: "chrome >= 109, firefox >= 116, no ie"."""
    said = []
    for family, version in policy.items():
        name = "other browsers" if family == "*" else family
        if isinstance(version, bool):
            said.append(f"{'any' if version else 'no'} {name}")
        else:
            said.append(f"{name} >= {version}")
    return ", ".join(said)
