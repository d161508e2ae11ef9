"""JavaScript literals are read strictly, and never evaluated."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner._javascript import NotALiteral, in_javascript_order, read_module
from tests.browser_data.npm_packages import literal

# caniuse-lite escapes nothing but what JSON escapes too; a lone surrogate is no text.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
literals = st.recursive(
    st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("module.exports={}", {}),
        ("module.exports = [ ] ;\n", []),
        ("'use strict'\nmodule.exports=[1,2]", [1, 2]),
        ('"use strict";module.exports={a:"b"};', {"a": "b"}),
        ('module.exports={A:{K:.5,"0":0,TP:null},_:"1 2"};', {"A": {"0": 0, "K": 0.5, "TP": None}, "_": "1 2"}),
        ("module.exports={a:1e3,b:-2,c:1.25,d:5.}", {"a": 1000.0, "b": -2, "c": 1.25, "d": 5.0}),
        (r"module.exports=['\x41', '\\x41']", ["A", r"\x41"]),
        (r'module.exports="a\"\\\u00e9\n"', 'a"\\é\n'),
        ("module.exports='\t'", "\t"),
        ("module.exports={10:1,9:2,$a:3}", {"9": 2, "10": 1, "$a": 3}),
        ("module.exports={a:true,b:false,c:undefined,}", {"a": True, "b": False, "c": None}),
        ("/* one */ module.exports = [ // two\n '> 1%', \"it's\", 'a\\'\"b', ]; // three", ["> 1%", "it's", "a'\"b"]),
        ("export default ['last 2 versions']\n", ["last 2 versions"]),
    ],
)
def test_a_literal_is_read(text: str, value: object) -> None:
    assert read_module(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "exports.a={}",
        "module.exports=",
        "module.exports={a:1",
        "module.exports={a 1}",
        "module.exports={a:1}{b:2}",
        "module.exports={a:1};process.exit()",
        "module.exports=require('fs')",
        "module.exports={a:b}",
        "module.exports={a:()=>1}",
        "module.exports={[a]:1}",
        "module.exports={...b}",
        "module.exports={a:1,a:2}",
        "module.exports={a:NaN}",
        "module.exports={a:1+1}",
        "module.exports={a:0x10}",
        "module.exports={a:`template`}",
        'module.exports={a:"open}',
        'module.exports={a:"\\x4"}',
        'module.exports={a:"\\101"}',
        "module.exports={a:/x/}",
        "module.exports={a:.}",
        "module.exports={1.5:1}",
        "module.exports=" + "[" * 100 + "]" * 100,
        "module.exports=" + "[" * 200_000,
        "module.exports=[,]",
        "module.exports={,}",
        "module.exports=[1,,]",
        "module.exports=" + "9" * 5000,  # more digits than int() takes
        "//" * 60 + "x",  # a comment can be read as many comments
        "module.exports=['a' 'b']",
        "module.exports=['a\nb']",
        "module.exports=[1] /* open",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(NotALiteral):
        read_module(text)


def test_keys_come_in_javascript_order() -> None:
    read = read_module('module.exports={b:1,"10":2,"02":3,a:4,"9":5,"4294967295":6}')
    assert isinstance(read, dict)
    assert list(read) == ["9", "10", "b", "02", "a", "4294967295"]


@given(literals)
def test_what_was_written_is_read(value: object) -> None:
    assert read_module(f"module.exports={literal(value)}") == value


@given(literals)
def test_json_is_read_as_json(value: object) -> None:
    assert read_module(f"module.exports = {json.dumps(value)};") == value


@given(st.text())
def test_text_is_read_or_refused_and_nothing_else_happens(text: str) -> None:
    with suppress(NotALiteral):
        read_module(f"module.exports={text}")


@given(st.dictionaries(st.text(st.characters(codec="ascii"), max_size=3), st.integers()))
def test_ordering_loses_nothing(values: dict[str, int]) -> None:
    assert in_javascript_order(values) == values


def test_a_literal_is_written_as_the_packages_write_it() -> None:
    assert literal({"A": {"0": 0.5, "b": None}, "a-b": [1]}) == '{A:{"0":0.5,b:null},"a-b":[1]}'
