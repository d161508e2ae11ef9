"""caniuse-lite's packing by places: read to the last character, or refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner._javascript import Literal
from browserbanner.browsers.refresh.errors import NotUnderstood, at
from browserbanner.browsers.refresh.packing import ByKeys, ByPlaces
from tests.browser_data.by_places import ALPHABET, write_number, write_region

#: By what the listed regions are packed, and what caniuse-lite's own unpacker makes of them: test_unpacker.py asks it.
COLUMNS = {"A": ["1", "2", "3"], "B": ["4"]}
REGIONS: list[tuple[str, dict[str, float], dict[str, float]]] = [
    ("    ", {"1": 0, "2": 0, "3": 0}, {"4": 0}),
    ("!#$%", {"1": 0.00001, "2": 0.00002, "3": 0.00003}, {"4": 0.00004}),
    # Numbers of more than one digit, up to the whole country.
    ("MO dMON ", {"1": 0.00044, "2": 0.00045, "3": 0.00989}, {"4": 0.0099}),
    ("cbQN*cbQN+  ", {"1": 99.99999, "2": 100, "3": 0}, {"4": 0}),
    # Around the quote and the backslash, which are left out.
    ("[]Y%[!~~", {"1": 2.97499, "2": 0.00586}, {}),
    # Runs: without data, of zeros, and to the browser's end.
    ("e!e!", {"2": 0.00001}, {"4": 0.00001}),
    ("!fe", {"1": 0.00001}, {}),
    ("z!", {"1": 0, "2": 0, "3": 0}, {"4": 0.00001}),
    ("!ye", {"1": 0.00001, "2": 0, "3": 0}, {}),
    ("!~~", {"1": 0.00001}, {}),
    ("~~", {}, {}),
    # Units: halves go up, one lasts for the next browser too, and 0 is the usual one again.
    ("}SO&!#$!", {"1": 0.00001, "2": 0.00001, "3": 0.00002}, {"4": 0.00001}),
    ("}SO%!#$!", {"1": 0, "2": 0.00001, "3": 0.00001}, {"4": 0}),
    ("!}cR5!~!", {"1": 0.00001, "2": 0.00002}, {"4": 0.00002}),
    ("}PXQ+!%} !!", {"1": 0.00005, "2": 0.00021, "3": 0.00001}, {"4": 0.00001}),
]


@pytest.mark.parametrize(("packed", "first", "second"), REGIONS)
def test_a_region_is_read(packed: str, first: dict[str, float], second: dict[str, float]) -> None:
    assert ByPlaces(COLUMNS).region(packed) == {"A": first, "B": second}


def test_a_region_that_fits_no_columns_is_an_object() -> None:
    assert ByPlaces(COLUMNS).region({"A": {"9": 1.5}}) == {"A": {"9": 1.5}}


@pytest.mark.parametrize(
    ("packed", "said"),
    [
        ("", "expected a token at character 0, found 'the end'"),
        ("!!!", "expected a token at character 3, found 'the end'"),
        ("!!!O", "expected a token at character 3, found 'O'"),
        ("}", "expected a token at character 0, found '}'"),
        ("!!!!!", "it has more than its browsers' figures, from character 4 on"),
        ("~~~", "it has more than its browsers' figures, from character 2 on"),
        ("!!f!", "A has 3 versions, and more figures at character 3"),
        ("{!", "A has 3 versions, and more figures at character 1"),
        ("!!!f", "B has 1 versions, and more figures at character 4"),
        ('!!!"', "expected a token at character 3, found '\"'"),
        ("!!!\\", "expected a token at character 3, found '\\\\'"),
        ("!!!\x1f", "expected a token at character 3, found '\\x1f'"),
        ("!!!é", "expected a token at character 3, found 'é'"),
        ("!!!Oe", "expected a token at character 3, found 'O'"),
        ("}~!!!!", "expected a token at character 0, found '}'"),
        ("P" * 1_000_000, "expected a token at character 0"),
    ],
)
def test_a_region_that_is_not_for_its_columns_is_refused(packed: str, said: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        ByPlaces(COLUMNS).region(packed)
    assert said in str(refused.value)


shares = st.integers(0, 10_000_000).map(lambda figure: figure / 100_000)
versions = st.lists(st.integers(1, 200).map(str), min_size=1, max_size=60, unique=True)


@st.composite
def regions(draw: st.DrawFn) -> tuple[dict[str, list[str]], dict[str, dict[str, float]]]:
    """Columns, and figures for some of their versions."""
    columns = {browser: draw(versions) for browser in "ABCD"}
    sparse = shares | st.just(0.0) | st.none()
    drawn = {browser: {version: draw(sparse) for version in listed} for browser, listed in columns.items()}
    return columns, {
        browser: {version: share for version, share in row.items() if share is not None}
        for browser, row in drawn.items()
    }


@given(regions())
def test_what_was_packed_is_read(region: tuple[dict[str, list[str]], dict[str, dict[str, float]]]) -> None:
    columns, usage = region
    packed = write_region(columns, usage)
    assert packed is not None
    assert ByPlaces(columns).region(packed) == usage


@given(st.integers(0, 10_000_000))
def test_a_number_is_read(number: int) -> None:
    packed = ALPHABET[91] + write_number(number * 10_000) + ALPHABET[1]
    assert ByPlaces({"A": ["1"]}).region(packed) == {"A": {"1": (number or 1) / 100_000}}


@given(st.text() | st.text(ALPHABET))
def test_text_is_read_or_refused_and_nothing_else_happens(packed: str) -> None:
    with suppress(NotUnderstood):
        ByPlaces(COLUMNS).region(packed)


def test_an_agent_is_read() -> None:
    agent = ByPlaces({}).agent({"C": [2, "4 5", 1, "6 TP", 1], "A": [0, 0.5, 2, 0], "F": [100, 10, -20, None]})
    assert agent.places == [None, None, "4", "5", None, "6", "TP", None]
    assert agent.usage == {"4": 0, "5": 0.5, "6": 2, "TP": 0}
    assert agent.dates == {"4": 8_640_000, "5": 9_504_000, "6": 7_776_000}


def test_a_version_without_a_date_does_not_count_for_the_next_one() -> None:
    agent = ByPlaces({}).agent({"C": ["4 5 6"], "A": [1, 2, 3], "F": [100, None, 10]})
    assert agent.dates == {"4": 8_640_000, "6": 9_504_000}


def test_an_agent_with_other_versions_is_read() -> None:
    agent = ByPlaces({}).agent({"C": ["4 5"], "A": {"0": 1.5}, "F": {"4": 1_000_000, "5": None}})
    assert agent.usage == {"0": 1.5}
    assert agent.dates == {"4": 1_000_000, "5": None}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"C": None}, "it has no list of versions"),
        ({"C": "4 5"}, "it has no list of versions"),
        ({"C": [0, "4 5"]}, "'0' is no number of empty places"),
        ({"C": [-1, "4 5"]}, "'-1' is no number of empty places"),
        ({"C": [1.5, "4 5"]}, "'1.5' is no number of empty places"),
        ({"C": [["4"], "5"]}, "is no number of empty places"),
        ({"C": [10**12, "4 5"]}, "'1000000000000' is no number of empty places"),
        ({"C": [900, 900, "4 5"]}, "it has more than 1000 places"),
        ({"C": [" ".join(map(str, range(2000)))]}, "it has more than 1000 places"),
        ({"A": [1]}, "it has 2 versions, and not as many values"),
        ({"A": [1, 2, 3]}, "it has 2 versions, and not as many values"),
        ({"A": None}, "it has 2 versions, and not as many values"),
        ({"A": "1 2"}, "it has 2 versions, and not as many values"),
        ({"F": [100]}, "it has 2 versions, and not as many values"),
        ({"F": [100, "x"]}, "'x' is no number of days"),
        ({"F": [100, 1.5]}, "'1.5' is no number of days"),
    ],
)
def test_a_wrong_agent_is_refused(changes: dict[str, Literal], said: str) -> None:
    fields: dict[str, Literal] = {"C": [1, "4 5"], "A": [1, 2], "F": [100, 10]}
    with pytest.raises(NotUnderstood) as refused:
        ByPlaces({}).agent(fields | changes)
    assert said in str(refused.value)


VERSIONS = {"A": ["1", "2", "3"], "B": [str(number) for number in range(40)]}
SUPPORTS = [1, 2, *[2] * 33, 4]  # featureSupport.js: place 35 is the first that has two tokens
ALL_OF_B = dict.fromkeys(VERSIONS["B"], 2)


@pytest.mark.parametrize(
    ("packed", "support"),
    [
        ("!!", {"A": {"1": 2, "2": 2, "3": 2}, "B": ALL_OF_B}),
        (" H!!", {"A": {"1": 1, "2": 1, "3": 2}, "B": ALL_OF_B}),
        ("D !", {"A": {"1": 4, "2": 4, "3": 4}, "B": ALL_OF_B}),
        ({"A": " H!", "B": {"1": "0 7"}}, {"A": {"1": 1, "2": 1, "3": 2}, "B": {"0": 1, "7": 1}}),
        ({"A": {"2": "1", "132": "3 4"}}, {"A": {"1": 2, "3": 132, "4": 132}}),
    ],
)
def test_a_feature_is_read(packed: object, support: object) -> None:
    assert ByPlaces({}, SUPPORTS).feature(packed, VERSIONS) == support


@pytest.mark.parametrize(
    ("packed", "said"),
    [
        ("", "expected a token at character 0, found 'the end'"),
        ("!", "expected a token at character 1, found 'the end'"),
        ("!!~", "a browser has 40 versions, and more at character 3"),
        ("!!E", "it has more than its browsers' support, from character 2 on"),
        ("!E", "expected a token at character 1, found 'E'"),
        ("!\\", "expected a token at character 1"),
        ("E !", "list index out of range"),
        ({"C": " "}, "nothing is known of 'C'"),
        ({"A": {"y": "1"}}, "invalid literal for int"),
        (5, "'int' object"),
    ],
)
def test_a_feature_that_is_not_for_its_versions_is_refused(packed: object, said: str) -> None:
    with pytest.raises(NotUnderstood) as refused, at("feature"):
        ByPlaces({}, SUPPORTS).feature(packed, VERSIONS)
    assert said in str(refused.value)


def test_a_group_of_keys_stands_for_them_and_for_those_of_groups_in_it() -> None:
    packing = ByKeys({"a": "1", "b": "2", "c": "3"}, {"x": "a _y", "y": "b", "z": "_z"})
    assert packing.feature({"A": {"1": "_x", "132": "c"}}, {}) == {"A": {"1": 1, "2": 1, "3": 132}}
    for keys in ("_z", "_w", "d"):  # a group that contains itself, and what there is not
        with pytest.raises(NotUnderstood), at("feature"):
            packing.feature({"A": {"1": keys}}, {})
