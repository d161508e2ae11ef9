"""Litestar: middleware around routes, and a route for the middleware's own addresses."""

from __future__ import annotations

from typing import Any

import pytest
from litestar import Litestar, MediaType, get
from litestar.config.csrf import CSRFConfig
from litestar.middleware import DefineMiddleware
from litestar.testing import TestClient

from browserbanner import BrowserBanner, ConfigurationError
from browserbanner.asgi import BannerMiddleware
from browserbanner.integrations.litestar import BannerPlugin
from tests.visitors import BANNER, CURRENT_VISITOR, OLD_VISITOR

PAGE = "<!doctype html><body><h1>Hello</h1>"
FORM = {"kind": "outdated", "next": "/"}


@get("/", media_type=MediaType.HTML, sync_to_thread=False)
def home() -> str:
    return PAGE


def site(bb: BrowserBanner | None = None, **config: Any) -> Litestar:
    return Litestar([home], plugins=[BannerPlugin(bb or BrowserBanner())], logging_config=None, **config)


@pytest.mark.parametrize("root_path", ["", "/site"])
@pytest.mark.parametrize("config", [{}, {"csrf_config": CSRFConfig(secret="of the tests")}], ids=["plain", "csrf"])
def test_pages_have_the_banner_and_it_can_be_closed(root_path: str, config: dict[str, Any]) -> None:
    with TestClient(site(**config), root_path=root_path) as client:
        assert b"<body>" + BANNER in client.get("/", headers=OLD_VISITOR).content
        closed = client.post("/_browserbanner/close", data=FORM, headers=OLD_VISITOR, follow_redirects=False)
        assert closed.status_code == 303
        assert client.get("/", headers=OLD_VISITOR).text == PAGE


def test_the_script_is_served_under_its_key() -> None:
    with TestClient(site()) as client:
        script = client.get("/_browserbanner/close.js", headers=CURRENT_VISITOR)
        assert script.headers["content-type"] == "text/javascript; charset=utf-8"
        assert client.get("/_browserbanner/nothing").status_code == 404
        assert client.get("/_browserbanner").status_code == 404


def test_current_visitors_get_the_app_s_page() -> None:
    with TestClient(site()) as client, TestClient(Litestar([home], logging_config=None)) as bare:
        ours, theirs = client.get("/", headers=CURRENT_VISITOR), bare.get("/", headers=CURRENT_VISITOR)
        assert (ours.content, ours.headers) == (theirs.content, theirs.headers)


def test_switched_off_the_addresses_are_the_app_s() -> None:
    with TestClient(site(BrowserBanner(enabled=False))) as client:
        assert client.get("/_browserbanner/close.js").status_code == 404
        assert client.get("/", headers=OLD_VISITOR).text == PAGE


def test_the_prefix_is_the_site_s() -> None:
    with TestClient(site(BrowserBanner(prefix="/own/banner"))) as client:
        assert client.get("/own/banner/close.js").status_code == 200


def test_a_plugin_may_be_given_options() -> None:
    assert BannerPlugin(policy={"chrome": 50}).banner.options.policy == {"chrome": 50}
    with pytest.raises(ConfigurationError, match="theme='blue'"):
        BannerPlugin(theme="blue")  # type: ignore[arg-type]


def test_middleware_alone_has_banners_but_no_addresses() -> None:
    """Why there is a plugin: Litestar passes app= by keyword, and runs middleware around routes only."""
    middleware = [DefineMiddleware(BannerMiddleware, banner=BrowserBanner())]
    app = Litestar([home], middleware=middleware, logging_config=None)
    with TestClient(app) as client:
        assert b"<body>" + BANNER in client.get("/", headers=OLD_VISITOR).content
        assert client.post("/_browserbanner/close", data=FORM, headers=OLD_VISITOR).status_code == 404
