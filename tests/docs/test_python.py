"""Every Python block of the documents runs, and does what it is there for: an old browser gets the banner of the app that
it makes, a current one the app's page."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

from browserbanner import BrowserBanner
from browserbanner.browsers.data import PACKAGED
from tests.docs.markdown import Block, different_blocks
from tests.docs.sites import asked, django_site, is_whole, run, starlette_site
from tests.docs.visitors import BANNER, CURRENT_VISITOR, OLD_VISITOR, PAGE
from tests.visitors import IE_ON_WINDOWS_10

#: Where a page may be: blocks exempt some of them.
PATHS = ("/", "/news/today", "/help/me")


def is_settings(block: Block) -> bool:
    """Whether a block is of a Django project's settings."""
    names = [node.id for node in ast.walk(ast.parse(block.code)) if isinstance(node, ast.Name)]
    return any(name.startswith(("MIDDLEWARE", "BROWSERBANNER_")) for name in names)


#: What needs more around it than is here: run by tests/analysis/test_spark.py.
ON_SPARK = "from browserbanner.analysis"
PYTHON = [
    block
    for block in different_blocks("python")
    if not block.code.startswith(ON_SPARK) and "def test_" not in block.code
]


@pytest.fixture
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a site starts, with the files that blocks name."""
    (tmp_path / "package.json").write_text('{"browserslist": ["last 2 years"]}')
    (tmp_path / "browserslist-stats.json").write_text('{"chrome": {"150": 60}, "firefox": {"150": 40}}')
    shutil.copy(PACKAGED, tmp_path / "browsers.jsonl")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_folder")
@pytest.mark.parametrize("block", [each for each in PYTHON if not is_settings(each)], ids=lambda block: block.place)
def test_a_block_runs_and_what_it_makes_warns_old_browsers_only(block: Block) -> None:
    names, values = run(block)
    engines = [value for value in (*names.values(), *values) if isinstance(value, BrowserBanner)]
    for engine in engines:
        assert engine.judge(IE_ON_WINDOWS_10).outdated
        warned = [path for path in PATHS if _is_warned(engine, path)]
        assert warned, "nobody hears of it"
    for name in ("log", "metrics"):
        if f"{name}(" in block.code or f"{name}." in block.code:
            assert names[name], f"the block does not come to its {name}"
    if isinstance(names.get("banner"), BrowserBanner):  # the file that `browserbanner serve --config` reads
        names["app"] = starlette_site(names.pop("banner")).app
    if is_whole(block):
        ask = asked(names["app"])
        assert ask(CURRENT_VISITOR) == PAGE
        assert BANNER in ask(OLD_VISITOR)
    if "verdict" in names:
        assert names["verdict"].outdated
    if "banner" in names:
        assert names["banner"].html.startswith(BANNER.encode())
    assert engines or {"app", "verdict"} & names.keys(), "the block makes nothing that could be asked"


def _is_warned(engine: BrowserBanner, path: str) -> bool:
    """Whether an old browser gets a banner, or the block page, there. A current one gets the page in any case."""
    site = starlette_site(engine)
    assert site.get(path, headers=CURRENT_VISITOR).text == PAGE
    sent = site.get(path, headers=OLD_VISITOR).text
    assert BANNER in sent or sent == PAGE
    return BANNER in sent


@pytest.mark.parametrize("block", [each for each in PYTHON if is_settings(each)], ids=lambda block: block.place)
def test_django_takes_the_settings_and_old_browsers_get_the_banner(block: Block) -> None:
    sent = django_site(block.code, PAGE)
    assert sent["checks"] == []
    assert sent["current"] == PAGE
    assert BANNER in sent["old"]
    assert sent["told"] == (["outdated"] if sent["names_a_hook"] else [])
