"""Every template and piece of HTML of the documents does in a real page what they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, render_template
from jinja2 import DictLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.templating import Jinja2Templates

from browserbanner import BrowserBanner
from browserbanner.wsgi import BannerMiddleware
from tests.docs.markdown import Block, block_that, blocks
from tests.docs.sites import Ask, django_site, run, starlette_site
from tests.docs.visitors import BANNER, CURRENT_VISITOR, OLD_VISITOR

#: What the base template writes before the block of the documents.
PAGE = "<!doctype html><title>News</title><body>"


def is_in_main(sent: str) -> bool:
    """Whether a banner is there, once, where the template says, and nowhere else."""
    return sent.count(BANNER) == 1 and re.search(r"<main>\s*<!-- browserbanner -->" + BANNER, sent) is not None


@pytest.mark.parametrize("block", blocks("django"), ids=lambda block: block.place)
def test_a_template_of_django_s_has_the_banner_where_it_says(block: Block) -> None:
    sent = django_site('BROWSERBANNER_PLACE = "marker"', PAGE + block.code)
    assert is_in_main(sent["old"])
    assert BANNER not in sent["current"]


def flask_site(app: Flask, template: str) -> Ask:
    app.jinja_env.loader = DictLoader({"home.html": template})
    app.wsgi_app = BannerMiddleware(app.wsgi_app, banner=BrowserBanner(place="marker"))  # type: ignore[method-assign]
    app.add_url_rule("/", "home", lambda: render_template("home.html"))
    return lambda headers: app.test_client().get("/", headers=dict(headers)).text


def starlette_templates_site(templates: Jinja2Templates, template: str) -> Ask:
    templates.env.loader = DictLoader({"home.html": template})

    async def home(request: Request) -> Response:
        return templates.TemplateResponse(request, "home.html")

    client = starlette_site(BrowserBanner(place="marker"), home)
    return lambda headers: client.get("/", headers=dict(headers)).text


@pytest.mark.parametrize(("name", "site"), [("app", flask_site), ("templates", starlette_templates_site)])
@pytest.mark.parametrize("block", blocks("jinja"), ids=lambda block: block.place)
def test_a_template_of_jinja_s_has_the_banner_where_it_says(
    block: Block, name: str, site: Callable[[Any, str], Ask]
) -> None:
    names, _ = run(block_that("python", "from browserbanner.integrations.jinja"))
    ask = site(names[name], PAGE + block.code)
    assert is_in_main(ask(OLD_VISITOR))
    assert BANNER not in ask(CURRENT_VISITOR)


#: Not a page's own style and a picture on the cards: tests/docs/test_looks.py and test_upgrading.py try these.
PAGES = [block for block in blocks("html") if not block.code.startswith(("<style>", "<img "))]


@pytest.mark.parametrize("block", PAGES, ids=lambda block: block.place)
def test_what_a_page_of_html_asks_for_is_answered_and_meant_for_old_browsers(block: Block) -> None:
    async def cached(request: Request) -> Response:
        return HTMLResponse(f"<!DOCTYPE html><body><h1>News</h1>{block.code}")

    site = starlette_site(BrowserBanner(), cached)
    (script,) = re.findall(r'<script src="([^"]+)"', block.code)
    (link,) = re.findall(r'<a href="([^"]+)"', block.code)
    old, current = (
        [site.get(address, headers=headers | {"Referer": "http://testserver/news"}) for address in (script, link)]
        for headers in (OLD_VISITOR, CURRENT_VISITOR)
    )
    assert [answer.status_code for answer in (*old, *current)] == [200] * 4
    assert BANNER in old[0].text
    assert current[0].content == b""
    assert "Your browser is out of date" in old[1].text
    assert "no update is needed" in current[1].text
