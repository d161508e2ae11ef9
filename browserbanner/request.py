"""Request, Headers and Response: what adapters hand to the engine and get back, whatever the protocol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias, TypeVar, overload

T = TypeVar("T")

HeaderPairs: TypeAlias = Iterable[tuple[bytes | str, bytes | str]]
#: What headers are made of: a mapping or pairs, of text or bytes.
HeadersLike: TypeAlias = "Headers | Mapping[str, str] | Mapping[bytes, bytes] | HeaderPairs"


class Headers(Mapping[str, str]):
    """A request's header fields: an immutable mapping whose names may be written in any case.

    Values are latin-1 text (RFC 9110 §5.5). Fields that came more than once are joined with ", " (RFC 9110 §5.3),
    cookies with "; " (RFC 9113 §8.2.3). Iteration gives the names in lower case. ``fields`` is the same as a dict whose
    keys are the names in lower case, for code that asks for many.
    """

    __slots__ = ("fields",)

    fields: dict[str, str]

    def __init__(self, source: HeadersLike = ()) -> None:
        if isinstance(source, Headers):
            self.fields = source.fields
            return
        pairs: HeaderPairs = source.items() if isinstance(source, Mapping) else source
        fields: dict[str, str] = {}
        for raw_name, raw_value in pairs:
            name = (raw_name.decode("latin-1") if isinstance(raw_name, bytes) else raw_name).lower()
            value = raw_value.decode("latin-1") if isinstance(raw_value, bytes) else raw_value
            if name in fields:
                value = fields[name] + ("; " if name == "cookie" else ", ") + value
            fields[name] = value
        self.fields = fields

    def __getitem__(self, name: str) -> str:
        return self.fields[name.lower()]

    @overload
    def get(self, name: str, default: None = None, /) -> str | None: ...
    @overload
    def get(self, name: str, default: str | T, /) -> str | T: ...
    def get(self, name: str, default: object = None, /) -> object:
        """The field's value, or ``default``. (Mapping's own raises and catches a KeyError for each absent field.)"""
        return self.fields.get(name.lower(), default)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self.fields

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    def __repr__(self) -> str:
        return f"Headers({self.fields!r})"


@dataclass(frozen=True, slots=True)
class Request:
    """A request, as every function that a site passes in receives it.

    ``path``: percent-decoded, below ``root_path`` (WSGI's PATH_INFO); ``root_path``: where the app is mounted (WSGI's
    SCRIPT_NAME), without a slash at its end; ``query``: as sent, without "?"; ``scheme``: "http" or "https"; ``raw``:
    the ASGI scope, the WSGI environ or Django's HttpRequest, with what the app has written into it so far; ``body``:
    empty, except for requests below the option ``prefix``, of which the adapter reads 8 KiB and one byte at most.
    """

    method: str = "GET"
    path: str = "/"
    root_path: str = ""
    query: str = ""
    scheme: str = "http"
    headers: Headers = field(default_factory=Headers)
    raw: Any = None
    body: bytes = b""

    def __post_init__(self) -> None:
        if self.root_path.endswith("/"):
            object.__setattr__(self, "root_path", self.root_path.rstrip("/"))


class Response(NamedTuple):
    """A response of ours. All its headers are there, in ASCII (Content-Length too, except where RFC 9110 §8.6 forbids
    it)."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
