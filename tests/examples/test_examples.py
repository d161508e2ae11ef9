"""Each example as it stands in examples/: an old browser gets the banner and can close it, a current one gets the page."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from werkzeug.test import Client

EXAMPLES = Path(__file__).parents[2] / "examples"
IE_11 = "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko"
FORM = {"next": "/", "kind": "outdated"}


def app_of(name: str) -> Any:
    return runpy.run_path(str(EXAMPLES / name))["app"]


@pytest.mark.parametrize("name", ["starlette_app.py", "asgi_app.py"])
def test_the_asgi_examples_serve_banners(name: str) -> None:
    client = TestClient(app_of(name), headers={"user-agent": IE_11}, follow_redirects=False)
    assert "id=bb" in client.get("/").text
    assert client.post("/_browserbanner/close", data=FORM).status_code == 303
    assert "id=bb" not in client.get("/").text
    assert "id=bb" not in TestClient(app_of(name)).get("/").text
    assert "id=bb" in TestClient(app_of(name)).get("/?browserbanner=webview").text


def test_the_wsgi_example_serves_banners() -> None:
    client = Client(app_of("wsgi_app.py"))
    old = {"User-Agent": IE_11}
    assert "id=bb" in client.get("/", headers=old).text
    assert client.post("/_browserbanner/close", data=FORM, headers=old).status_code == 303
    assert "id=bb" not in client.get("/", headers=old).text
    assert "id=bb" not in Client(app_of("wsgi_app.py")).get("/").text
    assert "id=bb" in Client(app_of("wsgi_app.py")).get("/?browserbanner=webview").text
