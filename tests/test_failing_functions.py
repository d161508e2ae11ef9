"""What a site's function raises or returns by mistake: the log names the option and the line, over ASGI and WSGI."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from babel import Locale

from browserbanner import BrowserBanner
from tests.injection.drivers import Driver, Request
from tests.site_options.visits import PAGE, shown

OPTIONS = ["locale", "nonce", "country", "exempt", "only"]


def mistake(request: Any) -> Any:
    return request.no_such_thing


PLACE = f"test_failing_functions.py:{mistake.__code__.co_firstlineno + 1}"


@pytest.mark.parametrize("option", OPTIONS)
def test_a_function_that_fails_is_named_with_its_line(
    drive: Driver, option: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It read "the head of a response could not be read, and no response suffered"."""
    bb = BrowserBanner(**{option: mistake})  # type: ignore[arg-type]
    assert not shown(drive, bb)
    (line,) = caplog.messages
    assert line == (
        f"the option {option} failed ({PLACE}), so the page went out without a banner:"
        " AttributeError(\"'Request' object has no attribute 'no_such_thing'\")"
    )


def test_where_it_has_no_line_the_option_is_named(drive: Driver, caplog: pytest.LogCaptureFixture) -> None:
    assert not shown(drive, BrowserBanner(country=int))  # type: ignore[arg-type]
    (line,) = caplog.messages
    assert line.startswith("the option country failed, so the page went out without a banner: TypeError(")


@pytest.mark.parametrize("option", ["on_verdict", "on_shown"])
def test_a_hook_that_fails_is_named_and_the_banner_went_out(
    drive: Driver, option: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert shown(drive, BrowserBanner(**{option: mistake}))  # type: ignore[arg-type]
    (line,) = caplog.messages
    assert line.startswith(f"the option {option} failed ({PLACE}), and the response went out all the same: Attr")


@pytest.mark.parametrize("option", ["locale", "country"])
def test_of_the_block_page_it_is_named_too(drive: Driver, option: str, caplog: pytest.LogCaptureFixture) -> None:
    bb = BrowserBanner(block={"ie": False}, **{option: mistake})  # type: ignore[arg-type]
    assert drive(bb, PAGE, Request(headers=[("accept", "text/html")])).status == 200
    assert f"the option {option} failed" in caplog.messages[0]
    assert "so the page itself went out: Attr" in caplog.messages[0]


def test_a_locale_of_babel_s_is_a_language(drive: Driver) -> None:
    """Flask-Babel's get_locale() returns one; it cost the banner."""
    reply = drive(BrowserBanner(locale=lambda request: Locale("uk")), PAGE, Request())  # type: ignore[arg-type,return-value]
    assert b"lang=uk" in reply.body or b'lang="uk"' in reply.body


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("locale", "klingon", "the option locale gave 'klingon', which has no catalog: it is en"),
        ("locale", "", "the option locale gave '', which has no catalog: it is en"),
        ("locale", 3, "the option locale gave 3, which has no catalog: it is en"),
        ("locale", "uk", None),
        ("locale", None, None),
        ("country", "Ukraine", "the option country gave 'Ukraine', which is no country whose shares are known"),
        ("country", 380, "the option country gave 380, which is no country whose shares are known"),
        ("country", "ua ", None),
        ("country", None, None),
    ],
)
def test_with_debug_the_log_says_what_is_no_language_and_no_country(
    drive: Driver, caplog: pytest.LogCaptureFixture, option: str, value: object, expected: str | None, debug: bool
) -> None:
    options: Any = {option: lambda request: value, "debug": debug}
    assert shown(drive, BrowserBanner(**options))
    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert said == ([expected] if debug and expected else [])
