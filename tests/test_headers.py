"""Headers: what the rooms read of a request's fields, whatever the protocol gave."""

from __future__ import annotations

from typing import Any

import pytest

from browserbanner.headers import Headers

PAIRS = [(b"Accept", b"text/html"), (b"COOKIE", b"a=1"), (b"accept", b"*/*"), (b"cookie", b"b=2"), (b"Host", b"\xe9")]


@pytest.mark.parametrize(
    "source",
    [
        PAIRS,
        tuple(PAIRS),
        iter(PAIRS),
        [(name.decode("latin-1"), value.decode("latin-1")) for name, value in PAIRS],
        Headers(PAIRS),
    ],
    ids=["bytes", "a tuple", "an iterator", "text", "another one"],
)
def test_fields_that_come_more_than_once_are_joined(source: Any) -> None:
    headers = Headers(source)
    assert headers.get("accept") == "text/html, */*"
    assert headers.get("cookie") == "a=1; b=2"
    assert headers.get("host") == "\xe9"
    assert headers.get("referer") is None
    assert headers.values_of(("host", "accept", "referer")) == ("\xe9", "text/html, */*", None)
    assert "cookie" in headers
    assert "referer" not in headers
    assert list(headers) == list(headers.names) == ["accept", "cookie", "host"]
    assert repr(headers) == "Headers({'accept': 'text/html, */*', 'cookie': 'a=1; b=2', 'host': '\xe9'})"


@pytest.mark.parametrize("source", [{"Host": "a", "X-B": ""}, {b"HOST": b"a", b"x-b": b""}])
def test_mappings_of_text_or_bytes_will_do(source: Any) -> None:
    headers = Headers(source)
    assert (headers.get("host"), headers.get("x-b")) == ("a", "")
    assert headers.values_of(("x-b", "x-c")) == ("", None)


def test_there_may_be_none() -> None:
    assert list(Headers()) == list(Headers(None)) == list(Headers([])) == []
