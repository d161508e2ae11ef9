"""The recipes for a site's language: each block of docs/apps.md, asked as an old browser that reads German."""

from __future__ import annotations

import re

import pytest
from flask import session
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.docs.markdown import DOCUMENTS, Block, block_that
from tests.docs.sites import django_site, run
from tests.docs.visitors import OLD_VISITOR, PAGE

GERMAN = {**OLD_VISITOR, "Accept-Language": "de"}


def language_of(sent: str) -> str:
    """The banner's."""
    (language,) = re.findall(r"<div id=bb [^>]*lang=(\w+)", sent)
    return str(language)


@pytest.fixture
def django() -> Block:
    return block_that("python", "from django.utils.translation import get_language")


def test_the_banner_is_in_the_language_of_django_s_address_whatever_the_browser_reads(django: Block) -> None:
    sent = django_site(django.code, PAGE)["languages"]
    assert {address: language_of(page) for address, page in sent.items()} == {"en": "en", "uk": "uk"}


def test_without_the_recipe_the_browser_decides(django: Block) -> None:
    sent = django_site(django.code.partition("BROWSERBANNER_LOCALE")[0], PAGE)["languages"]
    assert {language_of(page) for page in sent.values()} == {"de"}


def test_the_banner_is_in_the_language_that_flask_babel_chose_in_the_session() -> None:
    app = run(block_that("python", "from flask import Flask, session"))[0]["app"]
    app.secret_key = "of the tests"

    def choose() -> str:
        session["language"] = "uk"
        return "chosen"

    app.add_url_rule("/choose", "choose", choose)
    app.add_url_rule("/", "home", lambda: PAGE)
    client = app.test_client()
    assert language_of(client.get("/", headers=GERMAN).text) == "en"  # Flask-Babel's own default
    client.get("/choose", headers=GERMAN)
    assert language_of(client.get("/", headers=GERMAN).text) == "uk"


def test_the_banner_is_in_the_language_that_a_view_of_starlette_s_put_into_the_state() -> None:
    async def home(request: Request) -> Response:
        if "language" in request.path_params:
            request.state.language = request.path_params["language"]
        return HTMLResponse(PAGE)

    (block,) = (block for block in DOCUMENTS["docs/apps.md"].blocks if 'get("state"' in block.code)
    app = run(block)[0]["app"]
    app.router.routes += [Route("/", home), Route("/{language}/", home)]
    client = TestClient(app)
    assert language_of(client.get("/uk/", headers=GERMAN).text) == "uk"
    assert language_of(client.get("/", headers=GERMAN).text) == "de"
