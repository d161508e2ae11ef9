"""browserslist's language, answered as the real browserslist answered it: see scripts/browserslist_golden.py."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from browserbanner import ConfigurationError
from browserbanner.browsers import BrowserData
from browserbanner.policy import Policy
from browserbanner.policy.browserslist import Query, read_config

DATA = BrowserData.load()
FOLDER = Path(__file__).parent / "data"
GOLDEN: dict[str, Any] = json.loads((FOLDER / "browserslist.json").read_text("utf-8"))
ANSWERED = [pytest.param(query, answer, id=str(query)) for query, answer in GOLDEN["queries"] if "error" not in answer]
REFUSED = [pytest.param(query, id=str(query)) for query, answer in GOLDEN["queries"] if "error" in answer]


def test_the_golden_answers_are_of_the_packaged_data() -> None:
    sources = {source.package: source.version for source in DATA.sources}
    made_of = {name: version for name, version in GOLDEN["packages"].items() if name != "browserslist"}
    assert GOLDEN["date"] == DATA.date, "run: python -m scripts.browserslist_golden"
    assert made_of.items() <= sources.items(), "run: python -m scripts.browserslist_golden"


def test_the_golden_answers_are_to_the_queries_that_we_list() -> None:
    lines = (FOLDER / "browserslist_queries.txt").read_text("utf-8").splitlines()
    listed = [json.loads(line) if line[0] in '"[' else line for line in lines if line and line[0] != "#"]
    assert listed == [query for query, _ in GOLDEN["queries"]]
    assert len(ANSWERED) >= 400
    assert len(REFUSED) >= 100


@pytest.mark.parametrize(("query", "answer"), ANSWERED)
def test_a_query_selects_what_browserslist_selects(query: str | list[str], answer: dict[str, str]) -> None:
    theirs = [(agent, version) for agent, versions in answer.items() for version in versions.split()]
    assert sorted(Query(query, DATA).selected) == sorted(theirs)


@pytest.mark.parametrize("query", REFUSED)
def test_a_query_that_browserslist_refuses_is_refused(query: str | list[str]) -> None:
    with pytest.raises(ConfigurationError, match=r"is not understood|nothing stands between two operators"):
        Query(query, DATA)


@pytest.mark.parametrize(
    ("given", "answer"),
    [pytest.param(*row, id=f"{index}-{row[0]['file']}") for index, row in enumerate(GOLDEN["configs"])],
)
def test_a_config_file_says_what_browserslist_reads_in_it(
    given: dict[str, Any], answer: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BROWSERSLIST_ENV", raising=False)
    monkeypatch.delenv("NODE_ENV", raising=False)
    file = tmp_path / given["file"]
    file.write_bytes("\n".join(given["lines"]).encode())
    queries = answer.get("queries")
    if queries:
        assert read_config(str(file), given.get("env")) == ([queries] if isinstance(queries, str) else queries)
    else:  # refused by browserslist too, or read as nothing at all, which is never meant
        with pytest.raises(ConfigurationError, match=r"policy='.*': "):
            read_config(str(file), given.get("env"))


def test_a_path_of_something_else_is_called_what_it_is_and_a_query_wins_over_a_file_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("rc.txt", "chrome 109"):
        (tmp_path / name).write_text("last 2 years")
    for path, what in (("rc.txt", "is no query but a file"), (str(tmp_path), "is a folder")):
        with pytest.raises(ConfigurationError) as refused:
            Policy(path, data=DATA)
        wanted = f"policy={path!r}: {what}: a path has to end in '.browserslistrc' or 'package.json'"
        assert str(refused.value) == wanted
    assert Policy("chrome 109", data=DATA).minimums.by_family["chrome"] == (109,)
    assert Policy(Path("rc.txt"), data=DATA).spec == "last 2 years"
