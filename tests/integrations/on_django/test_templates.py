"""The template tag, what caches keep of it, and the nonces of templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import override_settings
from django.urls import path
from django.views.decorators.cache import cache_page

from tests.integrations.conftest import MIDDLEWARE
from tests.integrations.on_django.asking import OURS, Ask, middleware, over_wsgi
from tests.visitors import BANNER, CURRENT_VISITOR, OLD_VISITOR

MARKER = b"<!-- browserbanner -->"
CLOSED_VISITOR = {**OLD_VISITOR, "Cookie": "browserbanner=1.1.outdated"}


@pytest.fixture
def at_marker() -> Iterator[None]:
    with override_settings(BROWSERBANNER_PLACE="marker"):
        yield


@pytest.mark.usefixtures("at_marker")
def test_the_tag_places_the_banner_and_nothing_else_does(ask: Ask) -> None:
    reply = ask("/page.html")
    assert b"<h1>Hello</h1>" + MARKER + BANNER in reply.body
    assert reply.body.count(BANNER) == 1
    assert reply.header("cache-control") == "private, no-cache"
    assert reply.header("content-length") == str(len(reply.body))
    assert BANNER not in ask("/page").body


@pytest.mark.usefixtures("at_marker")
@pytest.mark.parametrize("visitor", [CURRENT_VISITOR, CLOSED_VISITOR], ids=["current", "closed"])
def test_for_everybody_else_the_tag_is_a_comment(ask: Ask, visitor: dict[str, str]) -> None:
    reply = ask("/page.html", visitor)
    assert reply.body == b"<!doctype html><body><h1>Hello</h1>" + MARKER + b"<p>News"
    assert reply.header("cache-control") == "public, max-age=60"


def test_at_the_top_the_banner_comes_first_whatever_the_template_says(ask: Ask) -> None:
    reply = ask("/page.html")
    assert b"<body>" + BANNER in reply.body
    assert reply.body.count(BANNER) == 1


@pytest.mark.usefixtures("at_marker")
def test_the_tag_works_in_an_included_template_and_once(ask: Ask) -> None:
    assert b"<p>" + MARKER + BANNER in ask("/include.html").body
    assert ask("/twice.html").body.count(BANNER) == 1


@pytest.mark.usefixtures("at_marker")
def test_an_error_page_with_the_tag_has_it_where_the_site_wants_it_there(ask: Ask) -> None:
    assert BANNER not in ask("/missing").body
    with override_settings(BROWSERBANNER_STATUSES=[200, 404]):
        reply = ask("/missing")
    assert reply.status == 404
    assert reply.body.count(MARKER + BANNER) == 1
    assert reply.header("cache-control") == "private, no-cache"


def test_a_template_that_is_rendered_into_a_stream_has_it_once() -> None:
    assert over_wsgi("/streamed_template").body.count(BANNER) == 1
    with override_settings(BROWSERBANNER_PLACE="marker"):
        reply = over_wsgi("/streamed_template")
        assert b"<h1>Hello</h1>" + MARKER + BANNER in reply.body
        assert reply.body.count(BANNER) == 1
        assert reply.header("cache-control") == "private, no-cache"


# -- what Django's caches keep -----------------------------------------------------------------------------------------

UPDATE, FETCH = (f"django.middleware.cache.{name}CacheMiddleware" for name in ("Update", "FetchFrom"))
COMMON = MIDDLEWARE[1]
IE_11_CHROME_IE_11 = (OLD_VISITOR, CURRENT_VISITOR, OLD_VISITOR)


rendered: list[str] = []
"""The paths whose view has run: a cache answered the others."""


def marked(request: HttpRequest) -> HttpResponse:
    rendered.append(request.path)
    return render(request, "page.html")


urlpatterns = [path("marked", marked), path("cached", cache_page(60)(marked))]


@pytest.fixture
def cached_site(at_marker: None) -> Iterator[None]:
    """The views above, with nothing in their cache."""
    cache.clear()
    rendered.clear()
    with override_settings(ROOT_URLCONF=__name__, CACHE_MIDDLEWARE_SECONDS=60):
        yield
    cache.clear()


@pytest.mark.usefixtures("cached_site")
@pytest.mark.parametrize(
    ("asked", "order", "times"),
    [
        ("/marked", [OURS, COMMON], 3),
        ("/cached", [OURS, COMMON], 1),
        ("/marked", [OURS, UPDATE, COMMON, FETCH], 1),
        ("/marked", [UPDATE, OURS, COMMON, FETCH], 2),
        ("/cached", [UPDATE, OURS, COMMON, FETCH], 1),
    ],
    ids=["no cache", "cache_page", "the whole site", "the whole site, as the docs have it", "both"],
)
def test_whatever_a_cache_keeps_each_visitor_gets_the_right_page(
    ask: Ask, asked: str, order: list[str], times: int
) -> None:
    with middleware(*order):
        replies = [ask(asked, visitor) for visitor in IE_11_CHROME_IE_11]
    assert [reply.status for reply in replies] == [200] * 3
    assert [reply.body.count(BANNER) for reply in replies] == [1, 0, 1]
    assert replies[1].body == b"<!doctype html><body><h1>Hello</h1>" + MARKER + b"<p>News"
    for old in (replies[0], replies[2]):
        assert old.header("cache-control") == "private, no-cache"
        assert old.header("expires") is None
    has_cache = asked == "/cached" or UPDATE in order
    assert replies[1].header("cache-control") == ("max-age=60" if has_cache else None)
    assert len(rendered) == times


@pytest.mark.usefixtures("cached_site")
@pytest.mark.parametrize("order", [[UPDATE, FETCH, OURS, COMMON], [UPDATE, COMMON, FETCH, OURS]])
def test_a_cache_further_out_never_shows_a_banner_to_anybody_else(ask: Ask, order: list[str]) -> None:
    with middleware(*order):
        replies = [ask("/marked", visitor) for visitor in IE_11_CHROME_IE_11]
    assert [reply.body.count(BANNER) for reply in replies[:2]] == [1, 0]
    assert replies[0].header("cache-control") == "private, no-cache"


# -- nonces ------------------------------------------------------------------------------------------------------------


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
