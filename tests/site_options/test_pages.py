"""Which pages: the options exempt, only and enabled."""

from __future__ import annotations

from typing import Any

import pytest

from browserbanner import BrowserBanner, ConfigurationError
from browserbanner.headers import Headers
from tests.injection.drivers import Driver, Request
from tests.site_options.visits import PAGE, shown


def is_staff(path: str, headers: Headers) -> bool:
    return headers.get("x-staff") == "yes" or path.startswith("/intern")


@pytest.mark.parametrize(
    ("exempt", "path", "headers", "gets_one"),
    [
        (["/api/*"], "/api/users", (), False),
        (["/api/*"], "/apis", (), True),
        (["*.xml", "/a?c"], "/abc", (), False),
        (is_staff, "/article", [("X-Staff", "yes")], False),
        (is_staff, "/article", (), True),
        (is_staff, "/internals", (), False),
        (["/api/*", is_staff], "/internals", (), False),
        (["/api/*", is_staff], "/api/users", (), False),
        (["/api/*", is_staff], "/article", (), True),
    ],
)
def test_exempt_pages_get_none(drive: Driver, exempt: Any, path: str, headers: Any, gets_one: bool) -> None:
    assert shown(drive, BrowserBanner(exempt=exempt), path=path, headers=headers) is gets_one


@pytest.mark.parametrize(
    ("only", "exempt", "path", "gets_one"),
    [
        (["/news/*"], [], "/news/today", True),
        (["/news/*"], [], "/shop", False),
        (["/news/*", "/"], [], "/", True),
        (["/news/*"], ["/news/old/*"], "/news/old/1", False),
        ([], [], "/", False),
        (None, [], "/", True),
    ],
)
def test_only_the_pages_that_are_listed_get_one(
    drive: Driver, only: Any, exempt: Any, path: str, gets_one: bool
) -> None:
    assert shown(drive, BrowserBanner(only=only, exempt=exempt), path=path) is gets_one


def test_paths_are_those_below_the_app_s_root(drive: Driver) -> None:
    assert not shown(drive, BrowserBanner(exempt=["/api/*"]), path="/api/users", root_path="/site")
    assert shown(drive, BrowserBanner(only=["/news/*"]), path="/news/today", root_path="/site")


def test_an_exemption_that_fails_costs_the_banner_and_one_line_in_the_log(
    drive: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(path: str, headers: Headers) -> bool:
        raise LookupError("the site's own mistake")

    assert not shown(drive, BrowserBanner(exempt=fails))
    assert len(caplog.records) == 1
    assert "the site's own mistake" in caplog.text


def test_exempt_and_only_hold_for_the_gate_too(drive: Driver) -> None:
    for option in ({"exempt": is_staff}, {"only": ["/news/*"]}):
        bb = BrowserBanner(block={"ie": False}, **option)
        assert not shown(drive, bb, path="/intern", headers=[("accept", "text/html")])


def test_switched_off_nothing_is_left_of_it(drive: Driver) -> None:
    bb = BrowserBanner(enabled=False, debug=True, desktop_site=True, on_verdict=print)
    for request in (Request(), Request(query="browserbanner=outdated"), Request(path="/_browserbanner/close.js")):
        assert drive(bb, PAGE, request) == drive(None, PAGE, request)


@pytest.mark.parametrize(
    ("option", "value"),
    [("only", "/news/*"), ("only", ["news"]), ("only", [print]), ("exempt", [3]), ("exempt", 3), ("expose", "yes"),
     ("counters", None)],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(option: str, value: object) -> None:
    with pytest.raises(ConfigurationError, match=f"{option}="):
        BrowserBanner(**{option: value})
