"""Options: each has a default, and whatever cannot be meant stops the process at start-up with a message that helps."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, cast

import pytest

from browserbanner import BrowserBanner, ConfigurationError, Request, asgi, wsgi

#: Paths that browsers resolve to others before they ask, so that nothing of ours was ever found there.
UNREACHABLE = ("/..", "/.", "/a/..", "/../a", "/a/./b")


def test_no_option_is_needed() -> None:
    assert BrowserBanner().options.policy == "baseline widely available"


@pytest.mark.parametrize(
    ("options", "bad", "good"),
    [
        ({"polcy": "x"}, "'polcy'", "policy"),
        ({"theme": "blue"}, "'blue'", "'auto', 'light', 'dark'"),
        ({"layout": "popup"}, "'popup'", "'bar', 'cards'"),
        ({"position": "left"}, "'left'", "'top', 'bottom'"),
        ({"place": "head"}, "'head'", "'top', 'marker'"),
        ({"grace": -1}, "-1", "whole number of days, 0 or more"),
        ({"grace": True}, "True", "whole number"),
        ({"close_days": 0}, "0", "whole number of days, 1 to 3650"),
        ({"close_days": 10**13}, "10000000000000", "whole number of days, 1 to 3650"),
        ({"enabled": "no"}, "'no'", "True or False"),
        ({"debug": 1}, "1", "True or False"),
        ({"default_locale": "xx"}, "'xx'", "'en'"),
        ({"default_locale": 3}, "3", '"en"'),
        ({"locale": "../etc"}, "'../etc'", "a language"),
        ({"locale": "tlh"}, "'tlh'", "'uk'"),
        ({"country": "Ukraine"}, "'Ukraine'", '"UA"'),
        ({"country": "UK"}, "'UK'", '"GB"'),
        ({"country": "XX"}, "'XX'", "whose shares are known"),
        ({"country_header": "CF IPCountry"}, "'CF IPCountry'", '"CF-IPCountry"'),
        ({"country_header": "HTTP_CF_IPCOUNTRY"}, "'HTTP_CF_IPCOUNTRY'", "write 'CF-IPCOUNTRY'"),
        ({"country_header": "http_x_country"}, "'http_x_country'", "write 'x-country'"),
        ({"exempt": {"/a": False}}, "{'/a': False}", "path patterns"),
        ({"only": {"/a": True}}, "{'/a': True}", "path patterns"),
        ({"only": []}, "only=[]", "at least one of: path patterns"),
        ({"only": frozenset()}, "only=frozenset()", "or None (all pages)"),
        ({"origin": "https://example.org/path"}, "'https://example.org/path'", '"https://example.org"'),
        ({"prefix": "banner"}, "'banner'", '"/_browserbanner"'),
        ({"prefix": "/"}, "'/'", '"/_browserbanner"'),
        *(({"prefix": path}, f"'{path}'", '"." and ".."') for path in UNREACHABLE),
        *(({"cookie_path": path}, f"'{path}'", '"." and ".."') for path in UNREACHABLE),
        ({"campaign": "a.b"}, "'a.b'", "letters, digits"),
        ({"cookie_name": "a b"}, "'a b'", "letters, digits"),
        ({"cookie_path": "x"}, "'x'", '"/"'),
        ({"exempt": ["api/*"]}, "'api/*'", "write '/api/*'"),
        ({"only": "/api/.*"}, "'/api/.*'", "this is a regular expression"),
        ({"polcy": "x"}, "'polcy'", "did you mean 'policy'?"),
        ({"layout": "card"}, "'card'", "did you mean 'cards'?"),
        ({"theme": "Dark"}, "'Dark'", "did you mean 'dark'?"),
        ({"browsers": ["fierfox"]}, "'fierfox'", "did you mean 'firefox'?"),
        ({"colours": {"acent": "#111"}}, "'acent'", "did you mean 'accent'?"),
        ({"policy": {"crome": 109}}, "'crome'", "did you mean 'chrome'?"),
        ({"policy": "last 2 yeers"}, "'last 2 yeers'", "did you mean 'last 2 years'?"),
        ({"policy": "baseline widley available"}, "widley", "did you mean 'baseline widely available'?"),
        ({"browsers": "chrome"}, "'chrome'", "a list of families"),
        ({"browsers": ["netscape"]}, "netscape", "'firefox'"),
        ({"browsers": []}, "[]", "a list of families"),
        ({"statuses": ()}, "()", "list of statuses"),
        ({"campaign": 1}, "1", "a text of 1 to 32"),
        ({"statuses": 200}, "200", "list of statuses"),
        ({"statuses": None}, "None", "list of statuses"),
        ({"statuses": [304]}, "304", "among 200 and 400 to 599"),
        ({"block": 3}, "block=3: must be a browserslist query", "None (no block page)"),
        ({"block": True}, "block=True: must be", "None (no block page)"),
        ({"block": False}, "block=False: must be", "None (no block page)"),
        ({"block": {"chrome": 9999}}, "block={'chrome': 9999}: ", "the newest is"),
        ({"block": {"chrome": "new"}}, "block['chrome']='new': ", "109"),
        ({"block": "baseline"}, "block='baseline': ", "did you mean 'baseline widely available'?"),
        ({"policy": "baseline"}, "policy='baseline': ", "did you mean 'baseline widely available'?"),
        ({"policy": "default"}, "policy='default': ", "did you mean 'defaults'?"),
        ({"locale": "english"}, "locale='english': ", "English is 'en'"),
        ({"default_locale": "German"}, "default_locale='German': ", "German is 'de'"),
        ({"locales": ["en", "Polish"]}, "locales='Polish': ", "Polish is 'pl'"),
        ({"locale": "klingon"}, "locale='klingon': ", "must be one of: "),
        ({"block": "chrome >= 9000"}, "chrome", ""),
        ({"block_status": 426}, "426", "such as 403"),
        ({"block_status": 302}, "302", "such as 403"),
        ({"block_status": 499}, "499", "such as 403"),
        ({"block_status": "403"}, "'403'", "such as 403"),
        ({"block_continue": 1}, "1", "True or False"),
        ({"stylesheet": "yes"}, "'yes'", "True or False"),
        ({"site_name": " "}, "' '", "the site's name"),
        ({"templates": 3}, "3", "a Jinja loader"),
        ({"templates": "/nowhere"}, "'/nowhere'", "bar.html"),
        ({"locale_dirs": "locales"}, "'locales'", "a list of folders"),
        ({"locale_dirs": None}, "None", "a list of folders"),
        ({"exempt": None}, "None", "path patterns"),
        ({"locale_dirs": ["a\0b"]}, r"['a\x00b']", "a list of folders"),
        ({"extra_browsers": {"brave": {}}}, "extra_browsers['brave']={}", '"name": "Brave"'),
        ({"policy": 3}, "3", "browserslist query"),
        ({"policy": "chrme >= 109"}, "chrme", "chrome"),
        ({"policy": ""}, "''", "select versions of: chrome"),
        ({"policy": []}, "policy=[]", "at least one query"),
        ({"policy": Path("a\0b")}, r"'a\x00b'", "cannot be read"),
        ({"policy": {"safari": 15.10}}, "15.1", '"15.4"'),
        ({"policy": {}}, "{}", "empty"),
        ({"policy": {"chrme": 109}}, "'chrme'", "'chrome'"),
        ({"policy": {"chrome": "new"}}, "'new'", "109"),
        ({"policy": {"whale": 4}}, "policy['whale']=4", "True (every version is supported) or False"),
        ({"policy": {"vivaldi": 9999}}, "9999", "nothing is known of the Chromium"),
        ({"policy": {"chrome": 9999}}, "9999", "the newest is"),
        ({"policy": {"chrome": False}}, "chrome", "the newest is"),
        ({"policy": {"*": 1}}, "1", "True, False"),
        ({"policy": "chrome >= 9000"}, "chrome", ""),
        ({"data": "/nowhere/pack.json"}, "/nowhere/pack.json", ""),
        ({"data": 3}, "3", "the path of a browser data pack, or None"),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_a_bad_option_names_the_value_and_the_good_ones(options: dict[str, Any], bad: str, good: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        BrowserBanner(**options)
    message = str(caught.value)
    assert bad in message
    assert good in message


@pytest.mark.parametrize(
    ("given", "option"),
    [
        ("exclude", "exempt"),
        ("ignore", "exempt"),
        ("whitelist", "exempt"),
        ("include", "only"),
        ("lang", "locale"),
        ("language", "locale"),
        ("languages", "locales"),
        ("colors", "colours"),
        ("browserslist", "policy"),
    ],
)
def test_what_other_libraries_call_an_option_is_answered_with_its_name_here(given: str, option: str) -> None:
    options: Any = {given: "x"}
    with pytest.raises(ConfigurationError, match=rf"^'{given}' is no option \(did you mean '{option}'\?\)$"):
        BrowserBanner(**options)


@pytest.mark.parametrize("option", ["exempt", "only", "locale", "country", "nonce"])
def test_a_function_that_cannot_be_called_with_the_request_is_refused_at_start(option: str) -> None:
    """With two parameters, as in 0.1, it failed at each request, and nobody got a banner."""

    async def later(request: Request) -> None: ...

    wrong: Any
    for wrong in (lambda path, headers: None, lambda: None, later):
        for given in (wrong, [wrong]) if option in ("exempt", "only") else (wrong,):
            options: Any = {option: given}
            with pytest.raises(ConfigurationError, match=f"{option}=.*one argument, the Request"):
                BrowserBanner(**options)


async def an_asgi_app(scope: object, receive: object, send: object) -> None: ...


def a_wsgi_app(environ: object, start_response: object) -> list[bytes]:
    return []


def a_view_of_django_s(request: object) -> None: ...


@pytest.mark.parametrize(
    ("middleware", "app", "hint"),
    [
        (asgi.BannerMiddleware, a_wsgi_app, "for WSGI (Flask, Pyramid, Bottle) there is browserbanner.wsgi"),
        (asgi.BannerMiddleware, "mysite:app", "must be an ASGI app"),
        (asgi.BannerMiddleware, BrowserBanner(), "must be an ASGI app"),
        (wsgi.BannerMiddleware, an_asgi_app, "for ASGI there is browserbanner.asgi"),
        (wsgi.BannerMiddleware, a_view_of_django_s, '"browserbanner.integrations.django.BannerMiddleware"'),
    ],
)
def test_the_middleware_of_another_protocol_is_refused_with_the_right_one(middleware: Any, app: Any, hint: str) -> None:
    with pytest.raises(ConfigurationError, match="app=") as caught:
        middleware(app, banner=BrowserBanner())
    assert hint in str(caught.value)


def test_an_app_that_takes_whatever_it_is_given_is_taken() -> None:
    """Where it says another one's parameters, as a decorated one does, its own count."""
    anything = functools.wraps(a_wsgi_app)(lambda *given: None)
    asgi.BannerMiddleware(cast(Any, anything))
    wsgi.BannerMiddleware(cast(Any, anything))


class AProxy:
    """It has every attribute, so that ``__signature__`` is one, and no signature."""

    def __getattr__(self, name: str) -> AProxy:
        return self

    def __call__(self, *given: object) -> None: ...


class WithACallOfItsOwn:
    """As SentryAsgiMiddleware is: ``inspect.signature`` raises TypeError for it."""

    __slots__ = ("__call__",)

    def __init__(self, app: object) -> None:
        self.__call__ = app


@pytest.mark.parametrize(
    "app", [AProxy(), WithACallOfItsOwn(an_asgi_app), WithACallOfItsOwn(a_wsgi_app)], ids=["proxy", "asgi", "wsgi"]
)
def test_an_app_whose_parameters_nobody_can_tell_is_taken(app: Any) -> None:
    asgi.BannerMiddleware(app)
    wsgi.BannerMiddleware(app)


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        ("api/*", "write '/api/*'"),
        ("admin", "write '/admin'"),
        ("//admin", "write '/admin'"),
        ("/shop/../admin", "browsers resolve . and .. before they ask: write '/admin'"),
        ("./admin/.", "write '/admin'"),
        ("/..", "write '/'"),
        ("/api/.*", "regular expression"),
        ("^/api", "regular expression"),
        ("/(api|admin)", "regular expression"),
        (r"/\d+", "regular expression"),
        ("/search?q=a", "without a query"),
        ("/%D0%BD", "write '/\u043d'"),
        ("https://example.org/shop", "write '/shop'"),
        ("https://example.org", "write '/'"),
        ("http://[/a", "write '/a'"),
        ("/api, /admin", "write ['/api', '/admin']"),
        ("/api,/admin", "write ['/api', '/admin']"),
        ("/a /b", "give a list, write ['/a', '/b']"),
        ("/a\n/b\n", "give a list, write ['/a', '/b']"),
        ("/a|/b", "give a list, write ['/a', '/b']"),
        (" /admin", "write '/admin'"),
        ("/admin\n", "write '/admin'"),
        ("/{api,admin}/*", "give a list"),
        ("/admin/<id>", "this is a route: write '/admin/*'"),
        ("/admin/{id}", "this is a route: write '/admin/*'"),
        ("/admin/<int:id>/", "this is a route: write '/admin/*'"),
        ("/files/{path:path}", "this is a route: write '/files/*'"),
        ("/shop/:id/edit", "this is a route: write '/shop/*/edit'"),
        ("admin/<int:id>/", "this is a route: write '/admin/*'"),
        ("/<lang>/{page}", "this is a route: write '/*/*'"),
    ],
)
def test_a_pattern_that_matches_nothing_is_refused_with_what_to_write(pattern: str, hint: str) -> None:
    for option in ("exempt", "only"):
        options: Any = {option: [pattern]}
        with pytest.raises(ConfigurationError, match="matches nothing") as caught:
            BrowserBanner(**options)
        assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("options", "default"),
    [
        ({}, "en"),
        ({"locales": ["uk"]}, "uk"),
        ({"locales": ["pl", "uk"]}, "pl"),
        ({"locales": ["uk", "en"]}, "en"),
        ({"locales": ["uk", "en-GB"]}, "en"),
        ({"locales": ("pt-BR",)}, "pt-BR"),
        ({"locales": {"uk", "pl", "de"}}, "de"),
        ({"locales": ["pl", "uk"], "default_locale": "uk"}, "uk"),
    ],
)
def test_where_english_is_none_of_the_languages_the_first_is_the_default(options: dict[str, Any], default: str) -> None:
    """`locales=["uk"]` alone was refused with an option that nobody had written. A set counts in the same order in
    every process."""
    assert BrowserBanner(**options).options.default_locale == default


def test_a_default_language_that_is_written_and_none_of_the_languages_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"^default_locale='en': must be one of: 'uk'$"):
        BrowserBanner(locales=["uk"], default_locale="en")


@pytest.mark.parametrize(
    "options",
    [
        {"theme": "dark", "layout": "cards", "position": "bottom", "place": "marker"},
        {"locale": "uk", "default_locale": "uk", "country": "ua", "country_header": "CF-IPCountry"},
        {"locale": "ua"},
        {"locale": lambda headers: None},
        {
            "exempt": ["/api/*", "*.xml", "/archive/*/https://*", "/my page", "/a:b", "/~me", "/a,b"],
            "browsers": ["firefox", "chrome"],
            "statuses": [200, 404, 500],
        },
        {"origin": "https://example.org:8443", "prefix": "/a/b", "campaign": "spring-2027", "cookie_path": "/app"},
        {"prefix": "/.well-known/..banner/v1.2", "cookie_path": "/a..b//.c/", "exempt": ["/.well-known", "/a..b"]},
        {"policy": {"chrome": 109, "safari": "15.4", "ie": False, "*": True}},
        {"block": "chrome >= 49", "block_status": 403, "block_continue": True, "site_name": "News", "stylesheet": True},
        {"block": {"ie": False}, "block_status": 503},
        {"policy": ["last 2 years", "not dead"], "grace": 0, "esr": False},
    ],
    ids=lambda value: ",".join(value),
)
def test_a_good_option_is_taken(options: dict[str, Any]) -> None:
    BrowserBanner(**options)
