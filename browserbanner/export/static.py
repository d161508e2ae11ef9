"""Files for a site where nothing runs: a loader, and beside it each banner that it may load, made by the same policy
and renderer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import NamedTuple

from babel.core import get_global
from babel.localedata import locale_identifiers

from browserbanner.banner import Banner, Kind, Visit, embed_script
from browserbanner.banner.tools import BannerRenderer, Languages
from browserbanner.engine import KIND_OF_ADVICE, BrowserBanner
from browserbanner.export.patterns import below, patterns
from browserbanner.policy import FAMILIES
from browserbanner.useragent import TRIDENT_TOKENS, UserAgent, is_older_than_android, product_tokens
from browserbanner.versions import Version

LOADER = "browserbanner.js"
"""The file that pages include."""


class _System(NamedTuple):
    """A row of the loader's table. ``expression``: what finds the system, and its version; ``agent``: whom the policy
    is asked about; ``versions``: those whose banners may differ, by how the loader counts them: 100 times the first
    number, and the second one. () stands for all that the string does not tell apart."""

    name: str
    expression: str
    agent: UserAgent
    versions: Mapping[int, Version]


_DESKTOP = UserAgent(form="desktop", kind="browser")
_PHONE = UserAgent(form="phone", kind="browser", os="android")
_ANY: dict[int, Version] = {0: ()}
_ANDROIDS = {100 * major: (major,) for major in range(2, 10)} | {1000: ()}  # 10 is what Chrome says on later ones too
_NT = ((5, 0), (5, 1), (5, 2), (6, 0), (6, 1), (6, 2), (6, 3), (10, 0))
#: The first one that is found counts.
_SYSTEMS = (
    _System("ios", "CPU (?:iPhone |iPad )?(?:OS ([0-9_]+) )?like Mac OS X",
            _PHONE._replace(os="ios", engine="webkit", family="safari"), {100 * n: (n,) for n in range(3, 19)}),
    _System("app", "Android[ -]([0-9]+).*(?:; wv[)]|Version/[0-9.]+ Chrome/)",
            _PHONE._replace(kind="webview", wv=True), _ANDROIDS),
    _System("android", "Android[ -]([0-9]+)", _PHONE, _ANDROIDS),
    _System("windows", "Windows NT ([0-9]+[.][0-9])", _DESKTOP._replace(os="windows"),
            {100 * major + minor: (major, minor) for major, minor in _NT}),
    _System("mac-or-ipad", "Mac OS X 10[._]15.* Version/",
            _DESKTOP._replace(os="macos", engine="webkit", family="safari"), _ANY),
    _System("macos", "Mac OS X ([0-9]+[._][0-9]+)", _DESKTOP._replace(os="macos"),
            {1000 + minor: (10, minor) for minor in range(4, 15)} | {1015: ()}),  # 10.15 is said on later ones too
    _System("chromeos", "CrOS", _DESKTOP._replace(os="chromeos"), _ANY),
    _System("linux", "Linux|X11", _DESKTOP._replace(os="linux"), _ANY),
)  # fmt: skip


def static_files(banner: BrowserBanner) -> Iterator[tuple[str, bytes]]:
    """The files' names and contents; the loader comes last. The languages are those of the option ``locales``, or the
    one of the option ``locale``."""
    options = banner.options._replace(stylesheet=False)  # it would lie below the option prefix, where nothing is
    if isinstance(options.locale, str) and options.locale != "page":
        options = options._replace(locales=(options.locale,), default_locale=options.locale)
    renderer = BannerRenderer(banner.data, options)
    languages = renderer.languages
    locales = languages.available
    table = []
    for system in _SYSTEMS:
        starts: list[int] = []
        before: tuple[bytes, ...] = ()
        for counted, version in system.versions.items():
            made = tuple(_banner(banner, renderer, system, version, locale) for locale in locales)
            if made == before:
                continue
            before = made
            starts.append(counted if starts else 0)
            for locale, script in zip(locales, made, strict=True):
                yield f"{system.name}-{starts[-1]}-{locale}.js", script
        table.append((system, starts))
    yield LOADER, _loader(banner, table, languages)


def _banner(banner: BrowserBanner, renderer: BannerRenderer, system: _System, version: Version, locale: str) -> bytes:
    """The script that puts this system's banner into a page."""
    options, agent = banner.options, system.agent._replace(os_version=version)
    advice, recommended, hint = banner.policy.advise(agent)
    kind: Kind = KIND_OF_ADVICE.get(advice, "outdated")
    rendered: Banner = renderer.render(
        Visit(kind, advice, agent, recommended, hint),
        locale=locale,
        country=options.country if isinstance(options.country, str) else None,
        action="#",
        return_to="",
    )
    return embed_script(rendered, at_marker=options.place != "top", then=_closing(banner))


def _closing(banner: BrowserBanner) -> str:
    """What closes it for good, since no server is there to be told."""
    return _source("close.js") % {"key": _key(banner), "milliseconds": banner.options.close_days * 86_400_000}


def _source(name: str) -> str:
    """A script's source on one line."""
    lines = (files(__package__) / name).read_text(encoding="ascii").splitlines()
    return "".join(line for line in lines if not line.startswith("//"))


def _key(banner: BrowserBanner) -> str:
    return f"{banner.options.cookie_name}.{banner.options.campaign}"


def _loader(banner: BrowserBanner, table: Sequence[tuple[_System, list[int]]], languages: Languages) -> bytes:
    # It speaks only where every word of the string is known, and nothing in it is doubtful: what apps make up, what
    # Firefox says on an iPad, devices whose owner cannot update the browser.
    found = patterns(banner.policy, asking=False)
    rows = [f'["{system.name}",/{_in_script(system.expression)}/,{starts}]' for system, starts in table]
    filled = _source("loader.js") % {
        "key": _key(banner),
        "asked": _in_script("|".join(found.asked)),
        "passed": _in_script("|".join(found.passed) or "^$"),
        "impossible": _in_script("|".join(_too_old_for_android())),
        "tokens": "|".join(_beginnings_of_tokens()),
        "products": "|".join(token for family in FAMILIES for token in product_tokens(family)),
        "systems": f"[{','.join(rows)}]",
        "languages": "".join(f"{tag}={locale} " for tag, locale in _found_by(languages).items()),
        "default": languages.default,
    }
    return filled.encode("ascii")


def _found_by(languages: Languages) -> dict[str, str]:
    """The languages that lead to each banner as on a server: "zh_TW" to "zh_Hant", "" where to none. What is not named
    goes by its tag without the last part."""
    former = (code for code in get_global("language_aliases") if len(code) == 2)  # "iw", on old Androids
    known = {*locale_identifiers(), *get_global("likely_subtags"), *former, *languages.available}
    found: dict[str, str] = {}
    for tag in sorted(known, key=lambda each: (each.count("_"), each)):
        shorter = tag.rpartition("_")[0]
        while shorter and shorter not in found:
            shorter = shorter.rpartition("_")[0]
        locale = languages.fixed(tag) or ""
        if locale != found.get(shorter, ""):
            found[tag] = locale
    return found


def _beginnings_of_tokens() -> Iterator[str]:
    """What finds the tokens that Internet Explorer's string may have by their first three letters, but for those in
    capitals: so much tells most programs by their own tokens, in a quarter of the bytes."""
    beginnings = {token.decode()[:3] for token in TRIDENT_TOKENS if re.search(rb"[^A-Z#]", token)}
    for each in sorted(beginnings):
        yield re.sub(r"[^\w#: -]", r"[\g<0>]", each).replace("#", "[0-9]")


def _too_old_for_android() -> Iterator[str]:
    """What finds plain Chromes that are older than the Android which they say they run on: made up, or not plain."""
    for android in range(5, 18):
        first = next(version for version in range(1, 400) if not is_older_than_android((version,), (android,)))
        yield from below(f"Android {android}[.;].*Chrome/", (first,))


def _in_script(expression: str) -> str:
    """As it stands between slashes in a script. (Within brackets old engines take them as they are.)"""
    return re.sub(r"(?<!\[)/(?!\])", "[/]", expression)
