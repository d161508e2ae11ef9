"""browserbanner.testing: what a site's own tests are written with."""

from __future__ import annotations

import flask
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from browserbanner import BrowserBanner, asgi, wsgi
from browserbanner.testing import VISITORS, banner_in

PAGE = "<!doctype html><title>News</title><body><div>Hello</div>"
QUIET = {"chrome-current", "firefox-current", "safari-current", "iphone-current", "googlebot", "curl"}


@pytest.mark.parametrize("name", VISITORS)
def test_a_visitor_is_what_the_name_says(name: str) -> None:
    banner = BrowserBanner().banner_for(VISITORS[name])
    assert (banner is None) is (name in QUIET)
    if banner is not None:
        html = banner.html.decode("ascii")
        for page in (PAGE.replace("<div>", html + "<div>"), html, html + "<div>", "<div id=bbb></div>" + html):
            assert banner_in(page) == banner_in(page.encode()) == html
    assert banner_in(PAGE) is None
    assert banner_in("<div id=bb ") == "<div id=bb "


def test_every_advice_has_a_visitor() -> None:
    bb = BrowserBanner()
    advice = {bb.judge(headers["User-Agent"], headers).advice for headers in VISITORS.values()}
    assert advice == {
        "update",
        "switch",
        "open-in-browser",
        "none",
    }  # "update-os" needs a system that is not at its end


def test_it_works_with_the_test_clients_of_frameworks() -> None:
    async def home(request: Request) -> HTMLResponse:
        return HTMLResponse(PAGE)

    client = TestClient(asgi.BannerMiddleware(Starlette(routes=[Route("/", home)]), banner=BrowserBanner()))
    assert banner_in(client.get("/", headers=VISITORS["ie-11"]).text)
    assert not banner_in(client.get("/", headers=VISITORS["chrome-current"]).text)

    app = flask.Flask(__name__)
    app.add_url_rule("/", "home", lambda: PAGE)
    app.wsgi_app = wsgi.BannerMiddleware(app.wsgi_app, banner=BrowserBanner())  # type: ignore[method-assign]
    flask_client = app.test_client()
    assert banner_in(flask_client.get("/", headers=dict(VISITORS["ie-11"])).data)
    assert not banner_in(flask_client.get("/", headers=dict(VISITORS["chrome-current"])).data)
