"""Asking the project of django_project.py, over WSGI and ASGI."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from starlette.testclient import TestClient
from werkzeug.test import Client

from tests.integrations.conftest import MIDDLEWARE
from tests.reply import Reply
from tests.visitors import OLD_VISITOR

OURS = MIDDLEWARE[0]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


Ask = Callable[..., Reply]


def over_wsgi(path: str, headers: Mapping[str, str] = OLD_VISITOR, *, method: str = "GET", data: str = "") -> Reply:
    client = Client(get_wsgi_application(), use_cookies=False)
    # A validator on either side of an edited stream would hide its close(): examples run on real servers.
    reply = client.open(path, method=method, headers=dict(headers), data=data, buffered=True)
    return Reply(reply.status_code, list(reply.headers), reply.data)


def over_asgi(path: str, headers: Mapping[str, str] = OLD_VISITOR, *, method: str = "GET", data: str = "") -> Reply:
    application: Any = get_asgi_application()
    client = TestClient(application, headers={"accept-encoding": "", "user-agent": ""})
    reply = client.request(method, path, headers=dict(headers), content=data.encode(), follow_redirects=False)
    return Reply(reply.status_code, reply.headers.multi_items(), reply.content)


@contextmanager
def middleware(*paths: str, **settings: Any) -> Iterator[None]:
    with override_settings(MIDDLEWARE=list(paths), **settings):
        yield


def without_ours(ask: Ask, *given: Any, **more: Any) -> Reply:
    with middleware(*MIDDLEWARE[1:]):
        return ask(*given, **more)
