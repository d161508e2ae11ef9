"""The template tag, and the nonces of templates."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import override_settings

from tests.integrations.conftest import MIDDLEWARE
from tests.integrations.on_django.asking import (
    OURS,
    Ask,
    middleware,
    over_wsgi,
)
from tests.visitors import BANNER, CURRENT_VISITOR


def test_the_tag_places_the_banner_and_nothing_else_does(ask: Ask) -> None:
    reply = ask("/page.html")
    assert b"<h1>Hello</h1>" + BANNER in reply.body
    assert reply.body.count(BANNER) == 1
    assert reply.header("cache-control") == "private, no-cache"
    assert reply.header("content-length") == str(len(reply.body))
    assert ask("/page.html", CURRENT_VISITOR).body == b"<!doctype html><body><h1>Hello</h1><p>News"
    assert ask("/page.html", CURRENT_VISITOR).header("cache-control") == "public, max-age=60"


def test_the_tag_works_in_an_included_template_and_once(ask: Ask) -> None:
    assert b"<p>" + BANNER in ask("/include.html").body
    assert ask("/twice.html").body.count(BANNER) == 1
    assert ask("/nonce.html").body.count(b'nonce="abc"') == 2


def test_an_error_page_with_the_tag_is_private(ask: Ask) -> None:
    reply = ask("/missing")
    assert reply.status == 404
    assert reply.body.count(BANNER) == 1
    assert reply.header("cache-control") == "private, no-cache"


def test_a_template_that_is_rendered_into_a_stream_has_it_once() -> None:
    assert over_wsgi("/streamed_template").body.count(BANNER) == 1
    with override_settings(BROWSERBANNER_PLACE="template"):
        reply = over_wsgi("/streamed_template")
        assert b"<h1>Hello</h1>" + BANNER in reply.body
        assert reply.header("cache-control") == "private, no-cache"


# -- nonces -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outside", [True, False], ids=["csp further out", "csp further in"])
def test_django_csp_s_nonce_is_used_where_the_page_has_one(ask: Ask, outside: bool) -> None:
    from csp.constants import NONCE

    policy = {"CONTENT_SECURITY_POLICY": {"DIRECTIVES": {"style-src": ["'self'", NONCE], "script-src": [NONCE]}}}
    csp = "csp.middleware.CSPMiddleware"
    order = [csp, *MIDDLEWARE] if outside else [*MIDDLEWARE, csp]
    with middleware(*order, **policy):
        reply = ask("/with_nonce")
        found = re.search(r"'nonce-([^']+)'", reply.header("content-security-policy") or "")
        assert found is not None
        assert reply.body.count(f'nonce="{found[1]}"'.encode()) == 3
        # The site sends none with this page, and that stays so.
        reply = ask("/page")
        assert BANNER in reply.body
        assert b"nonce" not in reply.body
        assert "nonce" not in (reply.header("content-security-policy") or "")
        assert reply.header("content-security-policy") == without_banner(ask, order, policy)


def without_banner(ask: Ask, order: list[str], policy: dict[str, Any]) -> str | None:
    with middleware(*(each for each in order if each != OURS), **policy):
        return ask("/page").header("content-security-policy")
