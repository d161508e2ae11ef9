"""Headers: a request's fields as a mapping, whatever the protocol gave."""

from __future__ import annotations

from typing import Any

import pytest

from browserbanner.request import Headers

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
    assert headers["Host"] == headers["HOST"] == "\xe9"
    assert headers.get("Referer", "") == ""
    assert "cookie" in headers
    assert "referer" not in headers
    assert list(headers) == list(headers.fields) == ["accept", "cookie", "host"]
    assert repr(headers) == "Headers({'accept': 'text/html, */*', 'cookie': 'a=1; b=2', 'host': '\xe9'})"


@pytest.mark.parametrize("source", [{"Host": "a", "X-B": ""}, {b"HOST": b"a", b"x-b": b""}])
def test_mappings_of_text_or_bytes_will_do(source: Any) -> None:
    headers = Headers(source)
    assert (headers.get("host"), headers.get("x-b")) == ("a", "")
    assert headers.get("X-C", "none") == "none"


def test_there_may_be_none() -> None:
    assert list(Headers()) == list(Headers([])) == []


def test_names_may_be_written_in_any_case() -> None:
    """A site's own function asked for "X-Staff", and silently got nothing."""
    headers = Headers({"x-staff": "yes"})
    assert headers["X-Staff"] == headers.get("X-STAFF") == "yes"
    assert "X-Staff" in headers
    assert len(headers) == 1
    assert dict(headers) == {"x-staff": "yes"}
    assert headers == Headers([(b"X-Staff", b"yes")])
    with pytest.raises(KeyError):
        _ = headers["x-other"]
