"""What must be true of browser data: found before a pack is written, and by ``browserbanner data verify``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from browserbanner.browsers.curated import rows
from browserbanner.browsers.data import BrowserData
from browserbanner.browsers.families import ON_ANDROID
from browserbanner.browsers.pack import ELECTRON
from browserbanner.versions import parse_version

_MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")
_REGIONS = 200
_WHOLE = (80.0, 105.0)  # percent that all browsers add up to: some are not counted, and sums are rounded
_SAME_WORLD = "alt-ww"  # caniuse counts the world with its browsers, and once more as a region
_APART = 3.0  # percent of page views between the two, for a browser; 0.43 at most from 2023 to 2026
_AGENTS = (
    "chrome", "edge", "firefox", "safari", "opera", "ie", "and_chr",
    "and_ff", "ios_saf", "op_mob", "samsung", "android",
)  # fmt: skip
_FAMILIES = (
    "chrome", "edge", "firefox", "safari", "safari-ios", "opera",
    "opera-android", "samsung", "chrome-android", "webview",
)  # fmt: skip
_DERIVED = ["opera", "opera-android", "samsung", "webview", "yandex", "uc", "qq"]
_IN_STEP = ("chrome", "edge", "firefox")  # whose dates ascend with their versions; others patch old lines later


def pack_problems(data: BrowserData) -> list[str]:
    """What cannot be true of a pack, a sentence each; nothing for a good one."""
    return _found(data, (_meta, _releases, _bases, _baseline, _agents, _usage))


def curated_problems(data: BrowserData) -> list[str]:
    """What cannot be true of the curated files, held against a pack."""
    return _found(data, (_limits, _esr, _downloads))


def problems_of(data: BrowserData) -> list[str]:
    """What cannot be true of browser data, the curated files included, a sentence each; nothing for good data."""
    return pack_problems(data) + curated_problems(data)


def _found(data: BrowserData, checks: Iterable[Callable[[BrowserData], Iterator[str]]]) -> list[str]:
    found: list[str] = []
    for check in checks:
        try:
            found.extend(check(data))
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            found.append(f"what {check.__name__.strip('_')} needs cannot be read ({type(error).__name__}: {error})")
    return found


def _meta(data: BrowserData) -> Iterator[str]:
    if not _is_day(data.date):
        yield f"the date {data.date!r} is none"
    if not _MONTH.fullmatch(data.month):
        yield f"the month {data.month!r} is none"
    for source in data.sources:
        has_a_day = _is_day(source.date) or source.package == ELECTRON  # of which nothing says when it is from
        if not has_a_day or not source.version or not source.licence:
            yield f"the source {source.package} lacks its version, date or licence"
    if data.date != max(source.date for source in data.sources):
        yield f"the date {data.date} is not its newest source's"
    if data.date > (date.today() + timedelta(days=1)).isoformat():  # where the clock is in another zone
        yield f"the date {data.date} is in the future: today is {date.today()}"


def _releases(data: BrowserData) -> Iterator[str]:
    for family in _FAMILIES:
        releases = data.listed(family)
        if not any(release.date is not None and release.date <= data.date for release in releases):
            yield f"{family}: no release has a date"
        for release in releases:
            if release.date is not None and not _is_day(release.date):
                yield f"{family} {release.version}: {release.date!r} is no date"
        for before, after in pairwise(releases):
            if before.version == after.version:
                yield f"{family} {before.version} is there twice"
            if family in _IN_STEP and (before.date or "") > (after.date or "9999"):
                yield f"{family}: dates go backwards, from {before.date} to {after.date}"
    if (int(data.firefox_esr),) not in {release.version for release in data.releases("firefox")}:
        yield f"Firefox ESR {data.firefox_esr} is no release"


def _bases(data: BrowserData) -> Iterator[str]:
    newest = data.newest("chrome")
    highest = newest.version[0] + 4 if newest is not None else 0
    for family in _DERIVED:
        bases = data.chromium_bases(family)
        if not bases:
            yield f"{family}: no Chromium base is known"
        for (older, base), (newer, later) in pairwise(bases.items()):
            if older[0] != newer[0] and later < base:
                yield f"{family}: bases go backwards, from {base} ({older}) to {later} ({newer})"
        for version, base in bases.items():
            if not 15 <= base <= highest:
                yield f"{family} {version}: its Chromium cannot be {base}"


def _baseline(data: BrowserData) -> Iterator[str]:
    days = list(data.baseline_days)
    if len(days) < 50 or not all(map(_is_day, days)):
        yield f"Baseline has {len(days)} days; at least 50 are expected"
    if days != sorted(days):
        yield "Baseline's days go backwards"
    before: dict[str, str] = {}
    for day in days:
        after = data.baseline_versions(day)
        for name, version in before.items():
            if parse_version(after.get(name, "0")) < parse_version(version):
                yield f"Baseline: {name} goes back from {version} on {day}"
        before = after
    minimums = data.baseline_widely_available()
    for family in ("chrome", "edge", "firefox", "safari", "safari-ios", "opera", "samsung"):
        newest = data.newest(family)
        if family not in minimums or newest is None or minimums[family] > newest.version:
            yield f"Baseline: {family} has no minimum version, or one above its newest release"


def _agents(data: BrowserData) -> Iterator[str]:
    agents = data.agents()
    if missing := [name for name in _AGENTS if name not in agents]:
        yield f"caniuse's browsers are missing: {', '.join(missing)}"
        return
    for name in ("chrome", "edge", "firefox", "opera", "samsung", "safari", "ios_saf"):
        versions = [parse_version(v.partition("-")[0]) for v in agents[name].released if v != "TP"]
        if not versions or any(after <= before for before, after in pairwise(versions)):
            yield f"caniuse's versions of {name} go backwards"


def _usage(data: BrowserData) -> Iterator[str]:
    if len(data.regions) < _REGIONS:
        yield f"{len(data.regions)} regions; at least {_REGIONS} are expected"
    short = []
    for region in (None, *data.regions):
        total = sum((data.usage(region) or {}).values())
        if total > _WHOLE[1]:
            yield f"the shares of {region or 'the world'} add up to {total:.1f} %"
        if total < _WHOLE[0]:
            short.append(region or "the world")
    # Some places are small, and the browser of Russia's choice is not counted: one in twenty may fall short.
    if "the world" in short or len(short) * 20 > len(data.regions):
        yield f"shares add up to less than {_WHOLE[0]:g} % in {', '.join(short)}"
    # Figures that went to a browser's neighbour would add up all the same.
    if _SAME_WORLD in data.regions:
        world, again = _by_browser(data, None), _by_browser(data, _SAME_WORLD)
        for name, share in world.items():
            if abs(share - again.get(name, 0)) > _APART:
                yield f"{name} has {share:.1f} % in the world, and {again.get(name, 0):.1f} % in {_SAME_WORLD}"


def _by_browser(data: BrowserData, region: str | None) -> dict[str, float]:
    totals: dict[str, float] = {}
    for key, share in (data.usage(region) or {}).items():
        name = key.partition(" ")[0]
        totals[name] = totals.get(name, 0) + share
    return totals


def _limits(data: BrowserData) -> Iterator[str]:
    """The curated limits against the pack: none on a version that does not exist, none above the newest."""
    before: tuple[str, str, tuple[int, ...]] | None = None
    last_before: tuple[int, ...] = ()
    for row in rows("systems"):
        system, family, since, last = row["os"], row["family"], parse_version(row["from"]), row["last"]
        system += f" {row['limit']}" if "limit" in row else ""
        what = f"{family} from {system} {row['from']} on"
        yield from _unsourced(row, what)
        if before is not None and before[:2] == (system, family) and before[2] >= since:
            yield f"{what}: rows are not in order"
        version: tuple[int, ...] = (9999,)
        if last is not None and last != "current":
            version = parse_version(last)
            line = (
                "safari-ios" if system == "ios" else ON_ANDROID.get(family, family) if system == "android" else family
            )
            newest = data.newest(line)
            if version not in _known(data, line):
                yield f"{what}: there is no version {last}"
            if newest is None or version > newest.version:
                yield f"{what}: {last} is above the newest"
        if before is not None and before[:2] == (system, family) and last is not None and version < last_before:
            yield f"{what}: a newer system gets an older version, {last}"
        before, last_before = (system, family, since), version if last is not None else ()


def _esr(data: BrowserData) -> Iterator[str]:
    releases = {release.version: release.date for release in data.releases("firefox")}
    for row in rows("patched"):
        if row["family"] != "firefox":
            yield from _unsourced(row, f"iOS {row['line']}")
            continue
        what = f"Firefox ESR {row['line']}"
        yield from _unsourced(row, what)
        released = releases.get(parse_version(row["line"]))
        if released is None:
            yield f"{what} is no release"
        elif row["until"] is not None and not (_is_day(row["until"]) and released < row["until"]):
            yield f"{what}: it cannot end on {row['until']}"


def _downloads(_: BrowserData) -> Iterator[str]:
    general = {
        (row["family"], system, row.get("esr", False))
        for row in rows("downloads")
        if row["language"] == "*"
        for system in row["os"]
    }
    for row in rows("downloads"):
        what = f"the download of {row['family']} in {row['language']}"
        yield from _unsourced(row, what)
        if not row["url"].startswith("https://"):
            yield f"{what} is not by https: {row['url']}"
        if row["action"] not in ("download", "store", "update"):
            yield f"{what}: {row['action']!r} is no action"
        if any((row["family"], system, row.get("esr", False)) not in general for system in row["os"]):
            yield f"{what}: there is none for other languages"
    made = {(row["family"], row["os"]) for row in rows("systems") if row["last"] == "current" and "limit" not in row}
    for family, system in sorted(made):
        if system != "chromeos" and (family, system, False) not in general:
            yield f"{family} is made for {system}, and there is no download"


def _known(data: BrowserData, line: str) -> set[tuple[int, ...]]:
    """The versions of a line: as released, and at their major version; caniuse's too, which names later patches."""
    names = {"safari-ios": "ios_saf", "safari": "safari"}
    known = {release.version for release in data.releases(line)} | {
        release.version[:1] for release in data.releases(line)
    }
    for version in data.agents()[names[line]].released if line in names else ():
        first, _, last = version.partition("-")
        known |= {parse_version(first), parse_version(last or first)}
    return known


def _unsourced(row: dict[str, object], what: str) -> Iterator[str]:
    if not row.get("source") or (row["verified_on"] is not None and not _is_day(str(row["verified_on"]))):
        yield f"{what}: it has no source, or no day of the check"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
