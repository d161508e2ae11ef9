"""Django's system checks: ``python manage.py check`` says which BROWSERBANNER_ settings are invalid, where the order in
MIDDLEWARE is wrong, and whether the app is missing. They are registered when the app or the middleware is imported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.middleware.cache import FetchFromCacheMiddleware
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils.module_loading import import_string

from browserbanner.engine import BrowserBanner
from browserbanner.errors import ConfigurationError
from browserbanner.integrations.django.conf import APP, NOT_INSTALLED, PREFIX, given_options, named_as_setting
from browserbanner.integrations.django.middleware import BannerMiddleware
from browserbanner.options import OPTION_NAMES, SYNONYMS

MIDDLEWARE = "browserbanner.integrations.django.BannerMiddleware"

#: Middleware that compresses pages and is no GZipMiddleware: django-compression-middleware, django-brotli.
_COMPRESSING = ("compression_middleware.middleware.CompressionMiddleware", "django_brotli.middleware.BrotliMiddleware")


@register("browserbanner")
def check_settings(app_configs: Sequence[AppConfig] | None = None, **other: Any) -> list[CheckMessage]:
    """Every setting that is no option (E001), every invalid value (E002), and the data's age."""
    found: list[CheckMessage] = []
    try:
        given = given_options()
    except ConfigurationError as error:
        return [Error(str(named_as_setting(error)), id="browserbanner.E002")]
    for name in [name for name in given if name not in OPTION_NAMES]:
        close = get_close_matches(SYNONYMS.get(name, name), OPTION_NAMES, 1)
        names = ", ".join(map(_setting, OPTION_NAMES))
        hint = f"Did you mean {_setting(close[0])}?" if close else f"The settings: {names}"
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


@register("browserbanner")
def check_middleware(app_configs: Sequence[AppConfig] | None = None, **other: Any) -> list[CheckMessage]:
    """That BannerMiddleware is in MIDDLEWARE (W001), inside of what compresses pages (W003), outside of what answers
    from a cache (W004), inside of LocaleMiddleware where a function says the language (W005), and there once (W007):
    of two the first one counts, the second passes everything on.

    UpdateCacheMiddleware may stand on either side: it keeps no page with a banner, since that is private."""
    listed = [(path, _class(path)) for path in settings.MIDDLEWARE]
    places = [place for place, (_, each) in enumerate(listed) if issubclass(each, BannerMiddleware)]
    if not places:
        hint = f'Add "{MIDDLEWARE}" to it, or wrap the application in browserbanner.wsgi or browserbanner.asgi.'
        text = "MIDDLEWARE has no BannerMiddleware: nobody gets a banner."
        return [Warning(text, hint=hint, id="browserbanner.W001")]
    place, ours, found = places[0], listed[places[0]][0], list[CheckMessage]()
    if len(places) > 1:
        text = "MIDDLEWARE has BannerMiddleware more than once: the first one counts."
        found.append(Warning(text, hint=f"Keep one: {ours}", id="browserbanner.W007"))
    for number, (path, middleware) in enumerate(listed):
        above = number < place
        if wrong := _wrong_above(middleware) if above else _wrong_below(path, middleware):
            outer, inner = (ours, path) if above else (path, ours)
            text = f"In MIDDLEWARE {path} is listed {'above' if above else 'below'} {ours}: {wrong[1]}."
            hint = f'Write them in this order: MIDDLEWARE = [..., "{outer}", ..., "{inner}", ...]'
            found.append(Warning(text, hint=hint, id=wrong[0]))
    return found


def _class(path: str) -> type:
    """A middleware's class. For a function, and for what cannot be imported (Django says why itself): object."""
    try:
        found = import_string(path)
    except Exception:
        return object
    return found if isinstance(found, type) else object


def _wrong_above(middleware: type) -> tuple[str, str] | None:
    """A warning's id and reason, where this middleware must not be further out than ours."""
    if issubclass(middleware, FetchFromCacheMiddleware):
        return "browserbanner.W004", "a page that comes from the cache gets no banner"
    return None


def _wrong_below(path: str, middleware: type) -> tuple[str, str] | None:
    """A warning's id and reason, where this middleware must not be further in than ours."""
    if issubclass(middleware, GZipMiddleware) or path in _COMPRESSING:
        return "browserbanner.W003", "pages with a banner are not compressed, or compressed pages get no banner"
    given = getattr(settings, PREFIX + "LOCALE", None)
    if issubclass(middleware, LocaleMiddleware) and (callable(given) or "." in str(given)):
        return "browserbanner.W005", f"{PREFIX}LOCALE is called for the block page before Django knows the language"
    return None


@register("browserbanner")
def check_app(app_configs: Sequence[AppConfig] | None = None, **other: Any) -> list[CheckMessage]:
    """That the app is in INSTALLED_APPS (W006). `manage.py check` imports no middleware: without the app this runs only
    where another app imports it. The middleware therefore says the same in the log."""
    if apps.is_installed(APP):
        return []
    return [Warning(NOT_INSTALLED, hint=f'Write it there: INSTALLED_APPS = [..., "{APP}"]', id="browserbanner.W006")]


@register("browserbanner")
def check_prefix(app_configs: Sequence[AppConfig] | None = None, **other: Any) -> list[CheckMessage]:
    """That no setting has a prefix that is not quite ours (W008): nobody reads it, unless it is another package's."""
    return [
        Warning(f"{name} is no setting.", hint=f"Did you mean {name.replace('_', '', 1)}?", id="browserbanner.W008")
        for name in dir(settings)
        if name.startswith("BROWSER_BANNER_")
    ]


def _old_data(day: str, date_and_age: str) -> list[CheckMessage]:
    """How old the browser data is, where nobody has renewed it for three months (W002)."""
    if (date.today() - date.fromisoformat(day)).days < 92:
        return []
    hint = "Update the package, or run `browserbanner data refresh`: minimum versions stand still until then."
    return [Warning(f"The browser data is of {date_and_age}.", hint=hint, id="browserbanner.W002")]


def _setting(option: str) -> str:
    return PREFIX + option.upper()
