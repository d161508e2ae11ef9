"""BannerMiddleware for Django's MIDDLEWARE. Translates Django's request, and a decision into Django's response."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from browserbanner.decision import Decision, Edit, Pass, Respond
from browserbanner.endpoints import MAX_BODY
from browserbanner.engine import BrowserBanner
from browserbanner.events import LOGGER, log_failure
from browserbanner.integrations.django.conf import APP, NOT_INSTALLED, banner
from browserbanner.integrations.django.responses import edited, edited_async, tell, tell_async
from browserbanner.policy import Verdict
from browserbanner.request import Request, Response
from browserbanner.wsgi import MARK, hide, request_of


class BannerMiddleware:
    """Puts a banner into the project's HTML pages, for visitors with an outdated browser. Everybody else's requests and
    responses pass untouched; all requests get ``browser_verdict``, worked out when it is used.

    The options are the settings BROWSERBANNER_*. Raises ConfigurationError where Django loads its middleware. Logs a
    warning there if the app is missing from INSTALLED_APPS.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self.banner: BrowserBanner = banner()
        if not apps.is_installed(APP):
            LOGGER.warning(NOT_INSTALLED)
        self._is_async = iscoroutinefunction(get_response)
        if self._is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        request.browser_verdict = SimpleLazyObject(lambda: self._verdict(request))  # type: ignore[attr-defined]
        if not self._is_attended(request):
            return self.get_response(request)
        return self._attend_async(request) if self._is_async else self._attend(request)

    def _is_attended(self, request: HttpRequest) -> bool:
        """Whether there is more to look at than the verdict that is kept for the user agent."""
        try:
            engine = self.banner
            verdict = engine._verdict_at_once(request.META.get("HTTP_USER_AGENT", "").encode("latin-1", "replace"))
            if verdict is None or verdict.actionable or engine._asks_about_all:
                return True
            return engine._own_prefix in request.path_info
        except Exception:
            log_failure("a request could not be judged")
            return False

    def _attend(self, request: HttpRequest) -> HttpResponseBase:
        asked = self._request(request)
        decision = Pass() if asked is None else self.banner.decide(asked)
        if isinstance(decision, Respond):
            response: HttpResponseBase = _as_response(decision.response)
        elif isinstance(decision, Edit):
            with _as_the_app_sees_it(request, decision):
                response = self.get_response(request)
            response = edited(response, decision, self.banner._hooks)
            if not response.streaming:
                tell(self.banner._hooks, decision.shown())
        else:
            response = self.get_response(request)
        tell(self.banner._hooks, decision.events)
        return response

    async def _attend_async(self, request: HttpRequest) -> HttpResponseBase:
        asked = self._request(request)
        decision: Decision = Pass()
        if asked is not None:
            for load in self.banner._missing(asked, None):
                await sync_to_async(load, thread_sensitive=False)()
            decision = self.banner.decide(asked)
        if isinstance(decision, Respond):
            response: HttpResponseBase = _as_response(decision.response)
        elif isinstance(decision, Edit):
            with _as_the_app_sees_it(request, decision):
                response = await self.get_response(request)
            response = await edited_async(response, decision, self.banner._hooks)
            if not response.streaming:
                await tell_async(self.banner._hooks, decision.shown())
        else:
            response = cast(HttpResponseBase, await self.get_response(request))
        await tell_async(self.banner._hooks, decision.events)
        return response

    def _request(self, request: HttpRequest) -> Request | None:
        """The request as the engine takes it; None where another middleware of ours has it in hand."""
        try:
            asked = replace(request_of(request.META), scheme=request.scheme or "http", raw=request)
            # Django has decoded both, in META too, which PEP 3333 keeps in latin-1.
            asked = replace(asked, path=request.path_info, root_path=str(request.META["SCRIPT_NAME"]))
        except Exception:
            log_failure("a request could not be read")
            return None
        owned = asked.path.startswith(self.banner._own_prefix)
        if not owned and (MARK in request.META or MARK in getattr(request, "scope", ())):
            return None
        if owned and asked.method not in ("GET", "HEAD"):
            try:
                return replace(asked, body=request.read(MAX_BODY + 1))
            except OSError:  # the client is gone
                return asked
        return asked

    def _verdict(self, request: HttpRequest) -> Verdict:
        return self.banner._visitor(replace(request_of(request.META), raw=request)).verdict


@contextmanager
def _as_the_app_sees_it(request: HttpRequest, edit: Edit) -> Iterator[None]:
    """No compression, and no conditions that only the browser's old copy meets; for middleware further out, which acts
    on the request again when the response passes, all is as it was."""
    show = hide(request.META, edit.hidden)
    request.__dict__.pop("headers", None)  # Django keeps what it has read
    try:
        yield
    finally:
        show()
        request.__dict__.pop("headers", None)


def _as_response(response: Response) -> HttpResponse:
    """As Django takes it."""
    made = HttpResponse(response.body, status=response.status)
    del made.headers["Content-Type"]
    for name, value in response.headers:
        made.headers[name] = value
    return made
