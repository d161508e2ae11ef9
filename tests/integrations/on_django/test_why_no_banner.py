"""With BROWSERBANNER_DEBUG the log says why a page got no banner."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings

from tests.integrations.on_django.asking import Ask
from tests.visitors import OLD_VISITOR


@pytest.mark.parametrize(
    ("reason", "settings", "headers"),
    [
        ("the option exempt names it", {"BROWSERBANNER_EXEMPT": ["/page"]}, {}),
        ("the option enabled is False", {"BROWSERBANNER_ENABLED": False}, {}),
        ("the request asks for no page (Accept: image/png", {}, {"Accept": "image/png"}),
        ("the page has no <!-- browserbanner -->", {"BROWSERBANNER_PLACE": "marker"}, {}),
    ],
)
def test_the_log_says_why_there_is_no_banner(
    ask: Ask, caplog: pytest.LogCaptureFixture, reason: str, settings: dict[str, Any], headers: dict[str, str]
) -> None:
    with override_settings(BROWSERBANNER_DEBUG=True, **settings):
        ask("/page", {**OLD_VISITOR, **headers})
    (line,) = [line for line in caplog.messages if "banner" in line]
    assert line.startswith(f"no banner for GET /page: {reason}")
