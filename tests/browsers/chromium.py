"""Chromium 49 to today through the DevTools protocol: headless builds, and QtWebEngine in a window."""

from __future__ import annotations

import base64
import json
import re
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.browsers.browser import Browser
from tests.browsers.process import BrowserFailed, Deadline, Process, free_port, make_home
from tests.browsers.websocket import WebSocket

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--mute-audio",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-sync",
    "--metrics-recording-only",
    "--force-color-profile=srgb",
    "--remote-allow-origins=*",
    "--remote-debugging-port=0",
    "--window-size=1280,800",
)
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Chromium(Browser):
    """A headless Chromium. ``language`` and ``user_agent`` override the headers of that name."""

    def __init__(
        self,
        binary: str,
        language: str = "",
        user_agent: str = "",
        *,
        javascript: bool = True,
        profile: Path | None = None,
        flags: Sequence[str] = (),
    ) -> None:
        """``profile``: a folder that outlives it, else one that is removed with it; ``flags``: of the command line."""
        home = make_home()
        folder = profile or home / "profile"
        self._start(Process([binary, *_FLAGS, *flags, f"--user-data-dir={folder}", "about:blank"], home=home))
        try:
            # Network.enable adds an X-DevTools-... header up to Chromium 66, so only where something is overridden.
            if language or user_agent:
                self.command("Network.enable")
            if language:
                self.command("Network.setExtraHTTPHeaders", headers={"Accept-Language": language})
            if user_agent:
                self.command("Network.setUserAgentOverride", userAgent=user_agent)
            if not javascript:
                self.command("Emulation.setScriptExecutionDisabled", value=True)
        except BaseException:
            self.close()
            raise

    def _start(self, process: Process) -> None:
        self._process = process
        self._events: list[dict[str, Any]] = []
        self._last = 0
        self._socket: WebSocket | None = None
        try:
            deadline = Deadline(40, "the browser's DevTools port")
            while not (address := re.search(r"DevTools listening on ws://([^/\s]+)", process.output())):
                if not process.running:
                    raise BrowserFailed(f"it ended: {process.output()[-1500:]}")
                deadline.wait()
            self._socket = WebSocket(_page_address(address[1]))
            self.command("Page.enable")
            self.command("Runtime.enable")
        except BaseException:
            self.close()
            raise

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command of the protocol and its result."""
        assert self._socket is not None
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": parameters}))
        while True:
            message = self._receive()
            if message.get("id") == self._last:
                if "error" in message:
                    raise BrowserFailed(f"{method}: {message['error']}")
                result: dict[str, Any] = message["result"]
                return result

    def _receive(self) -> dict[str, Any]:
        assert self._socket is not None
        message: dict[str, Any] = json.loads(self._socket.receive())
        if "method" in message:
            self._events.append(message)
        return message

    def goto(self, url: str) -> None:
        self._events.clear()
        self.command("Page.navigate", url=url)
        while not any(event["method"] == "Page.loadEventFired" for event in self._events):
            self._receive()

    def requested(self) -> list[str]:
        """The addresses that were asked for since the last ``goto``, where the network is observed."""
        sent = (event["params"]["request"] for event in self._events if event["method"] == "Network.requestWillBeSent")
        return [str(request["url"]) for request in sent]

    def js(self, expression: str) -> Any:
        answer = self.command("Runtime.evaluate", expression=expression, returnByValue=True)
        if answer.get("exceptionDetails"):
            raise BrowserFailed(f"{expression}: {json.dumps(answer['exceptionDetails'])[:400]}")
        return answer["result"].get("value")

    def click(self, css: str) -> None:
        # A person scrolls to what is out of sight, or under a notice that is fixed to the foot of the window.
        x, y = self.js(
            f"(function(){{var e=document.querySelector({json.dumps(css)}),r=e.getBoundingClientRect();"
            "if(r.top<0||r.bottom>innerHeight-80){scrollBy(0,r.top-innerHeight/2);r=e.getBoundingClientRect()}"
            "return [r.left+r.width/2,r.top+r.height/2]})()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.command("Input.dispatchMouseEvent", type=kind, x=int(x), y=int(y), button="left", clickCount=1)

    def press(self, key: str) -> None:
        """A key, by its DOM name: "Tab" or "Enter"."""
        code, text = {"Tab": (9, ""), "Enter": (13, "\r")}[key]
        for kind in ("keyDown", "keyUp"):
            pressed = {"text": text} if text and kind == "keyDown" else {}
            self.command("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **pressed)

    def media(self, media: str = "", **features: str) -> None:
        """Emulate a medium and its features: ``media("print")``, ``media(prefers_color_scheme="dark")``. Features:
        Chromium 79 and later."""
        named = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.command("Emulation.setEmulatedMedia", media=media, features=named)

    def result_of(self, promise: str) -> Any:
        """What the expression's promise is fulfilled with."""
        answer = self.command("Runtime.evaluate", expression=promise, returnByValue=True, awaitPromise=True)
        if answer.get("exceptionDetails"):
            raise BrowserFailed(f"{promise[:200]}: {json.dumps(answer['exceptionDetails'])[:400]}")
        return answer["result"].get("value")

    def resize(self, width: int, height: int, zoom: int = 1) -> None:
        """``zoom``: as a person zooms, so that a window of so many device pixels has fewer CSS pixels."""
        self.command(
            "Emulation.setDeviceMetricsOverride",
            width=width // zoom,
            height=height // zoom,
            deviceScaleFactor=zoom,
            mobile=False,
        )

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.command("Page.captureScreenshot", format="png")["data"]))

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._process.close()


class QtWebEngine(Chromium):
    """Chromium 49 to 87 in a Qt window under Xvfb. ``folder`` holds one version of PyQt5; Debian's Python runs it."""

    def __init__(self, folder: Path, language: str = "", user_agent: str = "") -> None:
        home = make_home()
        self._wanted = home / "wanted"
        port = free_port()
        host = Path(__file__).with_name("qtwebengine_host.py")
        env = {
            "PYTHONPATH": str(folder),
            "QT_QPA_PLATFORM": "xcb",
            "QT_HOST_SHOT": str(self._wanted),
            "QTWEBENGINE_REMOTE_DEBUGGING": f"127.0.0.1:{port}",
        }
        screen = ("xvfb-run", "-a", "-s", "-screen 0 1280x800x24")
        self._start(Process([*screen, "/usr/bin/python3", str(host), language, user_agent], env=env, home=home))

    def resize(self, width: int, height: int, zoom: int = 1) -> None:
        """Its window keeps its size."""

    def screenshot(self, path: Path) -> None:
        """Page.captureScreenshot never answers here: a file asks the host for the picture."""
        time.sleep(0.3)  # for the last frame to be painted
        picture = self._wanted.with_name("wanted.png")
        self._wanted.touch()
        deadline = Deadline(10, "the host's screenshot")
        while self._wanted.exists() or not picture.exists():
            deadline.wait()
        path.write_bytes(picture.read_bytes())
        picture.unlink()


def _page_address(address: str) -> str:
    """The WebSocket of the first page; a moment may pass before the port answers and the page is there."""
    deadline = Deadline(20, "the browser's first page")
    while deadline.wait():
        try:
            with _OPENER.open(f"http://{address}/json/list", timeout=15) as answer:
                targets: Sequence[Mapping[str, str]] = json.loads(answer.read())
        except OSError:
            continue
        for target in targets:
            if target["type"] == "page":
                return target["webSocketDebuggerUrl"]
    raise AssertionError("unreachable: the deadline raises")
