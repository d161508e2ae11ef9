"""Hooks in a Django project, and what fails there."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.test import RequestFactory, override_settings

from browserbanner import BrowserBanner, Event
from browserbanner.injection import Editor
from browserbanner.integrations.django import BannerMiddleware
from browserbanner.presenter import PageBanner, Presenter
from tests.faults import fails
from tests.integrations import django_project
from tests.integrations.on_django.asking import (
    FORM,
    Ask,
    over_asgi,
    over_wsgi,
)
from tests.visitors import BANNER, CURRENT_VISITOR, OLD_VISITOR

told: list[Event] = []


async def tell_later(event: Event) -> None:
    await asyncio.sleep(0)
    told.append(event)


def tell_badly(event: Event) -> None:
    raise RuntimeError("the hook's own mistake")


@pytest.mark.parametrize(
    "hook",
    [told.append, tell_later, "tests.integrations.on_django.test_hooks.tell_later"],
    ids=["sync", "async", "by name"],
)
def test_hooks_are_told(ask: Ask, hook: Any) -> None:
    told.clear()
    names = ("VERDICT", "SHOWN", "CLOSED")
    with override_settings(**{f"BROWSERBANNER_ON_{name}": hook for name in names}):
        ask("/page")
        ask("/page", CURRENT_VISITOR)
        ask("/_browserbanner/close", {**OLD_VISITOR, **FORM}, method="POST", data="kind=outdated")
    assert sorted((event.name, event.status) for event in told) == [
        ("closed", "outdated"),
        ("shown", "outdated"),
        ("verdict", "current"),
        ("verdict", "outdated"),
    ]


@pytest.mark.parametrize("hook", [told.append, tell_later], ids=["sync", "async"])
def test_hooks_are_told_of_streams(hook: Any) -> None:
    with override_settings(BROWSERBANNER_ON_SHOWN=hook):
        for ask, path in ((over_wsgi, "/streamed"), (over_asgi, "/async_streamed"), (over_wsgi, "/streamed_template")):
            told.clear()
            ask(path)
            assert [event.name for event in told] == ["shown"]


@pytest.mark.parametrize("name", ["VERDICT", "SHOWN", "CLOSED"])
def test_a_failing_hook_harms_no_response(ask: Ask, name: str, caplog: pytest.LogCaptureFixture) -> None:
    good = ask("/page"), ask("/page", CURRENT_VISITOR)
    with override_settings(**{f"BROWSERBANNER_ON_{name}": tell_badly}):
        assert (ask("/page"), ask("/page", CURRENT_VISITOR)) == good
        posted = ask("/_browserbanner/close", {**OLD_VISITOR, **FORM}, method="POST", data="kind=outdated")
        assert posted.status == 303
    assert "the hook's own mistake" in caplog.text


# -- faults -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("owner", "name"),
    [(BrowserBanner, "_verdict"), (BrowserBanner, "_decide"), (PageBanner, "prepare"), (Editor, "start"),
     (Editor, "__init__"), (Editor, "_edit")],
    ids=lambda part: part if isinstance(part, str) else "",
)  # fmt: skip
@pytest.mark.parametrize("path", ["/page", "/streamed"])
def test_whatever_fails_the_response_goes_out_whole_and_one_line_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, owner: object, name: str, path: str
) -> None:
    good = over_wsgi(path, CURRENT_VISITOR)

    monkeypatch.setattr(owner, name, fails)
    assert over_wsgi(path) == good
    assert sum("a fault of ours" in record.getMessage() for record in caplog.records) == 1


def test_a_block_page_that_fails_blocks_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Presenter, "block_page", fails)
    with override_settings(BROWSERBANNER_BLOCK={"ie": False}):
        assert BANNER in over_wsgi("/page").body
    assert "no block page was made" in caplog.text


def test_a_client_that_is_gone_closes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: Any) -> bytes:
        raise UnreadablePostError("the client is gone")

    monkeypatch.setattr(HttpRequest, "read", fails)
    posted = over_wsgi("/_browserbanner/close", {**OLD_VISITOR, **FORM}, method="POST", data="kind=outdated")
    assert posted.status == 400


def test_an_async_hook_in_an_event_loop_s_own_thread_is_logged_and_dropped(caplog: pytest.LogCaptureFixture) -> None:
    """A sync middleware that somebody calls by hand from async code: there is nobody to await the hook."""

    async def call() -> HttpResponse:
        request = RequestFactory().get("/page", headers=OLD_VISITOR)
        response: HttpResponse = BannerMiddleware(django_project.page)(request)
        return response

    told.clear()
    with override_settings(BROWSERBANNER_ON_SHOWN=tell_later):
        assert BANNER in asyncio.run(call()).content
    assert told == []
    assert "to be awaited" in caplog.text
