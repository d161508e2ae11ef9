"""What happens to which page and response: a table of cases, the same over ASGI and WSGI.

A case's ``number`` says which rule it is about, and stands in its test's name. These are the rules:

1 to 10 the protocol's own (tests/asgi, tests/wsgi), 11 one middleware inside of another, 12 Content-Length, 13 HEAD, 14 status
and conditional requests, 15 ranges, 16 codings, 17 validators, 18 digests of the body, 19 no-transform, 20 Content-Type, 21
XHTML, 22 Content-Disposition, 23 responses of other kinds, 24 parts of a page, 25 frames, 26 Accept, 27 AMP, 28
Content-Security-Policy, 29 <base>, 30 charsets, 31 tags in text that is no markup, 32 quotes and names of tags, 33 pieces, 34
an implied body, 35 framesets, 36 comments for Internet Explorer, 37 a page that ends too early, 38 hostile HTML, 39 what the
request says in the page, 40 other headers stay.

A new case takes its rule's number; a new rule takes the next one, and its words here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tests.injection.drivers import Fields

HTML = ("Content-Type", "text/html; charset=utf-8")
PLACE = b"@@"
PAGE = b"<!doctype html><title>News</title><body>@@Hello"


class Case(NamedTuple):
    """``page`` says with @@ where the banner is expected; without it the response has to stay as it is."""

    number: int
    title: str
    page: bytes = PAGE
    headers: Fields = (HTML,)
    status: int = 200
    method: str = "GET"
    asks: Fields = ()
    options: Mapping[str, object] = {}
    gone: Sequence[str] = ()
    has: Mapping[str, str] = {}
    bare: bool = False
    cut: int | None = None
    """Sent as a stream, in pieces of so many bytes; None: whole."""


UNTOUCHED = PAGE.replace(PLACE, b"")
LENGTH = str(len(UNTOUCHED))
NO_PLACE = b"<!doctype html><title>News</title><frameset><frame></frameset>"


def with_header(name: str, value: str) -> Fields:
    return (HTML, (name, value))


CASES = [
    Case(7, "header names in any case", headers=(("CONTENT-TYPE", "text/html"), ("eTAG", '"a"')), gone=("etag",)),
    Case(12, "a Content-Length grows with the body", headers=with_header("Content-Length", LENGTH)),
    Case(12, "without one there is none", gone=("content-length",)),
    Case(12, "undecided in the first piece: held till then", headers=with_header("Content-Length", LENGTH), cut=10),
    Case(12, "no place in the end", NO_PLACE, with_header("Content-Length", str(len(NO_PLACE))), cut=10),
    Case(12, "an invalid one is left alone", UNTOUCHED, with_header("Content-Length", "12a")),
    Case(12, "a negative one is left alone", UNTOUCHED, with_header("Content-Length", "-1")),
    Case(12, "a doubled one is left alone", UNTOUCHED, (HTML, ("Content-Length", LENGTH), ("Content-Length", LENGTH))),
    Case(14, "no content", b"", status=204),
    Case(14, "reset content", b"", status=205),
    Case(14, "a redirect with a page", UNTOUCHED, status=302),
    Case(14, "not modified", b"", with_header("ETag", '"a"'), status=304),
    Case(14, "an error page that nobody opted in", UNTOUCHED, status=404),
    Case(14, "an error page that the site opted in", status=404, options={"statuses": [200, 404]}),
    Case(14, "created", UNTOUCHED, status=201),
    Case(15, "partial content", UNTOUCHED, with_header("Content-Range", "bytes 0-9/99"), status=206),
    Case(15, "Content-Range on a 200", UNTOUCHED, with_header("Content-Range", "bytes 0-9/99")),
    Case(16, "gzip", UNTOUCHED, with_header("Content-Encoding", "gzip")),
    Case(16, "br in capitals", UNTOUCHED, with_header("content-encoding", "BR")),
    Case(16, "identity", headers=with_header("Content-Encoding", "identity")),
    Case(16, "two codings", UNTOUCHED, (HTML, ("Content-Encoding", "identity"), ("Content-Encoding", "gzip"))),
    Case(16, "chunked, which is no coding of the page", headers=with_header("Transfer-Encoding", "chunked")),
    Case(16, "gzip as a transfer coding", UNTOUCHED, with_header("Transfer-Encoding", "gzip, chunked")),
    Case(17, "validators go", headers=(HTML, ("ETag", 'W/"a"'), ("Last-Modified", "Sat, 29 Oct 1994 19:43:31 GMT")),
         gone=("etag", "last-modified")),
    Case(17, "validators stay where nothing is put in", b"<p>Hello", with_header("ETag", '"a"'), has={"etag": '"a"'}),
    *(
        Case(18, f"{name} goes", headers=with_header(name, "x"), gone=(name.lower(),))
        for name in ("Content-MD5", "Digest", "Content-Digest", "Repr-Digest", "Accept-Ranges")
    ),
    *(
        Case(18, f"a trailer of {name}", UNTOUCHED, with_header("Trailer", f"Server-Timing, {name}"))
        for name in ("Repr-Digest", "content-digest", "Signature")
    ),
    Case(18, "another trailer", headers=with_header("Trailer", "Server-Timing")),
    Case(19, "no-transform", UNTOUCHED, with_header("Cache-Control", "public, No-Transform")),
    Case(19, "no-transform in a second field", UNTOUCHED,
         (HTML, ("Cache-Control", "public"), ("Cache-Control", "max-age=1,no-transform"))),
    Case(20, "no Content-Type", UNTOUCHED, ()),
    Case(20, "text/plain", UNTOUCHED, (("Content-Type", "text/plain"),)),
    Case(20, "text/html in a parameter", UNTOUCHED, (("Content-Type", "text/plain; note=text/html"),)),
    Case(20, "text/html5", UNTOUCHED, (("Content-Type", "text/html5"),)),
    Case(20, "trimmed, in any case", headers=(("Content-Type", " TEXT/Html ;charset=UTF-8"),)),
    Case(20, "two of them", UNTOUCHED, (HTML, ("Content-Type", "text/plain"))),
    Case(21, "XHTML", UNTOUCHED, (("Content-Type", "application/xhtml+xml"),)),
    Case(22, "an attachment", UNTOUCHED, with_header("Content-Disposition", 'ATTACHMENT; filename="a.html"')),
    Case(22, "inline", headers=with_header("Content-Disposition", 'inline; filename="attachment.html"')),
    Case(23, "server-sent events", UNTOUCHED, (("Content-Type", "text/event-stream"),)),
    Case(23, "multipart", UNTOUCHED, (("Content-Type", "multipart/x-mixed-replace; boundary=b"),)),
    Case(23, "X-Accel-Redirect", UNTOUCHED, with_header("X-Accel-Redirect", "/files/a.html")),
    Case(23, "X-Sendfile", UNTOUCHED, with_header("X-Sendfile", "/files/a.html")),
    Case(24, "XMLHttpRequest", UNTOUCHED, asks=[("X-Requested-With", "XMLHttpRequest")]),
    Case(24, "an Android browser, which names itself", asks=[("X-Requested-With", "com.android.browser")]),
    Case(24, "htmx", UNTOUCHED, asks=[("HX-Request", "true")]),
    Case(24, "htmx, boosted", asks=[("HX-Request", "true"), ("HX-Boosted", "true")]),
    Case(24, "a Turbo frame", UNTOUCHED, asks=[("Turbo-Frame", "menu")]),
    Case(24, "a Turbo stream", UNTOUCHED, asks=[("Accept", "text/vnd.turbo-stream.html, text/html")]),
    Case(24, "a fragment", b"<p>Hello</p>"),
    Case(24, "a fragment that begins with text", b"Hello <b>you</b>"),
    Case(24, "a fragment with a picture first", b"<img src=a>Hello"),
    Case(24, "a body tag alone", b"<body>@@Hello"),
    Case(24, "an answer to a form", UNTOUCHED, method="POST"),
    Case(26, "Accept without text/html", asks=[("Accept", "image/gif, image/jpeg, */*")]),
    Case(27, "AMP", b"<!doctype html><html amp><body>Hello"),
    Case(27, "AMP's lightning", "<!doctype html><html lang=en \N{HIGH VOLTAGE SIGN}><body>Hello".encode()),
    Case(27, "an emoji lightning", "<!doctype html><html \N{HIGH VOLTAGE SIGN}\ufe0f><body>Hello".encode()),
    Case(27, "AMP for ads", b"<!doctype html><html AMP4ADS><body>Hello"),
    Case(27, "no AMP", b"<!doctype html><html class=amp data-amp><body>@@Hello"),
    Case(28, "the policy stays", headers=with_header("Content-Security-Policy", "default-src 'self'"),
         has={"content-security-policy": "default-src 'self'"}),
    Case(29, "a base of another origin", b"<!doctype html><base href='https://cdn.example/'><body>@@Hello", bare=True),
    Case(29, "a base of another origin, without its scheme",
         b"<!doctype html><base href=//cdn.example><body>@@Hello", bare=True),
    Case(29, "a base that might be anything", b"<!doctype html><base href='&#104;ttps://a.b/'><body>@@Hello", bare=True),
    Case(29, "a base with a backslash", b"<!doctype html><base href='\\\\a.b\\'><body>@@Hello", bare=True),
    Case(29, "a base of another scheme", b"<!doctype html><base href='about:blank'><body>@@Hello", bare=True),
    Case(29, "a base with a user in it", b"<!doctype html><base href='http://example.org@a.b/'><body>@@Hello", bare=True),
    Case(29, "a base of the site's option", b"<!doctype html><base href='HTTPS://News.example:443/uk/'><body>@@Hello",
         options={"origin": "https://news.example"}),
    Case(29, "a base of another origin than the option's", b"<!doctype html><base href='https://a.b/'><body>@@Hello",
         options={"origin": "https://news.example"}, bare=True),
    Case(29, "a base of the option's host, unencrypted", b"<!doctype html><base href='http://news.example/'><body>@@Hello",
         options={"origin": "https://news.example"}, bare=True),
    Case(29, "a base of the host that was asked", b"<!doctype html><base href='http://example.org/'><body>@@Hello"),
    Case(29, "a base of that host, over https", b"<!doctype html><base href='https://example.org/'><body>@@Hello"),
    Case(29, "a base of another port", b"<!doctype html><base href='http://example.org:81/'><body>@@Hello", bare=True),
    Case(29, "a relative base", b"<!doctype html><base href='/news/'><base target=_top><body>@@Hello"),
    *(
        Case(30, f"{charset}", UNTOUCHED, (("Content-Type", f"text/html; charset={charset}"),))
        for charset in ("utf-16", "UTF-16LE", '"utf-32"', "utf-7", "iso-2022-jp", "csISO2022KR", "hz-gb-2312",
                        "ISO-10646-UCS-2", "unicode", "x-ebcdic-cp-us", "IBM037", "'UTF-16BE'")
    ),
    *(
        Case(30, f"{charset}", headers=(("Content-Type", f"text/html;charset={charset}"),))
        for charset in ("windows-1251", "koi8-u", "shift_jis", "gb18030", "big5", "euc-kr", "iso-8859-1", "ibm866",
                        "unicode-1-1-utf-8", "x-user-defined", "")
    ),
    Case(30, "a byte order mark of UTF-16BE", b"\xfe\xff<!doctype html><body>Hello", (("Content-Type", "text/html"),)),
    Case(30, "a byte order mark of UTF-16LE", b"\xff\xfe<!doctype html><body>Hello", (("Content-Type", "text/html"),)),
    Case(30, "UTF-16 that nobody announced", "<!doctype html><body>Hello".encode("utf-16-le")),
    Case(30, "a byte order mark of UTF-8", b"\xef\xbb\xbf<!doctype html><body>@@Hello"),
    Case(30, "ISO-2022-JP by a meta tag", b"<!doctype html><meta charset=iso-2022-jp><body>Hello"),
    Case(30, "ISO-2022-JP by an old meta tag",
         b"<!doctype html><meta http-equiv=Content-Type content='text/html; charset=ISO-2022-JP'><body>Hello"),
    Case(30, "a charset with a character reference",
         b"<!doctype html><meta charset='utf-&#49;6'><body>Hello"),
    Case(30, "a charset in another meta tag",
         b"<!doctype html><meta name=description content='about charset=utf-16'><body>@@Hello"),
    Case(30, "ISO-2022-JP by its escapes", b"<!doctype html><title>\x1b$B</title>\x1b(B</title><body>Hello"),
    Case(31, "body in a comment", b"<!doctype html><!-- <body> --><body>@@Hello"),
    Case(31, "body in a script", b"<!doctype html><script>'<body>'</script><body>@@Hello"),
    Case(31, "body in a style", b"<!doctype html><style>/*<body>*/</style><body>@@Hello"),
    Case(31, "body in the title", b"<!doctype html><title><body></title><body>@@Hello"),
    Case(31, "body in a template", b"<!doctype html><template><body><p></template><body>@@Hello"),
    Case(31, "body in a template in a template",
         b"<!doctype html><template><template></template><body></template><body>@@Hello"),
    Case(31, "body in a noscript", b"<!doctype html><noscript><style><body></style></noscript><body>@@Hello"),
    Case(31, "body in noframes", b"<!doctype html><noframes><body></noframes><body>@@Hello"),
    Case(31, "a textarea first", b"<!doctype html>@@<textarea><body></textarea>"),
    Case(31, "a script in an escaped script",
         b"<!doctype html><script><!-- <script></script> <body> --></script><body>@@Hello"),
    Case(31, "a script's escape that ends at once", b"<!doctype html><script><!--></script><body>@@Hello"),
    Case(31, "a script after such an escape", b"<!doctype html><script><!--><script></script><body>@@Hello"),
    Case(31, "an end tag's look-alike", b"<!doctype html><title></titles><body></title><body>@@Hello"),
    Case(31, "a noscript with a base to another site, which counts where scripting is off",
         b'<!doctype html><noscript><base href="https://m.example/"></noscript><body>@@Hello', bare=True),
    Case(31, "a noscript that reads otherwise without scripting",
         b"<!doctype html><noscript><!--</noscript><body>--></noscript><body>Hello"),
    Case(31, "a noscript that leaves an element open without scripting",
         b"<!doctype html><noscript><p>Please enable JavaScript.</noscript><body>Hello"),
    Case(31, "a noscript that closes what it opens",
         b"<!doctype html><noscript><p>Enable <b>JavaScript</b><br></p></noscript><body>@@Hello"),
    Case(31, "a template with foreign content", b"<!doctype html><template><svg><title></template><body>Hello"),
    Case(32, "> in a quoted attribute", b"<!doctype html><body data-a='>' data-b=\"<b>\">@@Hello"),
    Case(32, "> in an attribute of another tag", b"<!doctype html><meta content='<body>'><body>@@Hello"),
    Case(32, "quotes where none are", b"<!doctype html><body a\"b='c' d=e'>@@Hello'"),
    Case(32, "header is not head", b"<header>Hello"),
    Case(32, "bodyfoo is not body", b"<!doctype html><bodyfoo>Hello<body>"),
    Case(32, "a body tag over lines", b"<!doctype html><BODY\n\tclass=a\r\n/>@@Hello"),
    *(Case(33, f"in pieces of {size}", cut=size) for size in (1, 2, 3, 7, 16, 40)),
    Case(33, "an implied body, byte by byte", b"<!doctype html><title>a</title>\n@@<img alt='>'>Hello", cut=1),
    Case(33, "attributes of every kind, byte by byte",
         b"<!doctype html><body a b='>' c = \">\" d=e f= '>' / g/h = i>@@Hello", cut=1),
    Case(33, "a very long name, in pieces", b"<!doctype html></" + b"x" * 100 + b" a='>'><body>@@Hello", cut=40),
    Case(34, "text", b"<!doctype html><title>a</title>\n@@Hello"),
    Case(34, "a named character", b"<!doctype html>@@&nbsp;Hello"),
    Case(34, "a character that may be white space", b"<!doctype html>&#32;Hello"),
    Case(34, "a tab's name", b"<!doctype html>&Tab;Hello"),
    Case(34, "NUL", b"<!doctype html>\0Hello"),
    *(
        Case(34, f"{tag}", f"<!doctype html><head></head>@@<{tag}>Hello".encode())
        for tag in ("br", "hr", "img", "table", "li", "pre", "button", "input", "select", "textarea", "iframe", "object")
    ),
    Case(34, "a hidden input", b"<!doctype html><input type=HIDDEN><p>Hello"),
    Case(34, "an input that may be hidden", b"<!doctype html><input type='hid&#100;en'><frameset>"),
    *(
        Case(34, f"{tag}: a frameset may follow", f"<!doctype html><head></head><{tag}>Hello".encode())
        for tag in ("p", "div", "section", "h1", "main", "form", "a", "svg", "my-element")
    ),
    Case(34, "noscript after the head", b"<!doctype html><head></head><noscript><p></noscript>Hello"),
    Case(34, "the end of the body first", b"<!doctype html></body>Hello"),
    Case(34, "the end of a br first", b"<!doctype html></br>Hello"),
    Case(35, "frameset", b"<!doctype html><head></head><frameset><frame src=a></frameset>"),
    Case(35, "frameset with noframes",
         b"<!doctype html><noframes><body>Hello</noframes><frameset><frame></frameset>"),
    Case(36, "the usual comments for old Internet Explorers",
         b"<!doctype html><!--[if IE 8]><body class=ie8><![endif]-->\n"
         b"<!--[if gt IE 8]><!--><body>\n <!--<![endif]-->@@Hello"),
    Case(36, "with blanks in them", b"<!doctype html><!--[if !IE]> --><body><!-- <![endif]-->@@Hello"),
    Case(36, "comments of the revealed kind", b"<!doctype html><![if gte IE 9]><body><![endif]>@@Hello"),
    Case(36, "no end follows", b"<!doctype html><!--[if !IE]><!--><body>@@<!--<p>-->Hello"),
    Case(36, "the document ends", b"<!doctype html><!--[if !IE]><!--><body>@@<!--"),
    Case(36, "the end came before", b"<!doctype html><!--[if !IE]><!--><html><!--<![endif]--><body>@@<!--<![endif]-->"),
    Case(36, "byte by byte", b"<!doctype html><!--[if !IE]><!--><body><!--<![endif]-->@@Hello", cut=1),
    Case(37, "an unclosed comment", b"<!doctype html><!-- <body>Hello"),
    Case(37, "an unclosed quote", b"<!doctype html><body class='a>Hello"),
    Case(37, "an unclosed quote in an implied body's tag", b"<!doctype html><img alt='a>Hello"),
    Case(37, "an unclosed title", b"<!doctype html><title>a<body>Hello"),
    Case(37, "nothing but a doctype", b"<!doctype html>\n"),
    Case(37, "an empty page", b""),
    *(
        Case(40, f"{name} stays", headers=with_header(name, value), has={name.lower(): value})
        for name, value in {
            "Accept-CH": "Sec-CH-UA-Model",
            "Content-Language": "en",
            "Link": "</a.css>; rel=preload; as=style",
            "Server-Timing": "db;dur=53",
            "Set-Cookie": "a=b; Path=/",
            "X-Request-ID": "7",
        }.items()
    ),
]  # fmt: skip
