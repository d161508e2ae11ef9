"""Django, over WSGI and ASGI, with sync and async views::

    INSTALLED_APPS = [..., "browserbanner.integrations.django"]      # for `manage.py check` and the template tag
    MIDDLEWARE = [..., "browserbanner.integrations.django.BannerMiddleware", ...]
    BROWSERBANNER_POLICY = "last 2 years"                            # each option is a setting: BROWSERBANNER_<OPTION>

List the middleware below GZipMiddleware and LocaleMiddleware, and above FetchFromCacheMiddleware; ``manage.py check``
warns otherwise. Where the others stand does not matter. Each request gets ``request.browser_verdict``, worked out when
it is used. Templates may place the banner themselves::

    {% load browserbanner %}{% browser_banner %}
"""

from browserbanner.integrations._missing import missing

try:
    import django as _django  # noqa: F401  (first: without it there may be no asgiref either)

    from browserbanner.integrations.django import checks as checks
    from browserbanner.integrations.django.middleware import BannerMiddleware as BannerMiddleware
except ModuleNotFoundError as _error:
    raise missing("django", _error) from _error

__all__ = ["BannerMiddleware"]
