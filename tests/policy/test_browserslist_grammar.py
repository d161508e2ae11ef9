"""browserslist's language where no golden answer helps: its errors, its laws, hostile texts."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner import ConfigurationError
from browserbanner.browsers import BrowserData
from browserbanner.browsers.data import PACKAGED
from browserbanner.browsers.pack import Pack
from browserbanner.policy import Policy
from browserbanner.policy.browserslist import Query, read_config

DATA = BrowserData.load()
#: Each would keep a backtracking pattern busy for long: benchmarks/test_hostile.py.
HOSTILE = [
    " " * 200_000, "." * 200_000, "9" * 200_000, "ie" + " " * 200_000 + "11 x", "a" * 200_000 + " >= x",
    "last " + "9" * 200_000 + " versions x", "> " + "1" * 200_000 + "..%", "ie " + "1." * 100_000 + "-x",
    "since " + "1-" * 100_000, "op_mini " * 30_000, " and" * 50_000, "," * 50_000, "not " * 50_000,
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "part", "why"),
    [
        ("last 2 versions, supports es6-modul", "supports es6-modul", "did you mean 'es6-module'?"),
        ("fully supports grid", "fully supports grid", "caniuse has no feature 'grid'"),
        ("defaults, not Electron 999", "not Electron 999", "no version '999' of Electron"),
        ("electron 10.1-999", "electron 10.1-999", "no version '999' of Electron"),
        ("extends browserslist-config-acme", "extends browserslist-config-acme", "npx browserslist > .browserslistrc"),
        ("extends ../elsewhere", "extends ../elsewhere", "is no shared config"),
        ("extends express", "extends express", "is no shared config"),
        ("extends browserslist-config-../x", "extends browserslist-config-../x", "is no shared config"),
        (
            "> 1% in my stats",
            "> 1% in my stats",
            "there is no browserslist-stats.json; `browserbanner analyze --stats`",
        ),
        ("cover 95% in ./stats.json", "cover 95% in ./stats.json", "there is no stats.json"),
        ("> 1% in /etc stats", "> 1% in /etc stats", "is neither a shared config nor a file"),
        ("ie 12", "ie 12", "no version '12' of 'ie'"),
        ("baseline 23", "baseline 23", ""),
        ("baseline widely available on 2026-13-01", "baseline widely available on 2026-13-01", "2026-13-01 is no date"),
        ("baseline newly available on 2026-01-01", "baseline newly available on 2026-01-01", "takes no day"),
        ("chrome 109, not firefix 3", "not firefix 3", "no browser 'firefix' (did you mean 'firefox'?); there are ie"),
        ("chrome 109, chrome 999", "chrome 999", "no version '999' of 'chrome'; it has 4 to "),
        ("> 1% in ZZ", "> 1% in ZZ", "a country such as UA or a continent such as alt-eu"),
        ("chrome >= esr", "chrome >= esr", "only Firefox has an ESR"),
        ("Chrome", "Chrome", "say which versions of 'chrome' are meant"),
        ("not ie 11, chrome 109", "not ie 11", "write what is supported before it"),
        ("lasst 2 versions", "lasst 2 versions", ""),
        ("modern", "modern", ""),
        ("chrome 109, latest", "latest", ""),
    ],
)
def test_an_error_names_the_part_and_why_or_what_is_understood(query: str, part: str, why: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Query(query, DATA)
    message = str(caught.value)
    assert message.startswith(f"policy={query!r}: {part!r} is not understood")
    assert why in message
    assert ("Understood: last 2 versions, last 2 Chrome major versions" in message) == (why == "")
    assert (caught.value.option, caught.value.value) == ("policy", query)


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("baseline", "baseline widely available"),
        ("Baseline", "baseline widely available"),
        ("baseline widely", "baseline widely available"),
        ("baseline newly", "baseline newly available"),
        ("baseline 202", "baseline 2023"),
        ("last 2 yrs", "last 2 years"),
        ("default", "defaults"),
        ("Defualts", "defaults"),
        ("chrme", "chrome 109"),
    ],
)
def test_a_phrase_that_is_no_clause_is_answered_with_the_nearest_and_the_grammar(query: str, nearest: str) -> None:
    """`baseline` was answered with 'baseline 2023'."""
    with pytest.raises(ConfigurationError, match=rf"is not understood \(did you mean '{nearest}'\?\)\. Understood: "):
        Query(query, DATA)


@pytest.mark.parametrize("query", ["ie 11,", "ie 11, , ie 10", "   "])
def test_an_operator_without_its_query_is_refused(query: str) -> None:
    with pytest.raises(ConfigurationError, match="nothing stands between two operators, or after the last"):
        Query(query, DATA)


@pytest.mark.parametrize("query", [None, 5, b"ie 11", ["ie 11", 5], [["ie 11"]]])
def test_what_is_neither_a_query_nor_a_list_of_them_is_refused(query: object) -> None:
    with pytest.raises(ConfigurationError, match="must be a browserslist query such as"):
        Policy(query, data=DATA)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("baseline widely available", set()),
        ("> 0.5%, last 2 versions, since 2020, dead, unreleased versions", set()),
        ("last 2 versions, not ie 11", set()),
        ("IE 11, Explorer 10", {"ie"}),
        ("last 2 Chrome major versions, ff esr, op_mini all", {"chrome", "firefox", "op_mini"}),
        ("ios >= 15, safari 15-16, unreleased edge versions", {"ios_saf", "safari", "edge"}),
        ("> 1% and android >= 4.4", {"android"}),
    ],
)
def test_a_query_tells_which_browsers_it_asks_for_by_name(query: str, named: set[str]) -> None:
    assert Query(query, DATA).named == named


def test_baseline_selects_nothing_of_a_browser_that_the_data_does_not_know() -> None:
    pack = Pack.read(PACKAGED)
    for versions in pack.core["baseline"].values():
        versions.pop("opera", None)
    query = "baseline widely available with downstream"
    known, unknown = ({agent for agent, _ in Query(query, data).selected} for data in (DATA, BrowserData(pack)))
    assert known - unknown == {"opera"}


CONDITIONS = st.sampled_from(
    [
        "last 2 versions", "last 1 year", "since 2024-06", "> 0.5%", ">= 1% in UA", "cover 80% in alt-eu", "dead",
        "baseline 2023", "baseline widely available with downstream", "chrome >= 109", "ie 6-11", "ios_saf 15.2-16.1",
        "Firefox ESR", "unreleased versions", "safari TP", "op_mini all", "defaults", "android > 4",
    ]
)  # fmt: skip


@given(CONDITIONS, CONDITIONS)
def test_operators_are_those_of_sets(one: str, other: str) -> None:
    first, second = set(Query(one, DATA).selected), set(Query(other, DATA).selected)
    assert set(Query(f"{one} or {other}", DATA).selected) == first | second
    assert set(Query([one, other], DATA).selected) == first | second
    assert set(Query(f"{one} and {other}", DATA).selected) == first & second
    assert set(Query(f"{one}, not {other}", DATA).selected) == first - second
    assert set(Query(f"{one} and not {other}", DATA).selected) == first - second


@given(
    CONDITIONS, st.sampled_from([" ", "  ", "\t", "\n ", "\u00a0", "\ufeff"]), st.sampled_from([str.upper, str.lower])
)
def test_case_and_kind_of_white_space_do_not_matter(query: str, blank: str, case: object) -> None:
    written = case(query) if callable(case) else query
    assert Query(written.replace(" ", blank), DATA).selected.keys() == Query(query, DATA).selected.keys()


@given(
    st.lists(st.sampled_from(["last", "2", "versions", "and", "not", ",", ">", "%", ".", "-", "in", "UA", "ie", "on"]))
    | st.lists(st.text(max_size=12), max_size=8)
)
def test_any_text_is_answered_or_refused_as_configuration(words: list[str]) -> None:
    with contextlib.suppress(ConfigurationError):
        Query(" ".join(words), DATA)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError):
        Query(text, DATA)


@pytest.mark.parametrize(
    ("variables", "queries"),
    [
        ({}, ["> 1%"]),
        ({"NODE_ENV": "development"}, ["ie 11"]),
        ({"NODE_ENV": "development", "BROWSERSLIST_ENV": "staging"}, ["ie 10"]),
        ({"NODE_ENV": ""}, ["> 1%"]),
    ],
)
def test_the_environment_comes_from_the_variables_that_browserslist_reads(
    variables: dict[str, str], queries: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".browserslistrc"
    file.write_text("[production]\n> 1%\n[development]\nie 11\n[staging]\nie 10\n")
    for name in ("NODE_ENV", "BROWSERSLIST_ENV"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert read_config(str(file)) == queries
    assert read_config(str(file), "staging") == ["ie 10"]


def test_a_config_file_without_queries_for_the_environment_says_which_it_has(tmp_path: Path) -> None:
    file = tmp_path / ".browserslistrc"
    file.write_text("[modern]\nchrome 109\n[old]\nie 11\n")
    with pytest.raises(
        ConfigurationError, match=r"'new', which BROWSERSLIST_ENV or else NODE_ENV names; .*: 'modern', 'old'"
    ):
        read_config(str(file), "new")


def test_a_package_without_queries_says_so(tmp_path: Path) -> None:
    file = tmp_path / "package.json"
    file.write_text('{"browserlist": "> 1%"}')
    with pytest.raises(ConfigurationError, match='has no "browserslist" but a "browserlist"'):
        read_config(str(file))


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_config_file_that_cannot_be_read_is_refused(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / ".browserslistrc"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_config(str(file))


@pytest.mark.parametrize("text", ["[]", '"> 1%"', "null", "{"])
def test_a_package_that_is_no_object_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "package.json"
    file.write_text(text)
    with pytest.raises(ConfigurationError, match=r'no JSON|no "browserslist"'):
        read_config(str(file))
