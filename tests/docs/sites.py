"""Sites made of the documents' blocks: a block runs with what it may name, and its app is asked."""

from __future__ import annotations

import ast
import json
import os
import pathlib
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask
from jinja2 import DictLoader, Environment
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates
from starlette.testclient import TestClient

from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware
from tests.docs.markdown import ROOT, Block
from tests.docs.visitors import OLD_VISITOR, PAGE
from tests.visitors import IE_ON_WINDOWS_10

#: Ask a site for its home page with these headers.
Ask = Callable[[Mapping[str, str]], str]


class Heard(list[object]):
    """Stands for what a fragment calls of its site's, and remembers it: ``log(...)``, ``metrics.increment(...)``."""

    def __call__(self, *arguments: object, **named: object) -> None:
        self.append((arguments, named))

    increment = __call__


def is_whole(block: Block) -> bool:
    """Whether a block imports what it needs; a fragment gets what it names."""
    return "import BrowserBanner\n" in block.code


def run(block: Block) -> tuple[dict[str, Any], list[object]]:
    """A block's names when it has run, and the values of its statements that are expressions."""
    names: dict[str, Any] = {"__name__": "block"} if is_whole(block) else _context()
    values: list[object] = []
    for statement in ast.parse(block.code).body:
        if isinstance(statement, ast.Expr):
            values.append(eval(compile(ast.Expression(statement.value), block.place, "eval"), names))
        else:
            exec(compile(ast.Module([statement], []), block.place, "exec"), names)
    return names, values


def _context() -> dict[str, Any]:
    return {
        "BrowserBanner": BrowserBanner,
        "app": Flask(__name__),
        "headers": OLD_VISITOR,
        "log": Heard(),
        "metrics": Heard(),
        "os": os,
        "pathlib": pathlib,
        "scope": _exposed_scope(),
        "templates": Jinja2Templates(env=Environment(autoescape=True, loader=DictLoader({}))),
        "user_agent": IE_ON_WINDOWS_10,
    }


def _exposed_scope() -> dict[str, Any]:
    """The scope that an app sees with the option ``expose``, of an old browser's request."""
    seen: list[dict[str, Any]] = []

    async def home(request: Request) -> Response:
        seen.append(dict(request.scope))
        return HTMLResponse(PAGE)

    client = starlette_site(BrowserBanner(expose=True), home)
    client.get("/", headers=OLD_VISITOR)
    return seen[0]


async def page(request: Request) -> Response:
    return HTMLResponse(PAGE)


def starlette_site(engine: BrowserBanner, view: Callable[[Request], Any] = page) -> TestClient:
    """A site with a view for every path."""
    middleware = [Middleware(BannerMiddleware, banner=engine)]
    return TestClient(Starlette(routes=[Route("/{path:path}", view)], middleware=middleware))


def asked(app: Any) -> Ask:
    """Ask a block's app, which gets a home page first."""
    if isinstance(app, Flask):
        app.add_url_rule("/", "home", lambda: PAGE)
        return lambda headers: app.test_client().get("/", headers=dict(headers)).text
    assert isinstance(app, Starlette), app
    app.router.routes.append(Route("/", page))
    return lambda headers: TestClient(app).get("/", headers=dict(headers)).text


def django_site(settings: str, template: str) -> dict[str, Any]:
    """What a project with these settings sends for this template: see tests/docs/django_site.py."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.docs.django_site"],
        input=json.dumps({"settings": settings, "page": template}),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    sent: dict[str, Any] = json.loads(done.stdout)
    return sent
