"""Diagrams, log lines and other tools' files: each is known by how it begins, and held to what it is about."""

from __future__ import annotations

import logging
import re

import pytest
import yaml

from browserbanner import BrowserBanner, Event
from browserbanner.analysis.formats import NAMES
from browserbanner.cli import main
from browserbanner.export import LOADER
from tests.docs.markdown import DOCUMENTS, ROOT, block_that, blocks
from tests.docs.sites import starlette_site
from tests.docs.test_links import assert_parses
from tests.docs.visitors import OLD_VISITOR
from tests.servers.recipes import INCLUDE

#: What pages without a Python app say: tests/servers/test_recipes.py and tests/browsers/test_static_export.py try it.
STATIC = f'<script src="banners/{LOADER}" async></script>'
#: "Of " is the dry run's answer, which tests/docs/test_console.py asks for.
TEXTS = (" " * 12 + "┌─", "browserbanner/\n", "banner shown:", "17 4 ", "Of ", *INCLUDE.values(), STATIC)


def test_no_text_or_file_is_in_the_documents_that_no_test_knows() -> None:
    assert [block.place for block in blocks("text") if not block.code.startswith(TEXTS)] == []
    assert [block.place for block in blocks("yaml") if not block.code.startswith("files:")] == []


def test_the_map_of_the_package_shows_what_there_is_and_leaves_nothing_out() -> None:
    shown = []
    for line in block_that("text", "browserbanner/\n").code.splitlines():
        indent, name = re.match(r"( *)(\S+)", line).groups()  # type: ignore[union-attr]
        shown.append(("browserbanner/" if indent else "") + name)
    assert [name for name in shown if not (ROOT / name).exists()] == []
    there = {
        f"browserbanner/{path.name}" + ("/" if path.is_dir() else "")
        for path in (ROOT / "browserbanner").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert there - set(shown) == {"browserbanner/__main__.py"}


def test_the_diagram_names_what_passes_the_question_and_the_package_of_each_answer() -> None:
    diagram = block_that("text", TEXTS[0]).code
    assert "one Request" in diagram
    assert "one Decision" in diagram
    assert hasattr(BrowserBanner, "decide")
    assert "engine.decide(request)" in diagram
    for number, question in enumerate(("who asks?", "outdated?", "what is shown?", "where?"), 1):
        assert f"{number}. {question}" in diagram
    packages = re.findall(r"(\w+)/", diagram)
    assert packages == ["useragent", "policy", "browsers", "banner", "injection"]
    assert all((ROOT / "browserbanner" / name / "__init__.py").exists() for name in packages)


def test_an_image_is_built_with_commands_that_there_are() -> None:
    instruction, _, command = block_that("dockerfile", "RUN ").code.strip().partition(" ")
    assert (instruction, command.partition(" && ")[0]) == ("RUN", "pip install browserbanner")
    assert_parses(command.partition(" && ")[2].removeprefix("browserbanner "))


def test_every_format_of_a_log_is_in_the_documentation_and_in_the_command_s_help(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (table,) = (rows for rows in DOCUMENTS["docs/analyze.md"].tables if rows[0][0] == "format (`--format`)")
    assert sorted(name for row in table[1:] for name in re.findall(r"`([\w-]+)`", row[0])) == sorted(NAMES)
    with pytest.raises(SystemExit):
        main(["analyze", "--help"])
    formats = capsys.readouterr().out.partition("\nformats:\n")[2].partition("\nexamples:\n")[0]
    assert [name for name in NAMES if not re.search(rf"(?m)(?:^  |, |; ){name}\b[ :,]", formats)] == []


def test_the_line_in_the_log_is_the_one_that_the_documents_show(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "browserbanner")
    site = starlette_site(BrowserBanner())
    site.get("/", headers=OLD_VISITOR | {"Accept-Language": "uk"})
    assert [record.getMessage() for record in caplog.records] == [block_that("text", "banner shown:").code.strip()]


#: How the documents call what an event tells of a visitor. The other fields tell of the banner.
OF_A_VISITOR = {
    "family": ("family", "назву браузера"),
    "major": ("major version", "основну версію"),
    "os": ("system", "систему"),
    "locale": ("the banner's language", "мову банера"),
}
OF_A_BANNER = ("name", "status", "kind")


def test_the_documents_name_all_that_hooks_and_log_hear_of_a_visitor_and_no_more() -> None:
    assert {*OF_A_VISITOR, *OF_A_BANNER} == {*Event._fields}
    for name, language, before, and_ in (
        ("SECURITY.md", 0, "more of a visitor than ", " and "),
        ("README.md", 0, "Hooks, log and counters hear of ", " and "),
        ("README.uk.md", 1, "Обробники, журнал і лічильники дізнаються ", " й "),
    ):
        *words, last = [names[language] for names in OF_A_VISITOR.values()]
        assert before + ", ".join(words) + and_ + last in " ".join(DOCUMENTS[name].text.split()), name
    (said,) = re.findall(r"An event says (.*?):", DOCUMENTS["docs/apps.md"].text, re.DOTALL)
    assert re.findall(r"`(\w+)`", said) == [*Event._fields]


def test_the_line_for_cron_has_five_fields_a_user_and_a_command_that_is_understood() -> None:
    *fields, user, command = block_that("text", "17 4 ").code.split(maxsplit=6)
    assert all(re.fullmatch(r"\*|\d+", field) for field in fields)
    assert len(fields) == 5
    assert user.isidentifier() or "-" in user
    path, _, arguments = command.strip().partition(" ")
    assert path.endswith("/bin/browserbanner")
    assert_parses(arguments)


def test_crowdin_s_file_leads_to_folders_that_are_there() -> None:
    """A new language is one file: one that Crowdin spells otherwise gets its line when the project moves there."""
    (files,) = yaml.safe_load(block_that("yaml", "files:").code)["files"]
    assert (ROOT / files["source"].lstrip("/")).is_file()
    for folder in files["languages_mapping"]["two_letters_code"].values():
        assert (ROOT / "locales" / folder / "LC_MESSAGES" / "browserbanner.po").is_file()
