"""What is public is listed once, in docs/api.md; it is what the contract says, and nothing else is public."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Mapping
from types import ModuleType
from typing import Any, get_args

import pytest
from starlette.applications import Starlette

import browserbanner
from browserbanner import BrowserBanner, ConfigurationError, asgi, wsgi
from browserbanner.cli import main
from browserbanner.integrations.jinja import BannerExtension
from browserbanner.integrations.litestar import BannerPlugin
from browserbanner.options import Options
from scripts import public_api
from tests.visitors import IE

HEADERS = {"User-Agent": IE, "Accept-Language": "uk"}

#: Packages and modules whose insides are no site's business.
PACKAGES = {
    "versions",
    "useragent", "browsers", "policy", "banner", "injection", "endpoints", "addresses", "cookies", "engine", "options", "request", "errors", "paths",
    "presenter", "debug", "decision", "testing", "serving", "export", "functions",
    "events", "cli", "integrations", "asgi", "wsgi", "analysis",
}  # fmt: skip


def parameters(call: Any) -> str:
    """A signature without its types: names, kinds and defaults are what callers meet."""
    signature = inspect.signature(call)
    plain = [each.replace(annotation=inspect.Parameter.empty) for each in signature.parameters.values()]
    return str(signature.replace(parameters=plain, return_annotation=inspect.Signature.empty))


def test_the_list_is_what_the_code_says() -> None:
    assert public_api.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (BrowserBanner, "(**options)"),
        (BrowserBanner.judge, "(self, user_agent, headers=None)"),
        (
            BrowserBanner.banner_for,
            "(self, headers, *, path='/', query='', root_path='', nonce=None)",
        ),
        (BrowserBanner.decide, "(self, request, kept=None)"),
        (BrowserBanner.warm_up, "(self)"),
        (asgi.BannerMiddleware, "(app, banner=None, **options)"),
        (wsgi.BannerMiddleware, "(app, banner=None, **options)"),
        (BannerPlugin, "(banner=None, **options)"),
        (ConfigurationError, "(message, *, option=None, value=None)"),
    ],
)
def test_a_signature_is_the_contracts(call: Any, expected: str) -> None:
    assert parameters(call) == expected


def test_a_verdict_has_what_the_contract_names() -> None:
    verdict = BrowserBanner().judge(IE)
    assert (verdict.status, verdict.outdated, verdict.advice) == ("outdated", True, "switch")
    assert "is not made any more" in verdict.reason
    assert verdict.recommended == ("firefox",)
    assert verdict.user_agent._asdict() == {
        "family": "ie",
        "version": (11, 0),
        "engine": "trident",
        "engine_version": (7, 0),
        "os": "windows",
        "os_version": (6, 1),
        "form": "desktop",
        "kind": "browser",
        "app": None,
        "named_by": "grammar",
        "limit": None,
        "wv": False,
    }


def test_a_banner_has_what_the_contract_names() -> None:
    banner = BrowserBanner().banner_for(HEADERS)
    assert isinstance(banner, browserbanner.Banner)
    assert (banner.kind, banner.locale) == ("outdated", "uk")
    assert banner.html.isascii()


def test_check_writes_the_contracts_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", IE]) == 0
    assert list(json.loads(capsys.readouterr().out)) == [
        "user_agent",
        "family",
        "version",
        "engine",
        "engine_version",
        "os",
        "os_version",
        "form",
        "kind",
        "app",
        "status",
        "outdated",
        "reason",
        "advice",
        "recommended",
    ]


@pytest.mark.parametrize("name", public_api.MODULES)
def test_whatever_a_module_offers_can_be_imported_and_says_what_it_is(name: str) -> None:
    module = importlib.import_module(name)
    for offered in module.__all__:
        thing = getattr(module, offered)
        # A Literal says what it is by its values; a table is told by its module.
        assert inspect.getdoc(thing) or get_args(thing) or isinstance(thing, Mapping), offered


def test_the_package_itself_has_no_other_names() -> None:
    found = {name for name, value in vars(browserbanner).items() if not name.startswith("_")}
    found = {name for name in found if not isinstance(getattr(browserbanner, name), ModuleType)}
    assert found <= {*browserbanner.__all__, "TYPE_CHECKING"}


def test_every_module_is_listed_or_an_inner_one_or_private() -> None:
    top = {module.name for module in pkgutil.iter_modules(browserbanner.__path__)}
    assert {name for name in top if not name.startswith("_")} == PACKAGES
    within = importlib.import_module("browserbanner.integrations").__path__
    integrations = {f"browserbanner.integrations.{module.name}" for module in pkgutil.iter_modules(within)}
    assert {name for name in integrations if "._" not in name} == {
        name for name in public_api.MODULES if name.startswith("browserbanner.integrations.")
    }


def made() -> list[Any]:
    from jinja2 import Environment

    bb = BrowserBanner()
    verdict = bb.judge(IE)
    return [
        bb,
        verdict,
        verdict.user_agent,
        bb.banner_for(HEADERS),
        browserbanner.Event("shown", "outdated", "ie", 11, "windows"),
        ConfigurationError("a message"),
        asgi.BannerMiddleware(Starlette(), banner=bb),
        wsgi.BannerMiddleware(lambda environ, start_response: [], banner=bb),
        BannerPlugin(bb),
        BannerExtension(Environment(autoescape=True)),
    ]


@pytest.mark.parametrize("thing", made(), ids=lambda thing: f"{type(thing).__module__}.{type(thing).__name__}")
def test_no_object_has_a_public_attribute_that_is_not_listed(thing: Any) -> None:
    name, module = type(thing).__name__, type(thing).__module__
    listed = next(
        each
        for each in public_api.MODULES
        if hasattr(importlib.import_module(each), name) and (each == module or each == "browserbanner")
    )
    part = "".join(public_api.described(listed, name))
    inherited = {attribute for base in type(thing).__mro__[1:] for attribute in dir(base)}
    own = {attribute for attribute in dir(thing) if not attribute.startswith("_")}
    if isinstance(thing, BannerExtension):  # what Jinja puts there
        own -= {"environment", "identifier"}
    for attribute in sorted(own - inherited):
        assert f"- `{attribute}:" in part or f"- `{attribute}(" in part, attribute


def test_what_is_for_adapters_is_there() -> None:
    for name, attributes in public_api.FOR_ADAPTERS.items():
        for attribute in attributes:
            assert f"- `{attribute}" in "".join(public_api.described("browserbanner", name)), attribute


def test_the_options_are_the_keyword_arguments() -> None:
    for name, default in Options._field_defaults.items():
        BrowserBanner(**{name: default})
    with pytest.raises(ConfigurationError, match="'no_option' is no option"):
        BrowserBanner(no_option=1)  # type: ignore[call-arg]
