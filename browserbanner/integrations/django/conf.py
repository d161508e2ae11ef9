"""The settings: each option of BrowserBanner, in capitals, behind BROWSERBANNER_."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from browserbanner.engine import BrowserBanner
from browserbanner.errors import ConfigurationError
from browserbanner.integrations.nonces import django_csp

APP = "browserbanner.integrations.django"
PREFIX = "BROWSERBANNER_"
NOT_INSTALLED = f"INSTALLED_APPS lacks {APP}: `manage.py check` does not see it, and templates cannot load its tag."

#: Settings may name functions by their dotted paths, since many cannot be imported yet where settings are made.
_FUNCTIONS = ("exempt", "only", "locale", "country", "nonce", "on_verdict", "on_shown", "on_closed")


def given_options() -> dict[str, Any]:
    """The options that the project's settings give, functions imported. Raises ConfigurationError."""
    if hasattr(settings, "BROWSERBANNER"):
        text = f'BROWSERBANNER is no setting: each option has one of its own, such as {PREFIX}POLICY = "last 2 years"'
        raise ConfigurationError(text, value=settings.BROWSERBANNER)
    given = {
        name.removeprefix(PREFIX).lower(): getattr(settings, name) for name in dir(settings) if name.startswith(PREFIX)
    }
    for name in _FUNCTIONS:
        if isinstance(given.get(name), list | tuple):
            given[name] = tuple(_imported(name, each) for each in given[name])
        elif name in given:
            given[name] = _imported(name, given[name])
    return given


def _imported(option: str, given: Any) -> Any:
    """The function that a dotted path names; anything else as it is. Raises ConfigurationError."""
    if not (isinstance(given, str) and "." in given and given.replace(".", "").isidentifier()):
        return given
    try:
        return import_string(given)
    except ImportError as error:
        raise ConfigurationError(f"{option}={given!r}: {error}", option=option, value=given) from error


@cache
def banner() -> BrowserBanner:
    """The project's BrowserBanner. Raises ConfigurationError, which names the setting."""
    try:
        options = given_options()
        # django-csp's nonce, or Django's own: the header is made further out, when the response has passed us.
        options.setdefault("nonce", django_csp)
        return BrowserBanner(**options)
    except ConfigurationError as error:
        raise named_as_setting(error) from error


def named_as_setting(error: ConfigurationError) -> ConfigurationError:
    """The same error with the setting's name in front."""
    name = f"{PREFIX}{error.option.upper()}: " if error.option else ""
    return ConfigurationError(f"{name}{error}", option=error.option, value=error.value)


def _forget(*, setting: str, **other: Any) -> None:
    """Forget the BrowserBanner when one of its settings changes, which happens in tests only."""
    if setting.startswith(PREFIX):
        banner.cache_clear()


setting_changed.connect(_forget)
