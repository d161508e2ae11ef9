"""Internet Explorer and Opera up to 12, which ended: their strings are read whole, not by halves.

Internet Explorer's parenthesis is where every installed component, provider and toolbar adds its token. Opera, whose
engine was Presto, came as itself and as what it posed as.
"""

from __future__ import annotations

import re
from typing import Final

from browserbanner.useragent.ignored import ignored
from browserbanner.useragent.model import Form, UserAgent, Version
from browserbanner.useragent.platforms import read, windows_limit, windows_version
from browserbanner.versions import parse_version

# The inside of a parenthesis, whose tokens hold a parenthesis at most.
_TOKENS: Final = rb"((?:[^()]++|\([^()]*+\))*+)"

# -- Internet Explorer -------------------------------------------------------------------------------------------------

# "MSIE 8.0" and the tokens behind it; from 11 on no MSIE, but "rv:11.0) like Gecko".
_msie = re.compile(rb"Mozilla/[245]\.0 \(compatible; ?MSIE (\d{1,2})\.(\d)\w{0,3};" + _TOKENS + rb"\)[ .]?").fullmatch
_rv = re.compile(rb"Mozilla/5\.0 \((?:compatible; ?)?(?=Windows )" + _TOKENS + rb"\) like Gecko").fullmatch
_trident = re.compile(rb"Trident/([3-9])\.\d").search
# Numbers and GUIDs, which say nothing of who wrote the token.
_figures = re.compile(rb"\{[0-9A-Fa-f-]{36}\}|\d[\d.]*+").sub

# Tokens that Windows, Office, makers, providers, toolbars and shells over the same engine write, figures as "#".
# Makers' codes (MALC, EIE10) need no row. Without the parenthesis that closes a token.
_ROWS: Final = b"""
    | Windows NT # | Windows NT | Windows # | Windows ME | Windows XP | WinNT# | Win# | Win #x # | Touch | Tablet
    | x# | WOW# | IA# | en | en-US | Trident/# | MSIE # | MSIE #b | rv:# | SV# | DigExt
    | compatible | Compatible | Mozilla/# (compatible

    | .NET CLR # | .NET# | .NET#C | .NET#E | .NET #C | .NET #E | SLCC# | Media Center PC | Media Center PC #
    | Tablet PC # | InfoPath.# | MS-RTC LM # | MS-RTC EA # | OfficeLiveConnector.# | OfficeLivePatch.# | Zune # | COM+ #
    | Config A | Config B | Config C | Config D | MathPlayer # | MathPlayer #b | MathPlayer #d | # | Q# | T# | H#
    | GWX:RED | GWX:RESERVED | GWX:QUALIFIED | GWX:DOWNLOADED | GWX:MANAGED

    | BRI/# | BTRS# | Creative | Creative AutoUpdate v# | MSN # | MSN Optimized | msn OptimizedIE# | OptimizedIE#
    | MSNbMSNI | MSNbMSFT | MSNmen-us | MSNcOTH | MSNcIA | AOL # | AOLBuild # | America Online Browser # | rev#
    | YPC # | YComp # | yie# | yie#_SBC | yplus # | yplus #b | sbcydsl # | Wanadoo # | OptusIE#-# | OptusNetDSL#
    | Rogers Hi-Speed Internet | AT&T CSM# | BTOpenworld | BT Openworld BB

    | FunWebProducts | FunWebProducts-MyWay | FunWebProducts-MyTotalSearch | Hotbar # | Hotbar# | GTB# | iebar | FDM
    | Alexa Toolbar | AskTbORJ/# | AskTbPTV/# | AskTB# | AskBar # | chromeframe | chromeframe/# | i-NavFourF | iOpus-I-M
    | (R# # | MRA # (build # | MRSPUTNIK #, #, #, # | MRSPUTNIK #, #, #, # HW | SIMBAR=# | SIMBAR# | ESB#
    | Zango # | Seekmo # | WWTClient# | Dealio Toolbar # | StumbleUpon.com #

    | Maxthon | Maxthon # | MAXTHON # | MyIE# | TheWorld | GreenBrowser | Avant Browser | Lunascape #
    | TencentTraveler | TencentTraveler # | #SE | SE #.X MetaSr # | SE #X MetaSr # | LBBROWSER | QQBrowser/#
    | Sleipnir # | Sleipnir/# | Crazy Browser # | Crazy Browser # Beta # | Deepnet Explorer | Deepnet Explorer #
    | Embedded Web Browser from: http://bsalsa.com/
"""
#: The same one by one. One that is not here makes the string somebody's program, and not mainstream.
TRIDENT_TOKENS: Final = frozenset(map(bytes.strip, _ROWS.split(b"|")))
_LONGEST_CODE: Final = 9


def internet_explorer(raw: bytes) -> UserAgent | None:
    """Internet Explorer on Windows, or None. Trident's token tells, since MSIE's lies in compatibility view."""
    version: Version = ()
    if m := _msie(raw):
        version, tokens = (int(m[1]), int(m[2])), m[3]
    elif b"MSIE" not in raw and (m := _rv(raw)):
        tokens = m[1]
    else:
        return None
    if not all(_is_known(token.strip(b" )")) for token in _figures(b"#", tokens).split(b";")):
        return None
    system: Version = ()
    for token in tokens.split(b";"):
        system = windows_version(token.strip(b" )")) or system
    engine: Version = ()
    if trident := _trident(tokens):
        # 8.0 is Internet Explorer 11 too, with the preview of Edge's engine.
        version, engine = (min(int(trident[1]) + 4, 11), 0), (int(trident[1]), 0)
    if not version or not system:
        return None
    limit = windows_limit(tokens, system)
    return UserAgent("ie", version, "trident", engine, "windows", system, "desktop", "browser", None, "grammar", limit)


def _is_known(token: bytes) -> bool:
    if token in TRIDENT_TOKENS:
        return True
    is_code = len(token) <= _LONGEST_CODE and token.isupper() and token.replace(b"#", b"").isalpha()
    return is_code and b"BOT" not in token


# -- Opera -------------------------------------------------------------------------------------------------------------

_LANGUAGE = rb"(?: +\[[\w-]{2,8}\])?"
_opera = re.compile(
    rb"Opera/(\d{1,2}\.\d{1,2}) \(" + _TOKENS + rb"\)"
    rb"(?: +Presto/[\d.]{3,12})?(?: +Version/(\d{1,2}\.\d{1,2}))?" + _LANGUAGE
).fullmatch
# As Internet Explorer; as Firefox.
_posing = re.compile(
    rb"Mozilla/[45]\.0 \((?:compatible; MSIE \d{1,2}\.\d{1,2}; )?([^()]*+)\)"
    rb"(?: Gecko/\d{6,8}(?: Firefox/[\d.]{1,12})?)? +Opera (\d{1,2}\.\d{1,2})" + _LANGUAGE
).fullmatch
# What Opera and its editions add to the parenthesis: dropped before the platform is read.
_added = re.compile(
    rb"; *(?:[UIN]|[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?|rv:[\d.]{1,10}|\d{1,3}|Linux|X11"
    rb"|Opera (?:Mobi|Tablet)/[\w-]{1,20}"
    rb"|Edition [\w ]{1,30}|MRA [\w. ()]{1,30}|MSN [\d.]{1,8}|Linux Mint|Distribution \d\d"
    rb"|Ubuntu[\w /.()]{0,30})(?=;|$)"
).sub


def opera(raw: bytes) -> UserAgent | None:
    """Opera on Presto; None where ``raw`` is not that, or is Opera Mini or Opera on a television."""
    if b"Opera" not in raw:
        return None
    if m := _opera(raw):
        text, number = m[2], m[3] or m[1]
    elif m := _posing(raw):
        text, number = m[1], m[2]
    else:
        return None
    system = b"Linux; " + text if text.startswith(b"Android ") else text
    where = None if ignored(text) is not None else read(_added(b"", system))
    if where is None:
        return None
    version = parse_version(number)
    form: Form = where.form or ("tablet" if b"Opera Tablet" in text else "phone")
    return UserAgent("opera", version, "presto", version, where.os, where.os_version, form, "browser", None, "grammar")
