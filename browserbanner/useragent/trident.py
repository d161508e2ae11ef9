"""Internet Explorer, whose parenthesis every installed component, provider and toolbar adds its token to."""

from __future__ import annotations

import re
from typing import Final

from browserbanner.useragent.model import UserAgent, Version
from browserbanner.useragent.platforms import windows_limit, windows_version

# "MSIE 8.0" and the tokens behind it; from 11 on no MSIE, but "rv:11.0) like Gecko". Tokens hold a parenthesis at most.
_TOKENS: Final = rb"((?:[^()]++|\([^()]*+\))*+)"
_msie = re.compile(rb"Mozilla/[245]\.0 \(compatible; ?MSIE (\d{1,2})\.(\d)\w{0,3};" + _TOKENS + rb"\)[ .]?").fullmatch
_rv = re.compile(rb"Mozilla/5\.0 \((?:compatible; ?)?(?=Windows )" + _TOKENS + rb"\) like Gecko").fullmatch
_trident = re.compile(rb"Trident/([3-9])\.\d").search
# Numbers and GUIDs, which say nothing of who wrote the token.
_figures = re.compile(rb"\{[0-9A-Fa-f-]{36}\}|\d[\d.]*+").sub


def _rows(text: str) -> frozenset[bytes]:
    return frozenset(token.strip().encode() for token in text.split("|"))


#: Tokens that Windows, Office, makers, providers, toolbars and shells over the same engine write, figures as "#". One
# that is not here makes the string somebody's program, and not mainstream. Makers' codes (MALC, EIE10) need no row.
# Without the parenthesis that closes a token.
TRIDENT_TOKENS: Final = _rows("""
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
""")
_LONGEST_CODE: Final = 9


def internet_explorer(raw: bytes) -> UserAgent | None:
    """Internet Explorer on Windows, or None. Trident's token tells, since MSIE's lies in compatibility view."""
    version: Version = ()
    if b"MSIE" in raw:
        m = _msie(raw)
        if m is None:
            return None
        tokens = m[3]
        version = (int(m[1]), int(m[2]))
    elif b"Trident" in raw:
        m = _rv(raw)
        if m is None:
            return None
        tokens = m[1]
    else:
        return None
    if not all(_is_known(token.strip(b" )")) for token in _figures(b"#", tokens).split(b";")):
        return None
    system: Version = ()
    for token in tokens.split(b";"):
        system = windows_version(token.strip(b" )")) or system
    engine: Version = ()
    trident = _trident(tokens)
    if trident is not None:
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
