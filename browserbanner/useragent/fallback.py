"""The fallback: user-agents, fed by ua-parser's fastest installed resolver, on a budget. It names; it convicts nobody."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from browserbanner.useragent.grammar import LIMIT
from browserbanner.useragent.model import UNKNOWN, Form, UserAgent, Version

if TYPE_CHECKING:
    import ua_parser

# ua-parser's names of the families that we have another name for.
_FAMILIES = {
    "Chrome Mobile": "chrome",
    "Chrome Mobile iOS": "chrome",
    "Chrome Mobile WebView": "webview",
    "Mobile Safari": "safari",
    "Mobile Safari UI/WKWebView": "webview",
    "Firefox Mobile": "firefox",
    "Firefox iOS": "firefox",
    "Edge Mobile": "edge",
    "Opera Mobile": "opera",
    "Opera Tablet": "opera",
    "Samsung Internet": "samsung",
    "IE Mobile": "ie",
    "Yandex Browser": "yandex",
    "UC Browser": "uc",
    "QQ Browser Mobile": "qq",
    "QQ Browser": "qq",
    "Amazon Silk": "silk",
    "DuckDuckGo Mobile": "duckduckgo",
}
_SYSTEMS = {
    "Windows": "windows",
    "Mac OS X": "macos",
    "Linux": "linux",
    "Ubuntu": "linux",
    "Android": "android",
    "iOS": "ios",
    "Chrome OS": "chromeos",
}


class Fallback:
    """What the strict grammar does not know, at a cost of 12 µs to 2 ms a string.

    ``budget_per_second``: how many strings a second it may look at (a bucket of that many tokens); None: as many as come.
    """

    def __init__(self, budget_per_second: float | None = 20) -> None:
        self._rate = budget_per_second
        self._tokens = float(budget_per_second or 0)
        self._at = monotonic()
        self._parser: ua_parser.Parser | None = None

    def identify(self, raw: bytes) -> UserAgent | None:
        """Who sent ``raw``, as far as user-agents knows. None: over budget; do not remember that. Never raises."""
        if len(raw) > LIMIT:
            return UNKNOWN
        if not self._spend():
            return None
        try:
            return self._name(raw)
        except Exception:  # what strangers send must not stop a response, whatever it stops in the parsers
            return UNKNOWN

    def _spend(self) -> bool:
        if self._rate is None:
            return True
        now = monotonic()
        self._tokens = min(self._rate, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def _name(self, raw: bytes) -> UserAgent:
        from ua_parser import parse
        from user_agents import parsers

        text = raw.decode("latin-1")
        result = parse(text).with_defaults()
        agent: Any = parsers.UserAgent.__new__(parsers.UserAgent)
        agent.ua_string = text
        browser, system, device = result.user_agent, result.os, result.device
        agent.browser = parsers.parse_browser(browser.family, browser.major, browser.minor, browser.patch)
        agent.os = parsers.parse_operating_system(system.family, system.major, system.minor, system.patch)
        agent.device = parsers.parse_device(device.family, device.brand, device.model)
        if agent.is_bot:
            return UserAgent(kind="bot", named_by="fallback")
        name = agent.browser.family
        if name == "Other":
            return UNKNOWN
        form: Form = (
            "tablet" if agent.is_tablet else "phone" if agent.is_mobile else "desktop" if agent.is_pc else "other"
        )
        family = _FAMILIES.get(name, name.lower())
        version = _ints(agent.browser.version)
        return UserAgent(
            family,
            version,
            None,
            (),
            _SYSTEMS.get(agent.os.family),
            _ints(agent.os.version),
            form,
            "webview" if family == "webview" else "browser",
            None,
            "fallback",
        )


def _ints(version: tuple[object, ...]) -> Version:
    numbers: list[int] = []
    for part in version:
        if not isinstance(part, int) or part > 9999:
            break
        numbers.append(part)
    return tuple(numbers)
