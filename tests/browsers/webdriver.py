"""WebDriver, the old JSON wire protocol (PhantomJS) and the W3C's (WPE WebKit)."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.browsers.browser import Browser
from tests.browsers.process import BrowserFailed, Deadline, Process, free_port

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class WebDriver(Browser):
    """A browser behind a driver. ``arguments`` start the driver; "{port}" in them is the port to listen on."""

    def __init__(
        self, arguments: Sequence[str], capabilities: Mapping[str, Any], env: Mapping[str, str] | None = None
    ) -> None:
        port = free_port()
        self._base = f"http://127.0.0.1:{port}"
        self._session = ""
        self._process = Process([argument.format(port=port) for argument in arguments], env=env)
        try:
            self._wait_for_driver()
            wanted = {"desiredCapabilities": capabilities, "capabilities": {"alwaysMatch": capabilities}}
            answer = self._call("POST", "/session", wanted)
            value = answer.get("value") or {}
            self._w3c = "capabilities" in value
            self._session = "/session/" + (answer.get("sessionId") or value["sessionId"])
        except BaseException:
            self.close()
            raise

    def _wait_for_driver(self) -> None:
        deadline = Deadline(30, "the driver's port")
        while deadline.wait():
            try:
                self._call("GET", "/status")
            except OSError:
                if not self._process.running:
                    raise BrowserFailed(f"the driver ended: {self._process.output()[-800:]}") from None
            else:
                return

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        data = json.dumps(body or {}).encode() if method == "POST" else None
        headers = {"Content-Type": "application/json;charset=UTF-8"}
        request = urllib.request.Request(self._base + path, data, headers, method=method)
        try:
            with _OPENER.open(request, timeout=60) as answer:
                result: dict[str, Any] = json.loads(answer.read() or b"{}")
                return result
        except urllib.error.HTTPError as error:
            with error:
                reason = error.read().decode("utf-8", "replace")[:600]
            raise BrowserFailed(f"{method} {path}: {error.code} {reason}") from None

    def _ask(self, path: str, **body: Any) -> Any:
        return self._call("POST", self._session + path, body).get("value")

    def goto(self, url: str) -> None:
        self._ask("/url", url=url)

    def js(self, expression: str) -> Any:
        return self._ask("/execute/sync" if self._w3c else "/execute", script=f"return ({expression})", args=[])

    def click(self, css: str) -> None:
        found = self._ask("/element", using="css selector", value=css)
        self._ask(f"/element/{found.get(ELEMENT) or found['ELEMENT']}/click")

    def resize(self, width: int, height: int) -> None:
        if not self._w3c:  # WPE's headless window keeps its size
            self._ask("/window/current/size", width=width, height=height)

    def screenshot(self, path: Path) -> None:
        picture = self._call("GET", self._session + "/screenshot")["value"]
        path.write_bytes(base64.b64decode(picture))

    def close(self) -> None:
        try:
            if self._session:
                self._call("DELETE", self._session)
        except (OSError, BrowserFailed):
            pass  # it is gone already
        finally:
            self._process.close()
