"""What must be true of browser data: found before a pack is written, and by ``browserbanner data verify``.

The forms of values are not checked here: `refresh` refuses packages, and `BrowserData.load()` files, that it does not
understand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from browserbanner.browsers.curated import rows
from browserbanner.browsers.data import BrowserData
from browserbanner.browsers.families import LINES, line_on
from browserbanner.versions import Version, parse_version

_REGIONS = 200
_WHOLE = (80.0, 105.0)  # percent that all browsers add up to: some are not counted, and sums are rounded
_SAME_WORLD = "alt-ww"  # caniuse counts the world with its browsers, and once more as a region
_APART = 3.0  # percent of page views between the two, for a browser; 0.43 at most from 2023 to 2026
_IN_STEP = ("chrome", "edge", "firefox")  # whose dates ascend with their versions; others patch old lines later


def problems_of(data: BrowserData, *, curated: bool = True) -> list[str]:
    """What cannot be true of browser data, a sentence each; nothing for good data.

    ``curated``: whether the curated files are held against it.
    """
    found: list[str] = []
    for check in (_dates, _releases, _bases, _baseline, _agents, _usage, *((_curated,) if curated else ())):
        try:
            found.extend(check(data))
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            found.append(f"what {check.__name__.strip('_')} needs cannot be read ({type(error).__name__}: {error})")
    return found


def _dates(data: BrowserData) -> Iterator[str]:
    if data.date != max(source.date for source in data.sources):
        yield f"the date {data.date} is not its newest source's"
    if data.date > (date.today() + timedelta(days=1)).isoformat():  # where the clock is in another zone
        yield f"the date {data.date} is in the future: today is {date.today()}"


def _releases(data: BrowserData) -> Iterator[str]:
    for family in (line.name for line in LINES if line.mdn):
        releases = data.listed(family)
        if not any(release.date is not None and release.date <= data.date for release in releases):
            yield f"{family}: no release has a date"
        for before, after in pairwise(releases):
            if family in _IN_STEP and (before.date or "") > (after.date or "9999"):
                yield f"{family}: dates go backwards, from {before.date} to {after.date}"
    if (int(data.firefox_esr),) not in {release.version for release in data.releases("firefox")}:
        yield f"Firefox ESR {data.firefox_esr} is no release"


def _bases(data: BrowserData) -> Iterator[str]:
    newest = data.newest("chrome")
    highest = newest.version[0] + 4 if newest is not None else 0
    for family in (line.name for line in LINES if line.derived):
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
    days = data.baseline_days
    if len(days) < 50:
        yield f"Baseline has {len(days)} days; at least 50 are expected"
    if list(days) != sorted(days):
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
    needed = ("android", *(line.caniuse for line in LINES if line.caniuse))
    if missing := [name for name in needed if name not in agents]:
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
        total = sum(data.page_views(region).values())
        if total > _WHOLE[1]:
            yield f"the shares of {region or 'the world'} add up to {total:.1f} %"
        if total < _WHOLE[0]:
            short.append(region or "the world")
    # Some places are small, and the browser of Russia's choice is not counted: one in twenty may fall short.
    if "the world" in short or len(short) * 20 > len(data.regions):
        yield f"shares add up to less than {_WHOLE[0]:g} % in {', '.join(short)}"
    # Figures that went to a browser's neighbour would add up all the same.
    if again := data.page_views(_SAME_WORLD):
        for name, share in data.page_views(None).items():
            if abs(share - again.get(name, 0)) > _APART:
                yield f"{name} has {share:.1f} % in the world, and {again.get(name, 0):.1f} % in {_SAME_WORLD}"


def _curated(data: BrowserData) -> Iterator[str]:
    """The curated files: none speaks of a version that does not exist."""
    for row in rows("systems"):
        if row["last"] in (None, "current"):
            continue
        line, last = line_on(row["os"], row["family"]), parse_version(row["last"])
        if last not in _known(data, line):
            yield f"{row['family']} from {row['os']} {row['from']} on: there is no version {row['last']}"
    for row in rows("patched"):
        if row["family"] == "firefox" and parse_version(row["line"]) not in _known(data, "firefox"):
            yield f"Firefox ESR {row['line']} is no release"


def _known(data: BrowserData, line: str) -> set[Version]:
    """The versions of a line, and their major ones; Safari's of caniuse too, which names later patches."""
    known = {version[:length] for version, _ in data.releases(line) for length in (1, None)}
    if (agent := {"safari": "safari", "safari-ios": "ios_saf"}.get(line)) is not None:
        for versions in data.agents()[agent].released:
            known |= {parse_version(version) for version in versions.split("-")}
    return known
