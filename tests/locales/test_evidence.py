"""The committed evidence: nothing is found in the committed catalogs, and the words have sources."""

from __future__ import annotations

import json

import pytest

from scripts.evidence.catalogs import LOCALES, digest, languages, read, texts
from scripts.evidence.readings import BadAnswer, record, sheet
from scripts.evidence.serbian import in_latin
from scripts.evidence.words import folded, is_form, words
from tests.preview_process import copied, edit, po_file


def test_a_sheet_has_every_text_once_and_no_english() -> None:
    for language in ("uk", "ar"):
        rows = sheet(language)["messages"]
        said = list(texts(read(language)))
        assert [row["number"] for row in rows] == list(range(1, len(said) + 1))
        assert not any("%(" in row["text"] for row in rows)
        shown = json.dumps(rows, ensure_ascii=False)
        assert not [text.english for text in said if len(text.english) > 12 and text.english in shown and text.context != "name"]


def test_a_reading_is_stored_with_the_hash_and_is_of_one_state_only(tmp_path) -> None:
    folder = copied(tmp_path, "uk")
    asked = sheet("uk", folder)
    answer = {str(row["number"]): f"English {row['number']}" for row in asked["messages"]}
    stored = json.loads(record("uk", answer | {"catalog": asked["catalog"]}, folder).read_text("utf-8"))
    assert stored["catalog"] == asked["catalog"] == digest(read("uk", folder))
    assert stored["back"]["title|Your browser is out of date"] == "English 5"
    edit(po_file(folder, "uk"), "Ваш браузер застарів", "Ваш браузер старий")
    assert stored["catalog"] != digest(read("uk", folder))
    with pytest.raises(BadAnswer, match="has changed"):
        record("uk", {"back": answer, "catalog": asked["catalog"]}, folder)
    with pytest.raises(BadAnswer, match="every number"):
        record("uk", {"1": "Only one"}, folder)


def test_the_hash_is_of_what_is_said_and_not_of_comments_and_lines(tmp_path) -> None:
    folder = copied(tmp_path, "uk")
    path = po_file(folder, "uk")
    path.write_text(path.read_text("utf-8").replace("#. ", "#. Another comment. "), "utf-8")
    assert digest(read("uk", folder)) == digest(read("uk"))
