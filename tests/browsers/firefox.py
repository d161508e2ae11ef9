"""Firefox through Marionette, the automation port that each one has built in."""

from __future__ import annotations

import base64
import contextlib
import json
import socket
from pathlib import Path
from typing import Any

from tests.browsers.browser import Browser
from tests.browsers.process import BrowserFailed, Deadline, Process, free_port, make_home
from tests.browsers.webdriver import ELEMENT

# A quiet profile: nothing asks the network, nothing greets.
_PREFERENCES: dict[str, bool | int | str] = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.region.update.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.search.update": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage": "about:blank",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "geo.provider.testing": True,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "network.prefetch-next": False,
    "services.settings.server": "data:,",
    "startup.homepage_welcome_url": "about:blank",
    "termsofuse.acceptedVersion": 999,
    "termsofuse.bypassNotification": True,
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "",
    "trailhead.firstrun.didSeeAboutWelcome": True,
}


class Firefox(Browser):
    """A headless Firefox. It adds the q values of ``language`` itself."""

    def __init__(self, binary: str, language: str = "", user_agent: str = "") -> None:
        port, home = free_port(), make_home()
        preferences = {**_PREFERENCES, "marionette.port": port}
        if language:
            tags = [each.partition(";")[0].strip() for each in language.split(",")]
            preferences["intl.accept_languages"] = ", ".join(tags)
        if user_agent:
            preferences["general.useragent.override"] = user_agent
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()]
        (home / "user.js").write_text("".join(lines))
        self._process = Process(
            [binary, "--headless", "--marionette", "--no-remote", "--profile", str(home), "about:blank"],
            env={"MOZ_HEADLESS_WIDTH": "1280", "MOZ_HEADLESS_HEIGHT": "800", "MOZ_CRASHREPORTER_DISABLE": "1"},
            home=home,
        )
        self._last = 0
        self._socket: socket.socket | None = None
        try:
            self._connect(port)
            self._command("WebDriver:NewSession", strictFileInteractability=True)
        except BaseException:
            self.close()
            raise

    def _connect(self, port: int) -> None:
        deadline = Deadline(60, "Firefox's Marionette port")
        while deadline.wait():
            try:
                self._socket = socket.create_connection(("127.0.0.1", port), 60)
                self._read()  # its greeting
            except OSError:
                if self._socket is not None:
                    self._socket.close()
                if not self._process.running:
                    raise BrowserFailed(f"Firefox ended: {self._process.output()[-1500:]}") from None
            else:
                return

    def _read(self) -> Any:
        """A message: its length in decimal, a colon, JSON."""
        size = b""
        while (byte := self._take(1)) != b":":
            size += byte
        return json.loads(self._take(int(size)))

    def _take(self, size: int) -> bytes:
        assert self._socket is not None
        data = b""
        while len(data) < size:
            more = self._socket.recv(size - len(data))
            if not more:
                raise OSError("Marionette was closed")
            data += more
        return data

    def _command(self, name: str, **parameters: Any) -> Any:
        assert self._socket is not None
        self._last += 1
        message = json.dumps([0, self._last, name, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        while True:
            kind, number, error, result = self._read()
            if (kind, number) == (1, self._last):
                if error:
                    raise BrowserFailed(f"{name}: {error.get('error')}: {error.get('message')}")
                return result

    def goto(self, url: str) -> None:
        self._command("WebDriver:Navigate", url=url)

    def js(self, expression: str) -> Any:
        return self._command("WebDriver:ExecuteScript", script=f"return ({expression})", args=[])["value"]

    def click(self, css: str) -> None:
        element = self._command("WebDriver:FindElement", using="css selector", value=css)["value"][ELEMENT]
        self._command("WebDriver:ElementClick", id=element)

    def resize(self, width: int, height: int) -> None:
        self._command("WebDriver:SetWindowRect", width=width, height=height)

    def screenshot(self, path: Path) -> None:
        picture = self._command("WebDriver:TakeScreenshot", full=False)["value"]
        path.write_bytes(base64.b64decode(picture))

    def close(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError, BrowserFailed):  # it may be gone already
                self._command("Marionette:Quit", flags=["eForceQuit"])
            self._socket.close()
            self._process.wait(5)
        self._process.close()
