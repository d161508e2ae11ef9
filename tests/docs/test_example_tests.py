"""The tests that docs/apps.md has for a site's own suite pass for each framework's example, and fail without the banner."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.docs.markdown import Block, blocks
from tests.server_process import EXAMPLES

TESTS = [block for block in blocks("python") if "def test_" in block.code]
#: What each framework's test has in it, and the example that it tests.
SITES = {
    "Starlette": ("from starlette.testclient", "starlette_app"),
    "FastAPI": ("from starlette.testclient", "fastapi_app"),
    "ASGI": ("from starlette.testclient", "asgi_app"),
    "Litestar": ("from starlette.testclient", "litestar_app"),
    "Flask": ("client = app.test_client()\n    assert", "flask_app"),
    "Django": ("from django.test", "django_app"),
    "Quart": ("async def test_", "quart_app"),
    "Falcon": ("from falcon.testing", "falcon_app"),
    "Pyramid": ("from werkzeug.test", "pyramid_app"),
    "Bottle": ("from werkzeug.test", "bottle_app"),
    "WSGI": ("from werkzeug.test", "wsgi_app"),
}
#: Runs a block's test with the example as mysite; then again with the middleware's work taken away.
RUN = """
import asyncio, inspect, sys
from browserbanner.decision import Pass
from browserbanner.engine import BrowserBanner
code, example = sys.argv[1:]
sys.modules["mysite"] = __import__(example)
if example == "django_app":  # as every test runner does
    from django.test.utils import setup_test_environment
    setup_test_environment()

def run_test():
    names = {}
    exec(code, names)
    result = names["test_old_browsers_get_the_banner"]()
    if inspect.iscoroutine(result):
        asyncio.run(result)

run_test()
print("passed")
BrowserBanner.decide = lambda *given: Pass()
run_test()
"""


def ended(code: str, example: str) -> tuple[int, str, str]:
    """The exit status, and what standard output and standard error got."""
    command = [sys.executable, "-c", RUN, code, example]
    done = subprocess.run(command, cwd=EXAMPLES, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


def block_of(framework: str) -> Block:
    (found,) = [block for block in TESTS if SITES[framework][0] in block.code]
    return found


def test_every_example_test_is_of_a_framework() -> None:
    assert {block.place for block in TESTS} == {block_of(framework).place for framework in SITES}


@pytest.mark.parametrize("framework", SITES)
def test_it_passes_with_the_banner_and_fails_without(framework: str) -> None:
    code, example = block_of(framework).code, SITES[framework][1]
    if framework == "Litestar":  # as the text above the block says
        code = code.replace("from starlette.testclient", "from litestar.testing")
    status, said, failure = ended(code, example)
    assert said.splitlines()[-1:] == ["passed"], failure
    assert status == 1
    assert "\nAssertionError\n" in failure
