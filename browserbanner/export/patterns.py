"""A policy's minimum versions as regular expressions over user agent strings, and as configuration of servers.

They are plain enough for PCRE (nginx, Apache, Varnish), RE2 (Caddy) and ES3 (old browsers): no lookarounds, no
backslashes, no quotes. None has more than one ".*" that can begin in many places, so a made-up string of 8 KiB costs a
backtracking engine its length squared at most, and a server's own limits end that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from browserbanner.policy import FAMILIES, Minimum, Policy
from browserbanner.useragent import UserAgent, product_tokens
from browserbanner.versions import Version

_END = "(?:[^0-9]|$)"
_CHROMIUM = "(?:Chrome|CrMo)/"
_IOS = "CPU (?:iPhone |iPad )?"
_DESKTOP = "^Mozilla/[1-5][.]0 ?[(](?:Macintosh|Windows)"
_SAFARI = ".* Version/"
# How a webview says that it is one, and how the string of whoever says no name behind it ends.
_WEBVIEW = "(?:; wv[)].*|Version/[0-9.]+ )"
_NO_OTHER_NAME = "[0-9.]* (?:Mobile )?Safari/[0-9.]+$"

# How Firefox names the systems on which a long-term version may be patched longer than elsewhere.
_SYSTEMS_OF_ESR: tuple[tuple[str, str, Version], ...] = (
    *((f"Windows NT 6[.]{minor}", "windows", (6, minor)) for minor in (1, 2, 3)),
    ("Windows NT 10[.]0; rv:", "windows", ()),
    ("Windows NT 10[.]0; W", "windows", (10, 0)),
    *((f"Mac OS X 10[.]{minor}", "macos", (10, minor)) for minor in (12, 13, 14)),
    ("Mac OS X 10[.]15", "macos", ()),
    ("Linux", "linux", ()),
)


#: By server: what goes into its configuration. A string in which ``{passed}`` is found is passed by; of the others,
#: the one in which ``{asked}`` is found may be outdated.
MAPS = {
    "nginx": """\
map $http_user_agent $browserbanner {{
    default "";
    "~{passed}" "";
    "~{asked}" 1;
}}
""",
    "apache": """\
SetEnvIf User-Agent "{asked}" browserbanner=1
SetEnvIf User-Agent "{passed}" !browserbanner
""",
    "caddy": """\
(browserbanner) {{
    @browserbanner {{
        header_regexp User-Agent "{asked}"
        not header_regexp User-Agent "{passed}"
    }}
}}
""",
    "varnish": """\
sub browserbanner {{
    unset req.http.X-Browserbanner;
    if (req.http.User-Agent ~ "{asked}" && req.http.User-Agent !~ "{passed}") {{
        set req.http.X-Browserbanner = "1";
    }}
}}
""",
}
_HEAD = """\
# Browsers that may be outdated under "{spec}", by browser data of {date}.
# Made by `browserbanner export {server}`: make it again when the package or its data is updated.
"""


class Patterns(NamedTuple):
    """``asked``: one of them is found in each string that the policy may call outdated. ``passed``: one of them is
    found in a string that is not outdated all the same, which goes before.

    Together they say whom to ask about, not whom to tell: they find bots, and devices that are never judged.
    """

    asked: tuple[str, ...]
    passed: tuple[str, ...]


def patterns(policy: Policy, *, asking: bool = True) -> Patterns:
    """The expressions for a policy. ``asking``: False where nobody is asked, and whom they find is told: of plain
    browsers' strings they find none that is current then, and pass by some that are outdated."""
    if asking and not policy.minimums.others:
        return Patterns(("^",), ())  # whatever the site has not named is outdated
    asked, passed = dict.fromkeys(_asked(policy, asking)), dict.fromkeys(_passed(policy))
    return Patterns(tuple(asked), (*passed, *(() if asking else dict.fromkeys(_certainly_passed(policy)))))


def make_map(server: str, policy: Policy) -> str:
    """What to include in the configuration of a server, one of :data:`MAPS`."""
    found = patterns(policy)
    head = _HEAD.format(spec=" ".join(policy.spec.split()), date=policy.data.date, server=server)
    return head + MAPS[server].format(asked="|".join(found.asked), passed="|".join(found.passed) or "^$")


def _asked(policy: Policy, asking: bool) -> Iterator[str]:
    minimums, derived = policy.minimums.by_family, policy.minimums.derived
    before, behind = ("Android.*", "") if asking else (_WEBVIEW, _NO_OTHER_NAME)
    for tokens, family in (
        ("Trident/|MSIE ", "ie"),
        ("Edge/", "edge"),
        ("Presto/|Opera[ /]", "opera"),
        (f"Android[ -][0-4]{_END}" + ("" if asking else f".*Version/{_NO_OTHER_NAME}"), "android"),
    ):
        if minimums.get(family) != () and (derived or family in minimums):
            yield tokens
    yield from below("Firefox/", minimums.get("firefox", ()))
    yield from below(f"{_DESKTOP}{_SAFARI}", minimums.get("safari", ()))
    ios, chrome = minimums.get("ios", ()), minimums.get("chrome", ())
    if ios != ():
        yield f"{_IOS}like Mac OS X"  # up to iOS 3
    yield from below(f"{_IOS}OS ", ios)
    yield from below(_CHROMIUM, chrome)
    for family, named in _with_chromium(policy):
        if _rank(minimums[family]) > _rank(chrome):
            for prefix, suffix in _both_ways(named):
                yield from below(prefix, minimums[family], suffix)
    if _rank(minimums.get("webview")) > _rank(chrome):
        yield from below(f"{before}{_CHROMIUM}", minimums["webview"], behind)
        if asking:
            yield from below(_CHROMIUM, minimums["webview"], ".*MicroMessenger/")


def _passed(policy: Policy) -> Iterator[str]:
    minimums = policy.minimums.by_family
    ie, ios, safari = (minimums.get(family) for family in ("ie", "ios", "safari"))
    if ie:
        yield f"Trident/{_from((ie[0] - 4,))}"
    if ios:  # the newer one of what iOS and Safari say
        yield f"{_IOS}OS [0-9_]+ like{_SAFARI}{_from(ios)}"
        if _rank(safari) > ios:  # a Mac that may be an iPad
            yield f"Mac OS X 10[._]15(?:[._]7)?[^0-9._]{_SAFARI}{_from(ios)}"
    for text, system, version in _SYSTEMS_OF_ESR:
        for line in policy.data.systems.patched_esr(system, None):
            firefox = UserAgent("firefox", line, "gecko", line, system, version, "desktop", "browser")
            if line < _rank(minimums.get("firefox")) and not policy.judge(firefox).outdated:
                yield f"{text}.*Firefox/{line[0]}[.]"
    for family, named in _with_chromium(policy):
        minimum = minimums[family]
        if minimum is not False and minimum < _rank(minimums.get("chrome", ())):
            for prefix, suffix in _both_ways(named):
                yield f"{prefix}{_from(minimum) if minimum else '[0-9]'}{suffix}"


def _certainly_passed(policy: Policy) -> Iterator[str]:
    """Who may be found among the others, but is current: where nobody is asked, that must not be."""
    minimums = policy.minimums.by_family
    if not policy.minimums.derived:  # all versions of what the policy does not name are supported
        unnamed = [token for family in FAMILIES if family not in minimums for token in product_tokens(family)]
        for prefix, suffix in _both_ways(f"(?:{'|'.join(unnamed)})[/ ]") if unnamed else ():
            yield f"{prefix}[0-9]{suffix}"
    webview = minimums.get("webview", False)
    if webview is not False and webview < _rank(minimums.get("chrome", ())):
        yield f"{_WEBVIEW}{_CHROMIUM}{_from(webview) if webview else '[0-9]'}"
    for name, family in (("MSIE ", "ie"), ("Edge/", "edge")):
        if minimum := minimums.get(family):
            yield f"{name}{_from(minimum)}"


def _with_chromium(policy: Policy) -> Iterator[tuple[str, str]]:
    """The families that have a minimum beside Chrome's in Chromium's versions, and what finds them."""
    for family in policy.minimums.by_family:
        tokens = [token for token in product_tokens(family) if token != "Edge"]  # that is EdgeHTML
        if tokens and family not in ("chrome", "firefox"):
            yield family, f"(?:{'|'.join(tokens)})[/ ]"


def _both_ways(named: str) -> tuple[tuple[str, str], ...]:
    """A browser's own name stands behind Chromium's, or before it: what goes before a version, and behind."""
    return (_CHROMIUM, f".*{named}"), (f"{named}.*{_CHROMIUM}", "")


def below(prefix: str, minimum: Minimum, suffix: str = "") -> Iterator[str]:
    """What finds a version below ``minimum`` behind ``prefix``; nothing where every version is supported."""
    if minimum is False:
        yield f"{prefix}[0-9]{suffix}"
    elif minimum:
        lower = (_at(minimum[:index], _lower(number)) for index, number in enumerate(minimum) if number)
        yield f"{prefix}0*(?:{'|'.join(lower)}){suffix}"


def _from(minimum: Version) -> str:
    """What finds this version or a higher one. "17" is neither below 17.5 nor that: it may be either."""
    last = len(minimum) - 1
    return f"(?:{'|'.join(_at(minimum[:i], _higher(n, i == last)) for i, n in enumerate(minimum))})"


def _at(before: Version, numbers: Iterator[str]) -> str:
    return "[._]".join(map(str, (*before, ""))) + f"(?:{'|'.join(numbers)}){_END}"


def _lower(number: int) -> Iterator[str]:
    """The whole numbers below this one: for 125 ``[0-9]``, ``[1-9][0-9]``, ``1[0-1][0-9]``, ``12[0-4]``."""
    digits = str(number)
    yield from ("[1-9]"[: 5 * (length > 1)] + "[0-9]" * (length - (length > 1)) for length in range(1, len(digits)))
    for index, digit in enumerate(digits):
        least = 1 if index == 0 and len(digits) > 1 else 0
        if int(digit) > least:
            yield f"{digits[:index]}[{least}-{int(digit) - 1}]" + "[0-9]" * (len(digits) - index - 1)


def _higher(number: int, too: bool) -> Iterator[str]:
    """The whole numbers above this one, of nine digits at most; this one ``too``."""
    digits = str(number)
    if too:
        yield digits
    for index, digit in enumerate(digits):
        if digit != "9":
            yield f"{digits[:index]}[{int(digit) + 1}-9]" + "[0-9]" * (len(digits) - index - 1)
    yield f"[1-9]{'[0-9]' * len(digits)}[0-9]*"


def _rank(minimum: Minimum | None) -> Version:
    return (9999,) if minimum is False else minimum or ()
