"""Nonces from where frameworks keep them: used where the page has one, never called into being."""

from __future__ import annotations

import re
from typing import Any

import flask
import pytest
from django.utils.functional import SimpleLazyObject, empty
from flask_talisman import Talisman
from secure import ContentSecurityPolicy, Secure
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from browserbanner import BrowserBanner, asgi, wsgi
from browserbanner import Request as Asked
from browserbanner.integrations.nonces import django_csp, flask_talisman
from tests.visitors import BANNER, CURRENT_VISITOR, OLD_VISITOR

PAGE = "<!doctype html><body><p>Hello"


def nonces_of(body: bytes) -> set[bytes]:
    """Those of the banner: its style and its script have one each, or none."""
    banner = body[body.index(BANNER) :]
    found = re.findall(rb'<(?:style|script) nonce="([^"]+)"', banner)
    assert len(found) in (0, 2)
    return set(found)


# -- Flask-Talisman ----------------------------------------------------------------------------------------------------


def talisman_reply(bb: BrowserBanner, template: str = PAGE, **options: Any) -> tuple[bytes, str]:
    app = flask.Flask(__name__)
    Talisman(app, force_https=False, session_cookie_secure=False, **options)
    app.wsgi_app = wsgi.BannerMiddleware(app.wsgi_app, banner=bb)  # type: ignore[method-assign]

    @app.route("/")
    def page() -> str:
        return flask.render_template_string(template)

    reply = app.test_client().get("/", headers=OLD_VISITOR)
    return reply.data, reply.headers["Content-Security-Policy"]


@pytest.mark.parametrize("option", [None, flask_talisman])
def test_flask_talisman_s_nonce_is_used(option: Any) -> None:
    policy = {"style-src": "'self'", "script-src": "'self'"}
    body, sent = talisman_reply(
        BrowserBanner(nonce=option),
        content_security_policy=policy,
        content_security_policy_nonce_in=["style-src", "script-src"],
    )
    found = re.search(r"'nonce-([^']+)'", sent)
    assert found is not None
    assert nonces_of(body) == {found[1].encode()}


@pytest.mark.parametrize("option", [None, flask_talisman])
def test_where_flask_talisman_makes_none_there_is_none(option: Any) -> None:
    body, sent = talisman_reply(BrowserBanner(nonce=option))
    assert nonces_of(body) == set()
    assert "nonce" not in sent


def test_outside_of_a_request_of_flask_s_there_is_none() -> None:
    assert flask_talisman(Asked()) is None


# -- secure ------------------------------------------------------------------------------------------------------------


def test_the_nonce_in_a_policy_of_secure_s_is_used() -> None:
    class Headers(BaseHTTPMiddleware):
        async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
            request.state.nonce = "c2VjdXJl"
            response = await call_next(request)
            source = ContentSecurityPolicy.nonce(request.state.nonce)
            policy = ContentSecurityPolicy().default_src("'self'").style_src("'self'", source).script_src(source)
            Secure(csp=policy).set_headers(response)
            return response

    async def page(request: Request) -> HTMLResponse:
        return HTMLResponse(PAGE)

    # Ours further out: the header is there when the response passes. Further in: the request's state is.
    bb = BrowserBanner(nonce=lambda request: request.raw.get("state", {}).get("nonce"))
    stack = [Middleware(asgi.BannerMiddleware, banner=bb), Middleware(Headers)]
    for middleware in (stack, stack[::-1]):
        app = Starlette(routes=[Route("/", page)], middleware=middleware)
        reply = TestClient(app).get("/", headers=OLD_VISITOR)
        assert nonces_of(reply.content) == {b"c2VjdXJl"}
        assert reply.headers["content-security-policy"].count("nonce-c2VjdXJl") == 2
        assert b"nonce" not in TestClient(app).get("/", headers=CURRENT_VISITOR).content


# -- django-csp, and Django's own: with a page around it in on_django/ -------------------------------------------------


class LazyNonce(SimpleLazyObject):  # type: ignore[type-arg]  # generic in its stubs only
    """As Django 6's and django-csp's: false until it is used."""

    def __bool__(self) -> bool:
        return vars(self)["_wrapped"] is not empty


def test_a_nonce_of_django_s_is_not_called_into_being() -> None:
    made: list[str] = []

    def make() -> str:
        made.append("abc")
        return "abc"

    class Carrier:
        _csp_nonce = LazyNonce(make)

    asked = Asked(raw=Carrier())
    assert django_csp(asked) is None
    assert made == []
    assert str(Carrier._csp_nonce) == "abc"
    assert django_csp(asked) == "abc"
    assert django_csp(Asked(raw=object())) is None
