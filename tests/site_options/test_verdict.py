"""The verdict for the app: the option expose."""

from __future__ import annotations

from typing import Any

import pytest

from browserbanner import BrowserBanner, Verdict, asgi, wsgi
from tests.injection.drivers import Request
from tests.visitors import CURRENT, GOOGLEBOT, IRON_37

KEY = "browserbanner.verdict"


@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (Request(), "outdated"),
        (Request(headers=[("accept", "text/html")]), "outdated"),
        (Request(headers=[("cookie", "browserbanner=1.1.outdated")]), "outdated"),
        (Request(user_agent=CURRENT), "current"),
        (Request(user_agent=GOOGLEBOT), "bot"),
        (Request(user_agent=None), "unknown"),
        (Request(headers=[("sec-fetch-mode", "navigate")]), "unknown"),
        (Request(user_agent=IRON_37), "unknown"),
        (Request(user_agent=IRON_37, headers=[("accept", "text/html"), ("accept-language", "uk")]), "outdated"),
        (Request(method="POST"), "outdated"),
        (Request(headers=[("accept", "image/png")]), "outdated"),
        (Request(path="/api/users"), "outdated"),
    ],
    ids=["outdated", "for a page", "closed", "current", "bot", "nobody", "overridden", "on its own", "corroborated",
         "post", "part", "exempt"],
)  # fmt: skip
def test_every_request_has_its_verdict_where_the_site_wants_it(
    ask: Any, request_: Request, status: str, enabled: bool
) -> None:
    bb = BrowserBanner(expose=True, exempt=["/api/*"], enabled=enabled)
    for _ in range(2):  # judged, and remembered
        seen, given = ask(bb, request_)
        verdict = seen[KEY]
        assert isinstance(verdict, Verdict)
        assert verdict.status == status
        assert verdict.outdated is (status == "outdated")
        assert verdict.reason
        assert given[KEY] is verdict  # whoever is further out sees it too


def test_the_verdict_is_the_one_that_judge_gives(ask: Any) -> None:
    bb = BrowserBanner(expose=True)
    for request in (Request(), Request(user_agent=CURRENT), Request(user_agent=None)):
        seen, _ = ask(bb, request)
        assert seen[KEY] == bb.judge(request.user_agent, request.fields())


def test_asgi_and_wsgi_name_it_alike_and_that_is_the_name_to_import() -> None:
    assert asgi.VERDICT == wsgi.VERDICT == KEY


def test_the_debug_switch_s_visitor_is_the_one_that_the_app_sees(ask: Any) -> None:
    bb = BrowserBanner(expose=True, debug=True)
    seen, _ = ask(bb, Request(user_agent=CURRENT, query="browserbanner=cannot-update"))
    assert (seen[KEY].status, seen[KEY].advice) == ("outdated", "none")


@pytest.mark.parametrize("user_agent", [CURRENT, GOOGLEBOT, None])
def test_without_it_a_request_without_a_banner_is_the_server_s_own(ask: Any, user_agent: str | None) -> None:
    for _ in range(2):
        seen, given = ask(BrowserBanner(), Request(user_agent=user_agent))
        assert seen is given
        assert KEY not in seen


def test_without_it_there_is_none_with_a_banner_either(ask: Any) -> None:
    seen, given = ask(BrowserBanner(), Request())
    assert KEY not in seen
    assert KEY not in given
