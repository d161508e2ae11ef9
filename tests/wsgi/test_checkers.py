"""WSGI: wsgiref's validator and werkzeug's linter have nothing to say."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest
from werkzeug.middleware.lint import LintMiddleware
from werkzeug.test import Client

from browserbanner import BrowserBanner
from browserbanner.wsgi import BannerMiddleware
from tests.visitors import CURRENT, IE
from tests.wsgi.server import HTML, PAGE, Blocks, answers, lazily

KINDS: dict[str, Callable[..., Any]] = {
    "a list": lambda *blocks: list(blocks),
    "a tuple": lambda *blocks: blocks,
    "an iterator": lambda *blocks: iter(blocks),
    "a generator": lambda *blocks: (block for block in blocks),
    "an object with close": Blocks,
}
CHECKERS: dict[str, Callable[[Any], Any]] = {"wsgiref": validator, "werkzeug": LintMiddleware}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("checker", CHECKERS)
@pytest.mark.parametrize("user_agent", [IE, CURRENT])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("length", [True, False], ids=["with length", "without"])
def test_checkers_inside_and_outside_have_nothing_to_say(
    banner: BrowserBanner, edited: bytes, kind: str, checker: str, user_agent: str, method: str, length: bool
) -> None:
    check = CHECKERS[checker]
    headers = [HTML, *([("Content-Length", str(len(PAGE)))] if length else [])]
    # An answer to HEAD has its body too here: for the server to drop, and so that the length is what werkzeug expects.
    blocks = (PAGE[:25], PAGE[25:38], PAGE[38:])
    app = check(BannerMiddleware(check(answers(lambda: KINDS[kind](*blocks), headers)), banner=banner))
    answer = Client(app).open("/article", method=method, headers={"User-Agent": user_agent, "Host": "example.org"})
    assert answer.data == (edited if user_agent == IE and method == "GET" else PAGE)
    answer.close()


@pytest.mark.parametrize("checker", CHECKERS)
@pytest.mark.parametrize("path", ["/_browserbanner/close", "/_browserbanner/none"])
def test_checkers_have_nothing_to_say_of_our_own_addresses(banner: BrowserBanner, checker: str, path: str) -> None:
    answer = Client(CHECKERS[checker](BannerMiddleware(lazily(PAGE), banner=banner))).get(path)
    assert answer.status_code in (404, 405)
    answer.close()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_our_own_addresses_pass_wsgiref_s_validator(method: str) -> None:
    body = b"kind=outdated&next=%2Fpage"
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    environ |= {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/_browserbanner/close",
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    started: list[str] = []

    def start_response(status: str, headers: object, exc_info: object = None) -> Callable[[bytes], object]:
        started.append(status)
        return lambda data: None

    blocks: Any = iter(validator(BannerMiddleware(never))(environ, start_response))
    sent = b"".join(blocks)
    blocks.close()
    assert (sent == b"") is (method == "POST")
    assert started == ["303 See Other" if method == "POST" else "405 Method Not Allowed"]


def never(environ: object, start_response: object) -> list[bytes]:
    raise AssertionError("a request of ours reached the app")
