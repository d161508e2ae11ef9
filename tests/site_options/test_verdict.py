"""The verdict for the app: the option expose."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from browserbanner import BrowserBanner
from browserbanner._adapter import LazyVerdict
from tests.injection.drivers import Request
from tests.visitors import CURRENT


@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (Request(), "outdated"),
        (Request(user_agent=CURRENT), "current"),
        (Request(user_agent=None), "unknown"),
        (Request(headers=[("sec-fetch-mode", "navigate")]), "unknown"),
        (Request(method="POST"), "outdated"),
        (Request(path="/api/users"), "outdated"),
    ],
    ids=["outdated", "current", "nobody", "acquitted", "post", "exempt"],
)
def test_every_request_has_its_verdict_where_the_site_wants_it(
    ask: Any, request_: Request, status: str, enabled: bool
) -> None:
    seen, given = ask(BrowserBanner(expose=True, exempt=["/api/*"], enabled=enabled), request_)
    verdict = seen["browserbanner"]
    assert verdict.status == status
    assert verdict.outdated is (status == "outdated")
    assert verdict.reason
    assert repr(verdict) == f"<LazyVerdict: {status}>"
    assert copy.copy(verdict).status == status
    assert "browserbanner" not in given  # the server's own stays as it was
    with pytest.raises(AttributeError):
        _ = verdict.stauts


def test_the_verdict_is_worked_out_when_it_is_used_and_once(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bb = BrowserBanner(expose=True)
    asked: list[object] = []
    judge = bb.judge

    def spied(*given: Any) -> Any:
        asked.append(given)
        return judge(*given)

    monkeypatch.setattr(bb, "judge", spied)
    seen, _ = ask(bb, Request(user_agent=CURRENT))
    verdict = seen["browserbanner"]
    assert isinstance(verdict, LazyVerdict)
    assert asked == []
    assert (verdict.status, verdict.user_agent.family) == ("current", "chrome")
    assert len(asked) == 1


def test_without_it_a_current_visitor_s_request_is_the_server_s_own(ask: Any) -> None:
    seen, given = ask(BrowserBanner(), Request(user_agent=CURRENT))
    assert seen is given
    assert "browserbanner" not in seen
