"""Django's system checks: ``python manage.py check`` says which BROWSERBANNER_ settings cannot be meant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from browserbanner.engine import BrowserBanner
from browserbanner.errors import ConfigurationError
from browserbanner.integrations.django.conf import PREFIX, given_options, named_as_setting
from browserbanner.options import OPTION_NAMES

MIDDLEWARE = "browserbanner.integrations.django.BannerMiddleware"


def check_settings(app_configs: Sequence[AppConfig] | None = None, **other: Any) -> list[CheckMessage]:
    """Every setting that is no option (E001), every invalid value (E002), and the data's age."""
    found: list[CheckMessage] = []
    try:
        given = given_options()
    except ConfigurationError as error:
        return [Error(str(named_as_setting(error)), id="browserbanner.E002")]
    for name in [name for name in given if name not in OPTION_NAMES]:
        close = get_close_matches(name, OPTION_NAMES, 1)
        hint = (
            f"Did you mean {_setting(close[0])}?"
            if close
            else f"The settings: {', '.join(map(_setting, OPTION_NAMES))}"
        )
        found.append(Error(f"{_setting(name)} is no setting.", hint=hint, id="browserbanner.E001"))
        del given[name]
    while True:
        try:
            banner = BrowserBanner(**given)
            return found + _old_data(banner.data.date, banner.data.date_and_age)
        except ConfigurationError as error:
            found.append(Error(str(named_as_setting(error)), id="browserbanner.E002"))
            if error.option not in given:
                return found
            del given[error.option]  # and see what else there is


def check_middleware(app_configs: Sequence[AppConfig] | None = None, **other: Any) -> list[CheckMessage]:
    """The app alone does nothing (W001)."""
    if any(path == MIDDLEWARE or path.startswith("browserbanner.integrations.django.") for path in settings.MIDDLEWARE):
        return []
    hint = f"Add {MIDDLEWARE!r} to it, or wrap the application in browserbanner.wsgi or browserbanner.asgi."
    return [Warning("MIDDLEWARE has no BannerMiddleware: nobody gets a banner.", hint=hint, id="browserbanner.W001")]


def _old_data(day: str, said: str) -> list[CheckMessage]:
    """How old the browser data is, where nobody has renewed it for three months (W002)."""
    if (date.today() - date.fromisoformat(day)).days < 92:
        return []
    hint = "Update the package, or run `browserbanner data refresh`: minimum versions stand still until then."
    return [Warning(f"The browser data is of {said}.", hint=hint, id="browserbanner.W002")]


def _setting(option: str) -> str:
    return PREFIX + option.upper()
