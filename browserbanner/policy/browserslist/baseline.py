"""Baseline: the versions that have all that works everywhere, as of a day."""

from __future__ import annotations

from datetime import date, timedelta

from browserbanner.browsers import BrowserData
from browserbanner.policy.browserslist.config import Refused
from browserbanner.policy.browserslist.selectors import Pairs, find_agent, released
from browserbanner.versions import shift_months

# A feature is widely available so long after it came to be newly available.
_MONTHS = 30

# baseline-browser-mapping's names, and caniuse's. It has more browsers (Yandex, Facebook, Instagram), caniuse does not.
_CORE = {
    "chrome": "chrome",
    "chrome_android": "and_chr",
    "edge": "edge",
    "firefox": "firefox",
    "firefox_android": "and_ff",
    "safari": "safari",
    "safari_ios": "ios_saf",
}
_DOWNSTREAM = {
    "opera": "opera",
    "opera_android": "op_mob",
    "samsunginternet_android": "samsung",
    "webview_android": "android",
    "uc_android": "and_uc",
    "qq_android": "and_qq",
}
_KAIOS = {"kai_os": "kaios"}


def baseline(
    data: BrowserData,
    *,
    year: str | None,
    availability: str | None,
    on: str | None,
    downstream: str | None,
    kaios: str | None,
) -> Pairs:
    """``baseline 2023``, ``baseline widely available on 2026-01-01 with downstream``, ``baseline newly available``."""
    newly = (availability or "").lower() == "newly"
    if newly and on:
        raise Refused("newly available takes no day; `widely available on` a day 30 months later says the same")
    day = f"{year}-12-31" if year else _cutoff(on or data.date, newly)
    agents = _CORE | (_DOWNSTREAM if downstream else {}) | (_KAIOS if kaios else {})
    minimums = data.baseline_versions(day)
    selected: Pairs = []
    for browser, agent in agents.items():
        if browser in minimums:
            selected += released(data, find_agent(data, agent), ">=", minimums[browser])
    return selected


def _cutoff(on: str, newly: bool) -> str:
    """The day by which features must have been newly available."""
    year, month, number = map(int, on.split("-"))
    if not (1 <= month <= 12 and 1 <= number <= 31):
        raise Refused(f"{on} is no date")
    if year < 2000:
        return "2000-01-01"  # Baseline begins later; and there is no date before the year 1
    day = date(year, month, 1) + timedelta(days=number - 1)  # 31 February is 3 March, as in JavaScript
    if newly:  # browserslist asks for what will be widely available later; months are not all of a length
        day = shift_months(day, _MONTHS)
    return shift_months(day, -_MONTHS).isoformat()
