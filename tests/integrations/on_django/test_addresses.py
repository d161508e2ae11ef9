"""The middleware's own addresses in a Django project, and the block page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from starlette.testclient import TestClient
from werkzeug.test import Client

from tests.integrations import django_project
from tests.integrations.conftest import MIDDLEWARE
from tests.integrations.on_django.asking import (
    FORM,
    Ask,
    middleware,
    without_ours,
)
from tests.visitors import CURRENT_VISITOR, OLD_VISITOR


def test_closing_works_under_csrf_protection_and_lasts(ask: Ask) -> None:
    with middleware(*MIDDLEWARE, "django.middleware.csrf.CsrfViewMiddleware"):
        data = f"kind=outdated&next={quote('/page?a=1')}"
        closed = ask("/_browserbanner/close", {**OLD_VISITOR, **FORM}, method="POST", data=data)
        assert (closed.status, closed.header("location")) == (303, "/page?a=1")
        cookie = (closed.header("set-cookie") or "").partition(";")[0]
        assert ask("/page", {**OLD_VISITOR, "Cookie": cookie}).body == django_project.PAGE


def test_a_body_that_is_too_long_is_refused(ask: Ask) -> None:
    reply = ask("/_browserbanner/close", {**OLD_VISITOR, **FORM}, method="POST", data="a=" + "b" * 10_000)
    assert reply.status == 413


def test_the_form_posts_below_the_script_s_name() -> None:
    body = Client(get_wsgi_application()).get("/page", base_url="http://localhost/site/", headers=OLD_VISITOR).data
    assert re.search(rb'href="?/site/_browserbanner/close', body)
    assert b"&amp;next=/site/page" in body
    application: Any = get_asgi_application()
    body = TestClient(application, root_path="/site").get("/page", headers=OLD_VISITOR).content
    assert re.search(rb'href="?/site/_browserbanner/close', body)


@pytest.mark.parametrize("mount", ["/мій сайт", "/é", "/a?b"])
def test_a_mount_path_of_any_letters_is_percent_encoded(mount: str) -> None:
    below = quote(mount)
    client = Client(get_wsgi_application(), use_cookies=False)
    environ = {"SCRIPT_NAME": mount.encode().decode("latin-1")}  # PEP 3333
    application: Any = get_asgi_application()
    for body in (
        client.get("/page", headers=OLD_VISITOR, environ_overrides=environ).data,
        TestClient(application, root_path=mount).get(f"{below}/page", headers=OLD_VISITOR).content,
    ):
        assert f"{below}/_browserbanner/close?kind=outdated&amp;next=".encode() in body
        assert f"{below}/_browserbanner/close.js?".encode() in body
        assert f"next={quote(below)}/page".encode() in body


def test_pages_that_a_cdn_serves_ask_for_their_banner(ask: Ask) -> None:
    told: list[Any] = []
    with override_settings(BROWSERBANNER_ON_SHOWN=told.append):
        script = ask("/_browserbanner/banner.js", OLD_VISITOR)
        assert (script.status, script.header("cache-control")) == (200, "private, no-store")
        assert b"bb-t" in script.body
        assert ask("/_browserbanner/banner.js", CURRENT_VISITOR).body == b""
        assert b"bb-page" in ask("/_browserbanner/banner", OLD_VISITOR).body
    assert [event.kind for event in told] == ["outdated"]


def test_switched_off_our_addresses_are_the_project_s(ask: Ask) -> None:
    with override_settings(BROWSERBANNER_ENABLED=False):
        for path in ("/_browserbanner/close.js", "/page"):
            assert ask(path) == without_ours(ask, path)


def test_the_block_page_stands_in_front_of_the_project(ask: Ask) -> None:
    with override_settings(BROWSERBANNER_BLOCK={"ie": False}):
        page = ask("/page")
        assert page.status == 406
        assert b"Hello" not in page.body
        assert page.header("cache-control") == "no-store"
        assert ask("/page", CURRENT_VISITOR) == without_ours(ask, "/page", CURRENT_VISITOR)
