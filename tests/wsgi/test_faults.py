"""WSGI: what fails inside harms no response; what is configured badly fails at once."""

from __future__ import annotations

from typing import Any

import pytest

from browserbanner import BrowserBanner, ConfigurationError, wsgi
from browserbanner.injection import Editor
from browserbanner.presenter import PageBanner
from browserbanner.wsgi import BannerMiddleware
from tests.faults import fails
from tests.wsgi.server import HEADERS, HTML, PAGE, App, Server, answers, lazily


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (BrowserBanner, "_verdict"),
        (BrowserBanner, "_decide"),
        (PageBanner, "__init__"),
        (PageBanner, "prepare"),
        (wsgi, "Headers"),
        (wsgi, "hide"),
        (wsgi, "request_of"),
        (Editor, "__init__"),
        (Editor, "start"),
        (Editor, "_edit"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
@pytest.mark.parametrize("app", [lazily(PAGE[:20], PAGE[20:]), answers(lambda: [PAGE])], ids=["stream", "list"])
def test_whatever_fails_the_response_goes_out_whole_and_one_line_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, owner: object, name: str, app: App
) -> None:
    monkeypatch.setattr(owner, name, fails)
    server = Server().serve(BannerMiddleware(app, banner=BrowserBanner()))
    assert (server.head, server.body) == (("200 OK", HEADERS), PAGE)
    assert len(caplog.records) == 1


def test_headers_beyond_latin_1_are_the_servers_business(banner: BrowserBanner) -> None:
    headers = [HTML, ("X-Name", "\u4f60")]
    server = Server().serve(BannerMiddleware(answers(lambda: [PAGE], headers), banner=banner))
    assert (server.head, server.body) == (("200 OK", headers), PAGE)


# -- configuration -------------------------------------------------------------------------------------------------------


def test_options_may_be_given_in_place_of_a_banner() -> None:
    assert Server().serve(BannerMiddleware(lazily(PAGE), policy={"ie": 11})).body == PAGE


@pytest.mark.parametrize("options", [{"polcy": "x"}, {"layout": "tall"}, {"banner": "none"}])
def test_a_bad_option_is_refused_when_the_middleware_is_made(options: Any) -> None:
    with pytest.raises(ConfigurationError):
        BannerMiddleware(lazily(), **options)


def test_a_banner_and_options_together_are_refused(banner: BrowserBanner) -> None:
    with pytest.raises(ConfigurationError, match="layout"):
        BannerMiddleware(lazily(), banner=banner, layout="cards")  # type: ignore[call-overload]
