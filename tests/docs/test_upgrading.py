"""docs/upgrading.md: what 0.1 took is refused, and what stands beside it does what it is there for."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader

import browserbanner
from browserbanner import BrowserBanner, ConfigurationError, Request, Verdict
from browserbanner.browsers import BrowserData
from browserbanner.integrations.jinja import browser_banner
from browserbanner.options import Options
from browserbanner.policy import Policy
from tests.docs.markdown import DOCUMENTS
from tests.docs.sites import starlette_site
from tests.docs.visitors import OLD_VISITOR

UPGRADING = DOCUMENTS["docs/upgrading.md"]
OPTIONS, FUNCTIONS, CODE = (table[1:] for table in UPGRADING.tables)
TEMPLATES = Path(browserbanner.__file__).parent / "banner" / "templates"
PICTURE = next(block.code.strip() for block in UPGRADING.blocks if block.language == "html")


def code(cell: str) -> str:
    return str(re.findall(r"`([^`]+)`", cell)[0])


def made(options: str) -> BrowserBanner:
    engine = eval(
        f"BrowserBanner({options})", {"BrowserBanner": BrowserBanner, "Policy": Policy, "d": BrowserData.load()}
    )
    assert isinstance(engine, BrowserBanner)
    return engine


@pytest.mark.parametrize(("old", "new"), OPTIONS, ids=lambda cell: code(cell) if "`" in cell else cell)
def test_what_an_option_was_is_refused_and_what_stands_beside_it_is_taken(
    old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-templates").mkdir()
    (tmp_path / "my-templates" / "list.html").write_text((TEMPLATES / "list.html").read_text("utf-8"), "utf-8")
    with pytest.raises(ConfigurationError):
        made(code(old))
    if new.startswith("leave it out"):
        assert code(old).partition("=")[0] not in Options._fields
    else:
        made(code(new))


def test_kiosks_and_addresses_of_the_api_are_exempt_as_before() -> None:
    kiosk, api = (made(code(new)) for _, new in OPTIONS[:2])
    assert kiosk.banner_for(OLD_VISITOR, path="/kiosk") is None
    assert kiosk.banner_for(OLD_VISITOR, path="/news") is not None
    assert api.banner_for(OLD_VISITOR, path="/api/v1") is None
    assert api.banner_for(OLD_VISITOR, path="/apis") is not None


class State:
    nonce = "abc"


#: What each framework's request holds in the table.
RAW: dict[str, Any] = {"state": {"nonce": "abc"}, "site.nonce": "abc"}


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row[2])
def test_each_function_of_the_table_takes_a_request(row: list[str]) -> None:
    option, before, now = row
    function = eval(code(now))
    BrowserBanner(**{code(option): function})
    headers = browserbanner.Headers({"x-kiosk": "yes", "x-language": "uk"})
    raw = State() if "Django" in before else RAW
    assert function(Request(headers=headers, raw=raw)) in (True, "uk", "abc")


def test_the_helper_takes_no_nonce() -> None:
    with pytest.raises(TypeError):
        browser_banner(nonce="abc")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("list.html", "{{ cards[0].image }}"),
        ("page.html", "{% if about %}About your browser{% endif %}"),
        ("messages.html", "{% macro title() %}Your browser is out of date{% endmacro %}"),
    ],
)
def test_templates_with_names_that_are_gone_are_refused_at_start(name: str, piece: str) -> None:
    with pytest.raises(ConfigurationError, match="templates"):
        BrowserBanner(templates=DictLoader({name: piece}), block={"ie": False})


def test_a_copy_of_the_list_with_a_picture_in_each_cell_shows_them() -> None:
    cell = "<b>{{ say.called(card) }}</b>"
    own = (TEMPLATES / "list.html").read_text("utf-8")
    assert cell in own
    engine = BrowserBanner(templates=DictLoader({"list.html": own.replace(cell, PICTURE + cell)}))
    banner = engine.banner_for(OLD_VISITOR)
    assert banner is not None
    assert b"/static/browsers/firefox.png" in banner.html


def test_the_switch_for_the_block_page_has_another_name() -> None:
    site = starlette_site(BrowserBanner(debug=True, block={"ie": False}))
    assert site.get("/?browserbanner=gate", headers=OLD_VISITOR).status_code == 400
    assert site.get("/?browserbanner=block", headers=OLD_VISITOR).status_code == 406


def test_the_names_for_code_of_one_s_own_are_gone_and_their_successors_there() -> None:
    parameters = inspect.signature(BrowserBanner.banner_for).parameters
    assert "scheme" not in parameters
    verdict = BrowserBanner().judge("Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko")
    assert isinstance(verdict, Verdict)
    for old, new in ("in_company", "corroborated"), ("acquitted", "overridden"):
        assert any(f"verdict.{old}" in row[0] and f"verdict.{new}" in row[1] for row in CODE)
        assert not hasattr(verdict, old)
        assert hasattr(verdict, new)
    for name in ("gate_for", "visit_for", "render"):
        assert not hasattr(BrowserBanner, name)
    assert hasattr(BrowserBanner, "decide")
