"""The settings, and Django's checks of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest
from django.test import override_settings

from browserbanner import ConfigurationError
from browserbanner.integrations.django import BannerMiddleware
from browserbanner.integrations.django.conf import banner
from tests.integrations.conftest import MIDDLEWARE
from tests.integrations.on_django.asking import (
    OURS,
    over_wsgi,
)
from tests.visitors import BANNER


def checked(**settings: Any) -> list[tuple[str | None, str, str | None]]:
    with override_settings(**settings):
        return [(message.id, message.msg, message.hint) for message in run_checks()]


def test_good_settings_pass_django_s_checks() -> None:
    assert checked() == []
    assert checked(BROWSERBANNER_LOCALES=["uk"]) == []
    assert checked(BROWSERBANNER_POLICY="last 2 years", BROWSERBANNER_EXEMPT=["/api/*"], BROWSERBANNER_DEBUG=True) == []


def test_a_setting_that_there_is_not_is_an_error_with_the_one_that_was_meant() -> None:
    ((id_, text, hint),) = checked(BROWSERBANNER_POLCY="last 2 years")
    assert (id_, text) == ("browserbanner.E001", "BROWSERBANNER_POLCY is no setting.")
    assert hint == "Did you mean BROWSERBANNER_POLICY?"
    ((_, _, hint),) = checked(BROWSERBANNER_EXCLUDE=["/admin"])
    assert hint == "Did you mean BROWSERBANNER_EXEMPT?"
    ((_, _, hint),) = checked(BROWSERBANNER_XYZZY=1)
    assert hint is not None
    assert "BROWSERBANNER_THEME" in hint


def test_every_value_that_cannot_be_meant_is_an_error_of_its_own() -> None:
    found = checked(BROWSERBANNER_THEME="blue", BROWSERBANNER_POLICY="chrme >= 3", BROWSERBANNER_DATA="/nowhere")
    assert {id_ for id_, _, _ in found} == {"browserbanner.E002"}
    texts = " | ".join(text for _, text, _ in found)
    assert len(found) == 3
    for part in ("BROWSERBANNER_THEME: ", "'auto', 'light', 'dark'", "BROWSERBANNER_POLICY: ", "/nowhere"):
        assert part in texts


def test_a_bad_part_of_a_value_is_said_of_its_setting_and_the_rest_is_checked() -> None:
    """It was called BROWSERBANNER_POLICY['CHROME'], and ended the check."""
    part, theme = checked(BROWSERBANNER_POLICY={"chrome": "new"}, BROWSERBANNER_THEME="blue")
    if "THEME" in part[1]:
        part, theme = theme, part
    assert part[1].startswith("BROWSERBANNER_POLICY: policy['chrome']='new'")
    assert theme[1].startswith("BROWSERBANNER_THEME: ")


def test_a_path_to_a_function_that_is_not_there_is_an_error() -> None:
    ((id_, text, _),) = checked(BROWSERBANNER_ON_SHOWN="nowhere.at_all")
    assert id_ == "browserbanner.E002"
    assert "nowhere" in text
    ((_, text, _),) = checked(BROWSERBANNER_ON_SHOWN="print")
    assert "BROWSERBANNER_ON_SHOWN" in text


def test_an_app_without_its_middleware_is_a_warning() -> None:
    ((id_, _, hint),) = checked(MIDDLEWARE=MIDDLEWARE[1:])
    assert id_ == "browserbanner.W001"
    assert hint is not None
    assert OURS in hint


def test_one_setting_for_all_options_is_an_error_with_the_way_to_write_them() -> None:
    """It was ignored without a word."""
    ((id_, text, _),) = checked(BROWSERBANNER={"POLICY": "last 2 years"})
    assert id_ == "browserbanner.E002"
    assert 'such as BROWSERBANNER_POLICY = "last 2 years"' in text


def test_a_bad_setting_stops_the_process_where_the_middleware_is_loaded() -> None:
    with (
        override_settings(BROWSERBANNER_THEME="blue"),
        pytest.raises(ConfigurationError, match=r"BROWSERBANNER_THEME: theme='blue'"),
    ):
        get_wsgi_application()


def test_settings_reach_the_middleware() -> None:
    with override_settings(BROWSERBANNER_POLICY={"chrome": 50}, BROWSERBANNER_LOCALE="uk", BROWSERBANNER_ONLY=["/x"]):
        engine = BannerMiddleware(lambda request: None).banner
        assert engine is banner()
        assert (engine.options.policy, engine.options.locale, engine.options.only) == ({"chrome": 50}, "uk", ("/x",))
        assert engine.options.nonce is not None


def exempts(request: Any) -> bool:
    return bool(request.path == "/page")


def chosen(headers: Any) -> str:
    return "uk"


def test_functions_may_be_named_by_their_paths() -> None:
    with override_settings(BROWSERBANNER_EXEMPT="tests.integrations.on_django.test_settings.exempts"):
        assert BANNER not in over_wsgi("/page").body
        assert BANNER in over_wsgi("/streamed").body
    with override_settings(BROWSERBANNER_LOCALE="tests.integrations.on_django.test_settings.chosen"):
        assert b"lang=uk" in over_wsgi("/page").body


def test_which_pages_may_be_a_function_s_path_or_a_pattern_with_a_dot() -> None:
    function = "tests.integrations.on_django.test_settings.exempts"
    for setting, given in (
        ("EXEMPT", function),
        ("ONLY", function),
        ("COUNTRY", function.replace("exempts", "chosen")),
    ):
        with override_settings(**{f"BROWSERBANNER_{setting}": given}):
            assert getattr(banner().options, setting.lower()) != given
    with override_settings(BROWSERBANNER_EXEMPT=["/x", function]):
        assert [callable(each) for each in banner().options.exempt] == [False, True]
    for pattern in ("/feed.xml", "*.xml", "/a.b/c.d", "[ab].xml"):
        with override_settings(BROWSERBANNER_EXEMPT=pattern, BROWSERBANNER_ONLY=pattern):
            assert (banner().options.exempt, banner().options.only) == ((pattern,), (pattern,))


def test_it_runs_sync_in_a_sync_chain_and_async_in_an_async_one() -> None:
    from asgiref.sync import iscoroutinefunction

    async def handler(request: HttpRequest) -> None: ...

    assert BannerMiddleware.sync_capable
    assert BannerMiddleware.async_capable
    assert iscoroutinefunction(BannerMiddleware(handler))
    assert not iscoroutinefunction(BannerMiddleware(lambda request: None))
