"""Which pages: the options exempt, only and enabled."""

from __future__ import annotations

from typing import Any

import pytest

from browserbanner import BrowserBanner, ConfigurationError
from browserbanner import Request as AskedFor
from tests.injection.drivers import Driver, Request
from tests.site_options.visits import PAGE, shown


def is_staff(request: AskedFor) -> bool:
    return request.headers.get("X-Staff") == "yes" or request.path.startswith("/intern")


@pytest.mark.parametrize(
    ("exempt", "path", "headers", "gets_one"),
    [
        (["/api/*"], "/api/users", (), False),
        (["/api/*"], "/apis", (), True),
        ("/api/*", "/api/users", (), False),
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
        (None, [], "/", True),
    ],
)
def test_only_the_pages_that_are_listed_get_one(
    drive: Driver, only: Any, exempt: Any, path: str, gets_one: bool
) -> None:
    assert shown(drive, BrowserBanner(only=only, exempt=exempt), path=path) is gets_one


@pytest.mark.parametrize(
    ("pattern", "covered", "others"),
    [
        ("/admin", ["/admin", "/admin/", "/admin/users/1"], ["/", "/administration", "/Admin", "/x/admin"]),
        ("/admin/", ["/admin", "/admin/", "/admin/users/1"], ["/", "/administration"]),
        ("/api/*", ["/api", "/api/", "/api/v1/users"], ["/", "/apis", "/x/api/v1"]),
        ("/api*", ["/api", "/apis", "/api/v1"], ["/", "/x/api"]),
        ("/", ["/", ""], ["/article", "//"]),
        ("/*", ["/", "/article", "/a/b"], []),
        ("*", ["/", "", "/article", "/a/b"], []),
        ("*.xml", ["/a.xml", "/a/b.xml", "/a.xml/b"], ["/", "/axml", "/a.xmls"]),
        ("/*/edit", ["/a/edit", "/a/b/edit", "/a/edit/1"], ["/edit", "/a/edits"]),
        ("/file-[0-9]", ["/file-1", "/file-1/a"], ["/file-a", "/file-12"]),
        ("/a?c", ["/abc", "/abc/d"], ["/ac", "/abbc"]),
        ("/.well-known", ["/.well-known", "/.well-known/security.txt"], ["/xwell-known"]),
        ("/c++", ["/c++", "/c++/17"], ["/c", "/cc"]),
        ("/новини", ["/новини", "/новини/2026"], ["/новинар"]),
    ],
)
def test_a_pattern_covers_a_path_and_what_lies_below_it(pattern: str, covered: list[str], others: list[str]) -> None:
    exempt, only = BrowserBanner(exempt=pattern), BrowserBanner(only=pattern)
    headers = Request().fields()
    for path in covered:
        assert exempt.banner_for(headers, path=path) is None, path
        assert only.banner_for(headers, path=path) is not None, path
    for path in others:
        assert exempt.banner_for(headers, path=path) is not None, path
        assert only.banner_for(headers, path=path) is None, path


def test_a_function_gets_the_whole_request_before_the_app_does(drive: Driver) -> None:
    asked: list[AskedFor] = []
    bb = BrowserBanner(exempt=[asked.append])  # type: ignore[list-item]
    request = Request(path="/article", query="page=2", headers=[("X-Staff", "yes")], root_path="/site")
    drive(bb, PAGE, request)
    (got,) = asked
    assert (got.method, got.path, got.root_path, got.query, got.scheme) == (
        "GET",
        "/article",
        "/site",
        "page=2",
        "http",
    )
    assert (got.headers["x-staff"], got.body) == ("yes", b"")
    assert got.raw is not None


def test_paths_are_those_below_the_app_s_root(drive: Driver) -> None:
    assert not shown(drive, BrowserBanner(exempt=["/api/*"]), path="/api/users", root_path="/site")
    assert shown(drive, BrowserBanner(only=["/news/*"]), path="/news/today", root_path="/site")


def test_an_exemption_that_fails_costs_the_banner_and_one_line_in_the_log(
    drive: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(request: AskedFor) -> bool:
        raise LookupError("the site's own mistake")

    assert not shown(drive, BrowserBanner(exempt=fails))
    assert len(caplog.records) == 1
    assert "the site's own mistake" in caplog.text


def test_exempt_and_only_hold_for_the_block_page_too(drive: Driver) -> None:
    for option in ({"exempt": is_staff}, {"only": ["/news/*"]}):
        bb = BrowserBanner(block={"ie": False}, **option)
        assert not shown(drive, bb, path="/intern", headers=[("accept", "text/html")])


def test_switched_off_nothing_is_left_of_it(drive: Driver) -> None:
    bb = BrowserBanner(enabled=False, debug=True, desktop_site=True, on_verdict=print)
    for request in (Request(), Request(query="browserbanner=outdated"), Request(path="/_browserbanner/close.js")):
        assert drive(bb, PAGE, request) == drive(None, PAGE, request)


@pytest.mark.parametrize("option", ["exempt", "only"])
@pytest.mark.parametrize("value", [3, [3], ["/a", None], b"/a", [b"/a"], True], ids=repr)
def test_what_is_neither_a_pattern_nor_a_function_is_refused(option: str, value: Any) -> None:
    with pytest.raises(
        ConfigurationError, match=f'{option}=.*must be path patterns such as "/admin" or "/api/\\*", or f'
    ):
        BrowserBanner(**{option: value})


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        ("api/*", "a path begins with a slash: write '/api/*'"),
        ("admin", "a path begins with a slash: write '/admin'"),
        ("", "a path begins with a slash: write '/'"),
        ("/api/.*", '"/api/*" is everything below /api'),
        ("/.*", '"/api/*" is everything below /api'),
        ("/api/.*/edit", '"/api/*" is everything below /api'),
        ("/a/.+", '"/api/*" is everything below /api'),
        ("/a/\\d", '"/api/*" is everything below /api'),
        ("/admin$", '"/api/*" is everything below /api'),
        ("/(?i)admin", '"/api/*" is everything below /api'),
        ("/search?q=a", "a pattern is of the path alone, without a query"),
        ("/search?q=*&page=*", "a pattern is of the path alone, without a query"),
    ],
)
@pytest.mark.parametrize("option", ["exempt", "only"])
def test_a_pattern_that_no_path_can_match_is_refused_and_the_message_says_how_to_write_it(
    option: str, pattern: str, hint: str
) -> None:
    for value in (pattern, ["/good", pattern]):
        with pytest.raises(ConfigurationError) as error:
            BrowserBanner(**{option: value})  # type: ignore[arg-type]
        assert str(error.value).startswith(f"{option}: {pattern!r} matches nothing: ")
        assert hint in str(error.value)
        assert (error.value.option, error.value.value) == (option, pattern)


@pytest.mark.parametrize(("option", "value"), [("enabled", "yes"), ("expose", "yes"), ("counters", None)])
def test_a_switch_is_true_or_false(option: str, value: Any) -> None:
    with pytest.raises(ConfigurationError, match=f"{option}=.*must be True or False"):
        BrowserBanner(**{option: value})
