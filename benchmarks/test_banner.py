"""The banner: what an outdated visitor waits for. Results are asserted, since a fast wrong banner is worth nothing.

Run with `make bench`. The bounds are the project's own (a cached banner 5 us, a first rendering 2 ms after warm-up, a compiled
catalog 1 ms); they are held against the fastest round, since machines are noisy.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.figures import at_most
from browserbanner import Banner, UserAgent
from browserbanner.banner import catalogs
from browserbanner.banner.tools import BannerRenderer, country_of_language, negotiate_locale
from browserbanner.browsers import BrowserData
from hatch_build import compile_catalogs

BATCH = 200
SAFARI_ON_MAC = UserAgent("safari", (12, 1), "webkit", (12, 1), "macos", (), "desktop", "browser")
FIVE = ("chrome", "edge", "firefox", "opera", "safari")


@pytest.fixture(scope="module")
def renderer() -> BannerRenderer:
    made = BannerRenderer(data=BrowserData.load())
    made.warm_up()
    return made


def _render(renderer: BannerRenderer, user_agent: UserAgent, request: int) -> Banner:
    return renderer.render(
        kind="outdated",
        advice="update",
        user_agent=user_agent,
        recommended=FIVE,
        locale="uk",
        country="UA",
        action="/_browserbanner/close",
        return_to=f"/hromada/mist?page={request}&from=\u0456",
        nonce=f"kq3Zv1mX{request:08d}",
        script_src="/_browserbanner/close.js?5f0c2a91",
    )


def _fastest(benchmark: BenchmarkFixture) -> float | None:
    """Seconds of the fastest round; None where benchmarks only run once, to see that they run."""
    stats: Any = benchmark.stats
    return None if stats is None else float(stats.stats.min)


@pytest.mark.benchmark(group="banner: cached, slots joined")
def test_a_cached_banner_with_its_slots_joined(benchmark: BenchmarkFixture, renderer: BannerRenderer) -> None:
    requests = itertools.count()
    banner = _render(renderer, SAFARI_ON_MAC, 7)
    assert b'nonce="kq3Zv1mX00000007"' in banner.html
    assert b'value="/hromada/mist?page=7&amp;from=&#1110;"' in banner.html
    assert banner.html.count(b"<td class=bb-c ") == 5
    values: dict[str, Any] = {
        "kind": "outdated",
        "advice": "update",
        "user_agent": SAFARI_ON_MAC,
        "recommended": FIVE,
        "locale": "uk",
        "country": "UA",
        "action": "/_browserbanner/close",
        "script_src": "/_browserbanner/close.js?5f0c2a91",
    }

    def fresh() -> tuple[tuple[list[tuple[str, str]]], dict[str, Any]]:
        numbers = itertools.islice(requests, BATCH)
        return ([(f"/hromada/mist?page={number}", f"kq3Zv1mX{number:08d}") for number in numbers],), {}

    def batch(slots: list[tuple[str, str]]) -> None:
        render = renderer.render
        for return_to, nonce in slots:
            render(return_to=return_to, nonce=nonce, **values)

    benchmark.extra_info["calls a round"] = BATCH
    benchmark.pedantic(batch, setup=fresh, rounds=100)  # type: ignore[no-untyped-call]
    fastest = _fastest(benchmark)
    if fastest is not None:
        at_most(5, fastest / BATCH * 1e6, "A banner that is cached, its slots filled", unit="µs")


@pytest.mark.benchmark(group="banner: first rendering")
@pytest.mark.parametrize("recommended", [FIVE, ()], ids=["five cards", "a notice"])
def test_a_first_rendering_after_warm_up(
    benchmark: BenchmarkFixture, renderer: BannerRenderer, recommended: tuple[str, ...]
) -> None:
    majors: Iterator[int] = itertools.count(100)

    def first(major: int) -> Banner:
        return renderer.render(
            kind="outdated" if recommended else "cannot-update",
            advice="update",
            user_agent=SAFARI_ON_MAC._replace(version=(major,)),
            recommended=recommended,
            locale="uk",
            country="UA",
            action="/_browserbanner/close",
            return_to="/",
        )

    assert (b"Safari&#160;99" in first(99).html) == bool(recommended)
    benchmark.pedantic(first, setup=lambda: ((next(majors),), {}), rounds=200)  # type: ignore[no-untyped-call]
    fastest = _fastest(benchmark)
    if fastest is not None:
        at_most(2, fastest * 1e3, "A banner's first rendering", unit="ms")


@pytest.mark.benchmark(group="banner: a catalog")
@pytest.mark.parametrize("kind", ["mo", "po"])
def test_a_catalog_is_loaded(
    benchmark: BenchmarkFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    if kind == "mo":
        root = Path(__file__).parents[1]
        (tmp_path / "locales").symlink_to(root / "locales")
        compile_catalogs(tmp_path)
        monkeypatch.setattr(catalogs, "packaged_folder", lambda: str(tmp_path / "browserbanner" / "locales"))
    assert catalogs.load_catalog("uk").pgettext("button", "Close") == "\u0417\u0430\u043a\u0440\u0438\u0442\u0438"
    benchmark.pedantic(catalogs.load_catalog, args=("uk",), rounds=50)  # type: ignore[no-untyped-call]
    fastest = _fastest(benchmark)
    if fastest is not None and kind == "mo":
        at_most(1, fastest * 1e3, "A compiled catalog, loaded", unit="ms")


@pytest.mark.benchmark(group="banner: language and country")
@pytest.mark.parametrize(
    "header",
    ["uk-UA,uk;q=0.9,en-US;q=0.8,en;q=0.7", ",".join(f"x{a}{b}-AA" for a in "abcdefgh" for b in "abcdefgh")],
    ids=["a browser's", "hostile"],
)
def test_a_language_and_a_country_are_found(benchmark: BenchmarkFixture, header: str) -> None:
    numbers = itertools.count()
    available = ("cs", "de", "en", "es", "fr", "pl", "pt_BR", "uk")

    def both(header: str) -> tuple[str, str | None]:
        locale = negotiate_locale(header, available, "uk")
        return locale, country_of_language(header, locale)

    assert both(header) == ("uk", "UA")
    # A range of its own in each round, so that no cache answers.
    benchmark.pedantic(both, setup=lambda: ((f"{header},x-{next(numbers)}",), {}), rounds=300)  # type: ignore[no-untyped-call]
