"""Pages of many layouts behind the real middleware, each below a path that names the middleware's options.

``/cards/flex-row?browserbanner=outdated``: the options of ``CONFIGS["cards"]`` and the page ``flex-row``. ``/none/...``
is the page without the middleware, and what lies below ``/careless/`` comes from a cache that gives everybody what the
first one got. The prefix is the app's root path (SCRIPT_NAME), as behind a proxy.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from socketserver import ThreadingMixIn
from types import TracebackType
from typing import Any, NamedTuple, Self
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from browserbanner import BrowserBanner
from browserbanner.wsgi import BannerMiddleware

_TEXT = "<p>The old observatory on the hill above the lake opens its doors again.</p>"
_ARTICLE = f"<main id=main><h1 id=h1>The old observatory</h1>{_TEXT * 12}</main>"
_HEADER = "<header id=top><b>The Lakeside Gazette</b></header>"
_BASE = "body{margin:0;font:16px/1.5 serif}#top{background:#234;color:#fff;padding:16px;height:24px}main{padding:16px}"
_FIXED = f"{_BASE}#top{{position:fixed;top:0;left:0;right:0;z-index:1000}}"
_RESET = """*{margin:0;padding:0;border:0;box-sizing:border-box;font:inherit;vertical-align:baseline;list-style:none}
a{color:#c00;text-decoration:underline dotted;font-weight:bold}a:after{content:" \\2197"}button{background:#c00;color:#fff;
border:3px solid;border-radius:20px;padding:20px;text-transform:uppercase;width:100%}table{width:50%;border-collapse:collapse;
margin:20px}td,th{border:2px solid red;padding:30px}form{display:flex;width:400px;margin:30px}p{margin:2em 0;text-indent:2em;
max-width:20em}div{letter-spacing:1px}summary{display:inline-flex;background:#ff0}details{border:2px solid blue;padding:20px}
input{display:block}font{color:inherit}b{font-weight:900;color:#070}small{font-size:30px}main{padding:16px}"""


class Host(NamedTuple):
    """A page: its style, what is in its body, attributes of its html element; ``head``: what else is in its head."""

    style: str
    body: str
    html: str = "lang=en"
    headers: tuple[tuple[str, str], ...] = ()
    head: str = ""


def _script(config: str, attributes: str = "") -> str:
    """What a page that a CDN serves asks the middleware for."""
    return f'<script src="/{config}/_browserbanner/banner.js" async{attributes}></script>'


_ASK = '<noscript><p><a id=ask href="/bar/_browserbanner/banner">Is your browser up to date?</a></p></noscript>'


HOSTS: dict[str, Host] = {
    "plain": Host(_BASE, _HEADER + _ARTICLE),
    "fixed-padded-body": Host(f"{_FIXED}body{{padding-top:56px}}", _HEADER + _ARTICLE),
    "fixed-padded-wrapper": Host(f"{_FIXED}#wrap{{padding-top:56px}}", f"{_HEADER}<div id=wrap>{_ARTICLE}</div>"),
    "sticky": Host(f"{_BASE}#top{{position:sticky;top:0;z-index:1000}}", _HEADER + _ARTICLE),
    "flex-column": Host(
        f"{_BASE}body{{display:flex;flex-direction:column;min-height:100vh}}main{{flex:1}}",
        f"{_HEADER}{_ARTICLE}<footer id=foot>1897</footer>",
    ),
    "flex-column-centred": Host(
        f"{_BASE}body{{display:flex;flex-direction:column;align-items:center;min-height:100vh}}main{{max-width:700px}}",
        _ARTICLE,
    ),
    "flex-row": Host(
        f"{_BASE}body{{display:flex}}nav{{flex:0 0 15%;background:#dde;padding:16px}}main{{flex:1}}",
        f"<nav id=nav>Menu</nav>{_ARTICLE}",
    ),
    "flex-row-centred": Host(
        f"{_BASE}body{{display:flex;justify-content:center;align-items:center;min-height:100vh}}main{{width:300px}}",
        "<main id=main><h1 id=h1>Log in</h1><form><input><input type=password></form></main>",
    ),
    "flex-row-centred-short": Host(
        f"{_BASE}body{{display:flex;justify-content:center;align-items:center}}main{{width:300px}}",
        "<main id=main><h1 id=h1>Log in</h1><form><input><input type=password></form></main>",
    ),
    "flex-row-centred-from-right-to-left": Host(
        f"{_BASE}body{{display:flex;justify-content:center;align-items:center;min-height:100vh}}main{{width:300px}}",
        "<main id=main><h1 id=h1>Log in</h1></main>",
        "lang=ar dir=rtl",
    ),
    "flex-row-at-its-end": Host(
        f"{_BASE}body{{display:flex;justify-content:flex-end;min-height:100vh}}main{{width:200px}}",
        "<main id=main><h1 id=h1>Log in</h1></main>",
    ),
    "flex-row-reverse": Host(
        f"{_BASE}body{{display:flex;flex-direction:row-reverse}}nav{{flex:0 0 15%;background:#dde}}main{{flex:1}}",
        f"<nav id=nav>Menu</nav>{_ARTICLE}",
    ),
    "flex-app-shell": Host(
        f"{_BASE}html,body{{height:100%}}body{{display:flex;overflow:hidden}}nav{{flex:0 0 15%;background:#dde}}"
        "main{flex:1;overflow:auto}",
        f"<nav id=nav>Menu</nav>{_ARTICLE}",
    ),
    "grid-centred": Host(
        f"{_BASE}body{{display:grid;place-content:center;place-items:center;min-height:100vh}}main{{width:268px}}",
        "<main id=main><h1 id=h1>Log in</h1></main>",
    ),
    "centred-by-html": Host(
        f"{_BASE}html{{display:flex;justify-content:center;align-items:center;height:100%}}main{{width:268px}}",
        "<main id=main><h1 id=h1>Log in</h1></main>",
    ),
    "grid-by-columns": Host(
        f"{_BASE}body{{display:grid;grid-auto-flow:column}}nav{{background:#dde}}", f"<nav id=nav>Menu</nav>{_ARTICLE}"
    ),
    "columns": Host(f"{_BASE}body{{column-count:2;column-gap:32px}}", _ARTICLE),
    "columns-by-width": Host(f"{_BASE}body{{columns:240px}}main{{padding:0}}", _ARTICLE),
    "table": Host(f"{_BASE}body{{display:table;width:100%}}", _HEADER + _ARTICLE),
    "table-shrunk": Host(f"{_BASE}body{{display:table;margin:0 auto}}main{{width:268px}}", _ARTICLE),
    "table-cells": Host(
        f"{_BASE}body{{display:table;width:100%}}nav,main{{display:table-cell}}nav{{width:15%;background:#dde}}",
        f"<nav id=nav>Menu</nav>{_ARTICLE}",
    ),
    "table-cell": Host(
        f"{_BASE}html{{display:table;width:100%;height:100%}}body{{display:table-cell;vertical-align:middle}}"
        "main{width:268px;margin:0 auto}",
        "<main id=main><h1 id=h1>Log in</h1></main>",
    ),
    "vertical": Host(f"{_BASE}html{{writing-mode:vertical-rl}}", _ARTICLE),
    "vertical-left-to-right": Host(f"{_BASE}body{{writing-mode:vertical-lr}}", _ARTICLE),
    "grid": Host(
        f"{_BASE}body{{display:grid;grid-template-columns:20% 1fr;grid-template-rows:auto 1fr}}#top{{grid-column:1/-1}}",
        f"{_HEADER}<nav id=nav>Menu</nav>{_ARTICLE}",
    ),
    "grid-areas": Host(
        f"{_BASE}body{{display:grid;grid-template:'h h' auto 'n m' 1fr / 20% 1fr}}#top{{grid-area:h}}nav{{grid-area:n}}"
        "main{grid-area:m}",
        f"{_HEADER}<nav id=nav>Menu</nav>{_ARTICLE}",
    ),
    "dark": Host(f"{_BASE}body{{background:#111;color:#eee}}a{{color:#9cf}}", _HEADER + _ARTICLE),
    "rtl": Host(f"{_BASE}", _HEADER + _ARTICLE, "lang=ar dir=rtl"),
    "narrow": Host(f"{_BASE}body{{max-width:400px;margin:0 auto}}", _HEADER + _ARTICLE),
    "narrow-at-the-left": Host(f"{_BASE}body{{max-width:500px}}", _HEADER + _ARTICLE),
    "themed": Host(
        f"{_BASE}:root{{--bb-accent:#a00050;--bb-bg:#fff8f0;--bb-dark-accent:#ffa0c8;--bb-dark-bg:#000;--bb-width:1000px;"
        "--bb-font:monospace}",
        _HEADER + _ARTICLE,
    ),
    "body-margin": Host("", _HEADER + _ARTICLE),
    "reset": Host(_RESET, _HEADER + _ARTICLE),
    "all-unset": Host("*{all:unset}main,header,p,h1{display:block}", _HEADER + _ARTICLE),
    "css-blocked": Host(
        _BASE, _HEADER + _ARTICLE, headers=(("Content-Security-Policy", "style-src 'none'; script-src 'self'"),)
    ),
    "strict": Host(
        "",
        _HEADER + _ARTICLE,
        headers=(
            (
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'",
            ),
        ),
    ),
}

#: Pages with a form or a frame of their own, and with a policy that wants nonces.
SCRIPTED_HOSTS: dict[str, Host] = {
    "own-form": Host(
        _BASE,
        f"{_HEADER}<form id=own action=/none/plain><input name=q><button id=send>Search</button></form>{_ARTICLE}<script>"
        "document.forms[0].q.value='found';var count=function(n){return document.getElementsByTagName(n).length};"
        "window.seen=[count('form'),count('input'),count('button')].join()</script>",
    ),
    "framing": Host(_BASE, f"{_HEADER}<iframe src=plain width=600 height=300></iframe>{_ARTICLE}"),
    # As a banner with that hint, for the script alone.
    "ipad-or-mac": Host(
        _BASE,
        "<div id=bb><p class='bb-o bb-ipad'>Settings</p><p class=bb-mac>Apple menu<b class=bb-mac>!</b></p>"
        "<a id=bb-x href='/bar/_browserbanner/close?kind=outdated&next='>Close</a></div>"
        f"{_ARTICLE}<script src=/bar/_browserbanner/close.js></script>",
    ),
    "cannot-connect": Host(_BASE, _ARTICLE, headers=(("Content-Security-Policy", "connect-src 'none'"),)),
    "nonce": Host(
        "",
        _HEADER + _ARTICLE,
        headers=(
            (
                "Content-Security-Policy",
                "default-src 'none'; script-src 'nonce-n0'; style-src 'nonce-n0'; connect-src 'self'",
            ),
        ),
    ),
}

#: Pages that a CDN serves: below /none/ the middleware sees nothing of them but what their script asks for.
CDN_HOSTS: dict[str, Host] = {
    "cdn": Host(_BASE, _HEADER + _ARTICLE + _ASK, head=_script("bar")),
    "cdn-silent": Host(_BASE, _HEADER + _ARTICLE, head=_script("silent")),
    "cdn-marker": Host(
        _BASE, f"{_HEADER}<div id=holder><!-- browserbanner --></div>{_ARTICLE}", head=_script("marker")
    ),
    "cdn-no-marker": Host(_BASE, _HEADER + _ARTICLE, head=_script("marker")),
    "cdn-strict": Host("", _HEADER + _ARTICLE, headers=HOSTS["strict"].headers, head=_script("linked")),
    "cdn-nonce": Host(
        "",
        _HEADER + _ARTICLE,
        headers=(("Content-Security-Policy", "default-src 'none'; script-src 'nonce-n0'; style-src 'nonce-n0'"),),
        head=_script("bar", " nonce=n0"),
    ),
    "cdn-base": Host(_BASE, _HEADER + _ARTICLE, head=f'{_script("bar")}<base href="http://elsewhere.invalid/">'),
    "cdn-empty": Host(_BASE, "", head=_script("bar")),
    "cdn-careless": Host(_BASE, _HEADER + _ARTICLE, head=_script("careless")),
    "cdn-frames": Host(_BASE, "", head=f'{_script("bar")}</head><frameset rows="*"><frame src="/none/cdn"></frameset>'),
}

CONFIGS: dict[str, dict[str, Any]] = {
    "bar": {},
    "cards": {"layout": "cards"},
    "bottom": {"position": "bottom"},
    "marker": {"place": "marker"},
    "silent": {"debug": False},
    "dark": {"theme": "dark"},
    "linked": {"stylesheet": True},
    "one": {"debug": False},
    "careless": {"debug": False},
    "naive": {"debug": False},
    "block": {"block": "last 2 years", "block_continue": True, "site_name": "The Lakeside Gazette"},
    "closed-block": {"block": "last 2 years"},
}
_SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><circle cx="16" cy="16" r="14" fill="#57a"/></svg>'
)
# It answers with the page that it has seen first.
_SERVICE_WORKER = b"""
self.addEventListener("install", function () { self.skipWaiting() });
self.addEventListener("activate", function (e) { e.waitUntil(self.clients.claim()) });
self.addEventListener("fetch", function (e) {
  if (e.request.mode !== "navigate") return;
  e.respondWith(caches.open("pages").then(function (kept) {
    return kept.match(e.request.url, {ignoreVary: true}).then(function (page) {
      return page || fetch(e.request).then(function (answer) { kept.put(e.request.url, answer.clone()); return answer })
    })
  }))
})
"""


def _page(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    name = environ["PATH_INFO"].strip("/")
    if name.endswith(".svg"):
        start_response("200 OK", [("Content-Type", "image/svg+xml")])
        return [_SVG]
    if name == "sw.js":
        start_response("200 OK", [("Content-Type", "text/javascript")])
        return [_SERVICE_WORKER]
    host = HOSTS.get(name) or SCRIPTED_HOSTS.get(name) or CDN_HOSTS.get(name)
    if host is None:
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"no such page"]
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), *host.headers])
    page = (
        f"<!DOCTYPE html><html {host.html}><head><meta charset=utf-8><title>{name}</title>"
        f'<meta name=viewport content="width=device-width,initial-scale=1"><style>{host.style}</style>{host.head}</head>'
        f"<body>{host.body}</body></html>"
    )
    return [page.encode()]


def _without_evidence(app: Any) -> Any:
    """For a current engine under an old one's user agent, whose other headers would override that."""

    def other(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ = {name: value for name, value in environ.items() if not name.startswith("HTTP_SEC_")}
        result: Iterable[bytes] = app(environ, start_response)
        return result

    return other


class _CarelessCache:
    """A cache that was told to cache everything: whatever the response says, and whoever asks."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._kept: dict[str, tuple[str, list[tuple[str, str]], bytes]] = {}

    def forget(self) -> None:
        self._kept.clear()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            passed: Iterable[bytes] = self._app(environ, start_response)
            return passed
        address = f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"
        if address not in self._kept:
            head: list[Any] = []
            body = b"".join(self._app(environ, lambda status, headers, *_: head.extend((status, headers))))
            self._kept[address] = (head[0], head[1], body)
        status, headers, body = self._kept[address]
        start_response(status, headers)
        return [body]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Handler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Quietly."""


class HostSite:
    """The running site. ``address``: "http://127.0.0.1:54321"."""

    def __init__(self) -> None:
        self._apps: dict[str, Any] = {"none": _page}
        for name, options in CONFIGS.items():
            app: Any = BannerMiddleware(_page, banner=BrowserBanner(**{"debug": True, **options}))
            if name in ("one", "naive"):
                app = _without_evidence(app)
            self._apps[name] = _CarelessCache(app) if name == "careless" else app
        self._server = make_server("127.0.0.1", 0, self._serve, Server, Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def forget(self) -> None:
        """Empty the cache of the "careless" site."""
        self._apps["careless"].forget()

    def _serve(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        config, _, rest = environ["PATH_INFO"].lstrip("/").partition("/")
        app = self._apps.get(config)
        if app is None:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"no such options"]
        environ["SCRIPT_NAME"], environ["PATH_INFO"] = f"/{config}", f"/{rest}"
        result: Iterable[bytes] = app(environ, start_response)
        return result

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
