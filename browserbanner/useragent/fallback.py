"""The fallback: user-agents, fed by ua-parser's fastest resolver, on a budget.

It names browsers. What only it can name is outdated only where the request's other headers corroborate that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import takewhile
from threading import Lock
from time import monotonic
from typing import Any, Final

from browserbanner.useragent.builds import is_made_up
from browserbanner.useragent.grammar import LONGEST, STORES
from browserbanner.useragent.model import UNKNOWN, Form, Kind, UserAgent, Version
from browserbanner.useragent.platforms import (
    SPOOFED_WINDOWS,
    is_older_than_macos,
    platform,
    webkit_of_ios,
    windows_limit,
    windows_version,
)  # fmt: skip
from browserbanner.useragent.products import ROLES, without_comments
from browserbanner.versions import parse_version

# ua-parser's names of browsers (uap-core's regexes.yaml), as ours. What is not here is no browser that anyone can
# judge: an app, a library, a mail program. First those that have the same name here, in lower case.
_SAME: Final = (
    "AVG Android Avira Basilisk Brave Camino Chromium IE Iceweasel Iron Maxthon SeaMonkey Vivaldi Waterfox Whale"
)
_OTHERS: Final = {
    "aloha": ("Aloha Browser",),
    "avast": ("Avast Secure Browser",),
    "chrome": ("Chrome", "Chrome Mobile", "Chrome Mobile iOS"),
    "coccoc": ("Coc Coc",),
    "dragon": ("Comodo Dragon",),
    "duckduckgo": ("DuckDuckGo", "DuckDuckGo Mobile"),
    "ecosia": ("Ecosia Android", "Ecosia iOS"),
    "edge": ("Edge", "Edge Mobile"),
    "firefox": ("Firefox", "Firefox Alpha", "Firefox Beta", "Firefox Focus", "Firefox Mobile", "Firefox iOS"),
    "heytap": ("HeyTap Browser",),
    "honor": ("Honor Browser",),
    "huawei": ("Huawei Browser",),
    "miui": ("MiuiBrowser",),
    "opera": ("Opera", "Opera GX", "Opera Mobile", "Opera Tablet", "Opera Touch"),
    "palemoon": ("Pale Moon",),
    "qq": ("QQ Browser", "QQ Browser Mobile"),
    "safari": ("Safari", "Mobile Safari"),
    "samsung": ("Samsung Internet",),
    "seznam": ("Seznam prohlížeč",),
    "silk": ("Amazon Silk",),
    "uc": ("UC Browser",),
    "vivo": ("VivoBrowser",),
    "yandex": ("Yandex Browser",),
}
# Webviews, with the app, by the name that we give it.
_WEBVIEWS: Final[dict[str, str | None]] = {
    "Chrome Mobile WebView": None,
    "Mobile Safari UI/WKWebView": None,
    "Facebook": "Facebook",
    "Facebook Messenger": "Messenger",
    "Google": "Google",
    "Instagram": "Instagram",
    "Line": "LINE",
    "Pinterest": "Pinterest",
    "Snapchat": "Snapchat",
    "TikTok": "TikTok",
    "Twitter": "X",
    "WeChat Browser": "WeChat",
}
_FAMILIES: Final[dict[str, str]] = {
    **{name: name.lower() for name in _SAME.split()},
    **{name: family for family, names in _OTHERS.items() for name in names},
    **dict.fromkeys(_WEBVIEWS, "webview"),
}
_SYSTEMS: Final[dict[str, str]] = {
    **{name: name.lower() for name in ("Android", "FreeBSD", "Linux", "OpenBSD", "Windows", "iOS")},
    **dict.fromkeys(("Debian", "Fedora", "Ubuntu"), "linux"),
    "Chrome OS": "chromeos",
    "Mac OS X": "macos",
}

# ua-parser gives these names to any program that has such an engine inside and that it does not know.
_PLAIN_FAMILIES: Final = frozenset(("chrome", "chromium", "edge", "firefox", "opera", "safari"))
# So a string that it gives one of them may name these products only, and who packed an old Firefox.
_KNOWN_PRODUCTS: Final = ROLES.keys() | {
    b"AppleWebKit", b"Gecko", b"Firefox", b"Fennec", b"LibreWolf", b"CentOS", b"Debian", b"Fedora", b"Gentoo",
    b"Mandriva", b"Mint", b"SUSE",
}  # fmt: skip
# What requests may spend on naming together: seconds for each second; and for how long that is saved up for a busy
# moment, which makes 0.1 s.
_BUDGET: Final = 0.02
_LONGEST_SAVING: Final = 0.1 / _BUDGET
# ua-parser's rules have alternatives around semicolons, dashes and the like: without its Rust resolver 512 semicolons
# cost 15 ms, 60 marks at most 5. Browsers have at most 40 (of 4,500 in public collections).
_MOST_MARKS: Final = 60
_COMMON: Final = bytes(byte for byte in range(128) if chr(byte).isalnum() or chr(byte) in " .")

_harmless_comment = re.compile(rb"\((?:KHTML[,.]? ?[Ll]ike Gecko| ?\.NET[^()]*|like Firefox/[\w.]+)\)").sub
# With what Google's proxy adds. Who looks for holes writes paths, quotes and the like behind the number.
_product = re.compile(rb"([\w.=-]+)(?:/[\w.+-]*)?(?:,gzip\(gfe\))*").fullmatch
_name_at_the_end = re.compile(rb"\([A-Z][A-Z_-]{3,}\)$").search
_shape = re.compile(
    rb"(?:Mozilla/[1-5]\.0|Opera/\d{1,2}\.\d{1,2}) ?\(([^()]*+(?:\([^()]*+\)[^()]*+)*+)\)([^$]*+)"
).fullmatch
_token = re.compile(
    rb"(?:[Cc]ompatible|Macintosh|X11|Wayland|[UIN]|Win64|WOW64|x64|x86_64|IA64|ARM(?:64)?|Touch|Intel|PPC|Fedora"
    rb"|Debian|Windows|(?:(?:Intel|PPC) )?Mac OS X(?: Mach-O)?(?: \d{1,2}(?:[._]\d{1,2}){0,2})?"
    rb"|(?:Linux|CrOS|FreeBSD|OpenBSD|NetBSD|DragonFly|SunOS)(?: [\w. -]{1,30})?|Ubuntu(?:[/ ][\w.]{1,9})?|Gentoo"
    rb"|Mageia|[Oo]penSUSE|iPhone|iPad|iPod(?: touch)?|CPU (?:iPhone |iPad )?(?:OS [\d_]{1,8} )?like Mac OS X"
    rb"|[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?|rv:[\w.+]{1,12}|GTB[\d.]{1,6}|\.NET[\w. ]{1,16}|Konqueror/[\d.]{1,9}|)"
).fullmatch
# SeaMonkey has what is new in Gecko from here on, and says the version of old all the same.
_BACKPORTS: Final = ("seamonkey", (2, 53))
# Waterfox Classic does so too: it is Firefox 56 and has said 68 since 2021.
_CLASSIC: Final = (("waterfox", (56,)), ("waterfox", (68,)))

_is_number = re.compile(r"0*[0-9]{1,4}").fullmatch
_number = rb"(\d{1,4}(?:\.\d{1,4}){0,3})(?!\d)"
_chromium = re.compile(rb"\bAppleWebKit/53[0-7]\b.*\bChrome/" + _number).search
_firefox = re.compile(rb"\bGecko/.*\bFirefox/" + _number).search
_trident = re.compile(rb"\bTrident/([4-7])\.\d").search
_safari = re.compile(rb"\bAppleWebKit/.*\bVersion/" + _number + rb".* Safari/").search
_ios = re.compile(rb"\bCPU (?:iPhone )?OS (\d{1,2}(?:_\d{1,2}){0,2}) like Mac OS X").search


class Fallback:
    """What the strict grammar does not know, at 0.02 to 5 ms a string, by the resolver that is installed.

    It says "browser" only where ua-parser's family is one that people use and the string's own tokens say which engine
    that is, of which version; whatever else it can name has ``kind`` "unknown" (or "bot"), which is never judged.
    ``clock`` counts seconds and never goes back.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._read: Callable[[str], Any]  # there once it is loaded
        #: Whether user-agents is imported, so that `identify` does not wait for that.
        self.loaded: bool = False
        self._loading = Lock()
        self._clock = clock
        # The budget: what has come together since then is left. To spend of it moves that moment on.
        self._saved_since = clock() - _LONGEST_SAVING

    def identify(self, raw: bytes, *, budgeted: bool = False) -> UserAgent | None:
        """Who sent ``raw``, which `identify` of the grammar does not know, as far as user-agents does. Never raises.

        ``budgeted``: for requests, all of which together get 20 ms a second; None when that is used up: the answer is
        not known now, so do not remember it. The first call imports user-agents where `warm_up` has not.
        """
        if len(raw) > LONGEST or len(raw.translate(None, _COMMON)) > _MOST_MARKS:
            return UNKNOWN
        if budgeted:  # without a lock: threads that count at once may leave out what one string cost
            now = self._clock()
            self._saved_since = max(self._saved_since, now - _LONGEST_SAVING)
            if self._saved_since >= now:
                return None
        try:
            self.warm_up()
            start = self._clock()
            try:
                return _name(raw, self._read(raw.decode("latin-1")))
            finally:
                if budgeted:
                    self._saved_since += (self._clock() - start) / _BUDGET
        except Exception:  # strangers' bytes meet two parsers that are not ours: none of that may stop a response
            return UNKNOWN

    def warm_up(self) -> None:
        """Import user-agents and load ua-parser's rules: 0.1 to 0.3 s, once. From any thread; it costs no budget."""
        with self._loading:
            if not self.loaded:
                self._read = _user_agents()
                self.loaded = True


@cache
def _user_agents() -> Callable[[str], Any]:
    """What makes a `UserAgent` of user-agents of a string."""
    from ua_parser import BestAvailableResolver, Parser, load_lazy_builtins
    from user_agents import parsers

    # Without ua-parser's cache, since verdicts are kept.
    parse = Parser(BestAvailableResolver(load_lazy_builtins())).parse

    def read(text: str) -> Any:
        # user-agents' own constructor would take ua-parser's old API, which never uses the fast resolvers.
        agent = parsers.UserAgent.__new__(parsers.UserAgent)
        result = parse(text).with_defaults()
        agent.ua_string, agent.browser, agent.device = text, result.user_agent, result.device
        system = result.os
        agent.os = parsers.parse_operating_system(system.family, system.major, system.minor, system.patch)
        return agent

    read("Mozilla/5.0")  # the first string builds what is needed for all
    return read


def _name(raw: bytes, agent: Any) -> UserAgent:
    """What ``agent``, user-agents' answer, says of ``raw``. ``kind`` is "unknown" in every doubt."""
    if agent.is_bot:
        return UserAgent(kind="bot", named_by="fallback")
    # WeChat on Windows is made from QQ Browser, and names that first.
    name = "WeChat Browser" if b" WindowsWechat" in raw else agent.browser.family
    family = _FAMILIES.get(name)
    if family is None:
        return UserAgent(kind="unknown", named_by="fallback")
    os = _SYSTEMS.get(agent.os.family)
    form: Form = "other"
    if agent.is_tablet:
        form = "tablet"
    elif agent.is_mobile:
        form = "phone"
    elif agent.is_pc:
        form = "desktop"
    engine, engine_version, system = _engine(raw, os, _numbers(*agent.os.version))
    browser = agent.browser
    version = _numbers(browser.major, browser.minor, browser.patch)
    app, wv = _WEBVIEWS.get(name), b"; wv)" in raw
    kind: Kind = "browser"
    if family == "webview":  # ua-parser's version is the app's
        version, kind = engine_version if engine == "blink" else (), "webview"
    if (
        engine is None
        or os is None
        or form == "other"
        or family == "android"
        or (family == "opera" and b"Version/4.0" in raw)  # Opera Mini
        or (os != "windows" and b" Edge/" in raw)
        or (family == "webview" and engine == "blink" and os != "android" and app is None)
        or (family == _BACKPORTS[0] and version >= _BACKPORTS[1])
        or (family, engine_version[:1]) in _CLASSIC
        # On iOS it is the system's WebKit all the same.
        or (family in _PLAIN_FAMILIES and engine != "trident" and os != "ios" and _names_a_stranger(raw))
        or not _looks_like_a_browsers(raw)
    ):
        kind = "unknown"
    if os == "windows":
        limit = windows_limit(raw, system)
    else:
        where = platform(raw[: raw.find(b")")])
        limit = STORES.get(family) or (None if where is None else where.limit)
    return UserAgent(family, version, engine, engine_version, os, system, form, kind, app, "fallback", limit, wv)


def _engine(raw: bytes, os: str | None, system: Version) -> tuple[str | None, Version, Version]:
    """The engine and its version, as far as the string's own tokens agree, and the system's version in our units."""
    if os == "ios":
        m = _ios(raw)
        if m is None or b"Chrome/" in raw:  # no Chromium there: a string that somebody made up
            return None, (), ()
        safari = _safari(raw)
        said = parse_version(m[1].replace(b"_", b"."))
        system, version = webkit_of_ios(said, parse_version(safari[1]) if safari is not None else ())
        return "webkit", version, system
    if os == "windows":
        tokens = raw.partition(b"(")[2].replace(b")", b";").split(b";") if SPOOFED_WINDOWS not in raw else ()
        numbers = (windows_version(token.strip()) for token in tokens if token.strip() != b"Windows NT")
        system = next(filter(None, numbers), ())
        if m := _trident(raw):
            return "trident", (int(m[1]), 0), system
        if b"MSIE " in raw:
            return "trident", (), system
    elif os == "macos":
        if b" Mobile/" in raw:  # an iPad that asks for the desktop's page: nothing tells what it is
            return None, (), ()
        if system[:2] == (10, 15):
            system = ()
    if m := _chromium(raw):
        version = parse_version(m[1])
        return (None, (), system) if is_made_up(version) else ("blink", version, system)
    if m := _firefox(raw):  # but Goanna left Gecko at 52: the Firefox that it names is for web sites to read
        return (None, (), system) if b" Goanna/" in raw else ("gecko", parse_version(m[1]), system)
    if os == "macos" and b"Chrome/" not in raw and (m := _safari(raw)):
        version = parse_version(m[1])
        return (None, (), system) if is_older_than_macos(raw, system, version) else ("webkit", version, system)
    return None, (), system


def _looks_like_a_browsers(raw: bytes) -> bool:
    """Whether ``raw`` begins as browsers' strings do, and its first parenthesis holds their tokens only.

    Machines put a name of their own before "Mozilla/" or into the parenthesis. Components of Windows write into
    Internet Explorer's, and models are anything on Android; but nothing stands behind Internet Explorer's parenthesis,
    and no browser ends with a word in capitals and parentheses.
    """
    m = _shape(raw)
    if m is None or _name_at_the_end(raw) or (b"Mozilla/" in m[2] and b" WindowsWechat" not in raw):
        return False
    tokens = [token.strip() for token in m[1].split(b";")]
    if b"MSIE" in raw or b"Trident/" in raw:
        names = [token for token in tokens if token.startswith(b"Windows NT")]
        return _is_known(tokens[0]) and all(map(windows_version, names)) and m[2].strip(b" .") in (b"", b"like Gecko")
    if b"Android" in m[1]:
        return tokens[0] in (b"Linux", b"Android", b"Android %s" % tokens[0].partition(b" ")[2])
    return all(map(_is_known, tokens))


def _is_known(token: bytes) -> bool:
    return _token(token) is not None or windows_version(token) != ()


def _names_a_stranger(raw: bytes) -> bool:
    """Whether a stranger names itself behind a browser's products, or in a comment there: a program, a television or a
    machine that has the browser's engine inside and that ua-parser does not know."""
    products = without_comments(raw[raw.find(b")") + 1 :])
    tokens = map(_product, _harmless_comment(b" ", products).split())
    return not all(token is not None and token[1] in _KNOWN_PRODUCTS for token in tokens)


def _numbers(*parts: Any) -> Version:
    """The leading whole numbers of at most four digits, without what there is none of."""
    said = (str(part) for part in parts if part is not None)
    return tuple(map(int, takewhile(_is_number, said)))
