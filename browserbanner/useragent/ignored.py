"""Who is ignored: what is no person's browser, or a browser on something whose owner cannot update it.

Asked only of strings that are not mainstream, of Opera 12, and of browsers on Android that are WebKit and not Chromium,
so that a marker too many costs a missing banner and nothing else.
"""

from __future__ import annotations

from typing import Final

from browserbanner.useragent.devices import on_android
from browserbanner.useragent.model import UserAgent

BOT: Final = UserAgent(kind="bot", named_by="grammar")
DEVICE: Final = UserAgent(kind="unknown", named_by="grammar")


def _rows(text: str) -> tuple[bytes, ...]:
    return tuple(text.encode().split())


# What machines write within their words, in lower case; few, since each costs a search of the whole string.
_PARTS: Final = (b"bot", b"crawl", b"spider")
# Words, in lower case: of browsers that render elsewhere, as text, or by an engine or a port of one that no policy has
# figures for,
_BROWSERS: Final = _rows("""
    dillo dolfin elinks epiphany falkon jasmine konqueror links lynx midori netfront netsurf obigo opios puffin teleca
    ucweb w3m webkitgtk
""")
# of machines,
_BOTS: Final = _rows("""
    com http https org www compatible
    headless headlesschrome headlessedg headlessshell phantomjs slimerjs puppeteer playwright selenium webdriver cypress
    jsdom lighthouse pagespeed ptst pingdom gtmetrix synthetic synthetics datadogsynthetics newrelicsynthetics
    monitor monitoring sitemonitor nagios check checker linkchecker proxychecker scan scanner contentscan validator
    verify verification wkhtmltoimage wkhtmltopdf screenshot thumbnails webthumb prerender
    ahrefssiteaudit browserstack detectify sentry site24x7 trustpilot
    preview bingpreview linkpreview skypeuripreview externalhit facebookexternalhit facebookcatalog
    google googleadsenseinfeed googleassociationservice googledocs googlemessages googleother googleweblight
    mediapartners
    archiver browsershots downloader feed feedburner feedfetcher fetch fetcher generator rss slurp whatsapp wordpress
    advisor agent analyzer appinsights audit collapsify convertify cookiehubscan cookiehubverify dareboost debugbear
    devin diagnostics finder ghost hardenize hotjar inspector manus measurement neustar observatory optimizer rigor
    securityheaders seolizer taginspector thousandeyes transcoder translate ylt
    apache axios cfnetwork curl dalvik httpclient ia java libwww node nutch okhttp python ruby scrapy wget
""")
# of programs with an engine inside that no visitor can update,
_PROGRAMS: Final = _rows("""
    adobeair applemail awesomium cef cefsharp electron epicgameslauncher exe msoffice nwjs outlook qt qtwebengine
    qtwebkit seb steam tenfoot thunderbird unrealengine valve wechatdevtools zotero
""")
# and of devices whose browser comes and goes with the firmware: televisions, cars, VR headsets, watches, e-readers,
# consoles, phones of systems that ended.
_DEVICES: Final = _rows("""
    androidtv appletv aquos bravia chromecast crkey dmost dtv googletv hbbtv inettvbrowser mibox mitv netcast nettv omi
    philipstv roku silktv smarttv sonos tizen tv vewd vidaa viera vizio web0s webos webostv webtv
    automotive carplay gnu qtcarbrowser tesla
    oculusbrowser picobrowser quest watch
    ebook kindle kobo nook pocketbook tolino
    nintendo playstation xbox
    bada bb10 blackberry iemobile j2me kaios maemo meego midp palmos palmsource playbook series40 series60 symbian
    lumia symbos zunewp7
""")
# Words that say so only where they stand in this phrase.
_PHRASES: Final = {
    b"ce": b"Windows CE",
    b"like": b"like Android",
    b"mini": b"Opera Mini",
    b"phone": b"Windows Phone",
    b"tcl": b"#TCL/",
}
_FIREFOX_OS: Final = (b"Mozilla/5.0 (Mobile; ", b"Mozilla/5.0 (Tablet; ")

# Every word with what it means, in the order in which they count where there are several: Lynx says libwww too.
_MEANING: Final = (
    dict.fromkeys(_BROWSERS, DEVICE)
    | dict.fromkeys(_BOTS, BOT)
    | dict.fromkeys((*_PROGRAMS, *_DEVICES, *_PHRASES), DEVICE)
)
_RANK: Final = {word: rank for rank, word in enumerate(_MEANING)}
_ANY: Final = frozenset(_MEANING)

# Lower-case letters and digits as they are, everything else a space: then `split` gives the words.
_AS_WORDS: Final = bytes(byte if chr(byte).isalnum() and byte < 128 else 32 for byte in bytes(range(256)).lower())


def marker(raw: bytes) -> tuple[UserAgent, bytes] | None:
    """The first marker in ``raw`` of something ignored, with what it means; None where there is none."""
    text = raw.translate(_AS_WORDS)
    for part in _PARTS:
        if part in text and part in text.replace(b"cubot", b""):  # CUBOT makes phones
            return BOT, part
    if b"@" in raw:
        return BOT, b"@"
    found = _ANY.intersection(text.split())
    for word in sorted(found, key=_RANK.__getitem__) if found else ():
        if (word not in _PHRASES or _PHRASES[word] in raw) and (word != b"compatible" or b"MSIE" not in raw):
            return _MEANING[word], _PHRASES.get(word, word)
    if raw.startswith(_FIREFOX_OS):
        return DEVICE, raw[13:19]
    device = on_android(raw.partition(b"Android")[2].partition(b" AppleWebKit/")[0])
    return None if device is None else (DEVICE, device)


def ignored(raw: bytes) -> UserAgent | None:
    """``BOT`` or ``DEVICE`` where ``raw`` has a marker of something ignored, else None."""
    found = marker(raw)
    return None if found is None else found[0]


def crawler(text: bytes) -> bool:
    """Whether ``text``, an app's own part of the string, says that a machine sent it."""
    text = text.lower().replace(b"cubot", b"")
    return any(part in text for part in (*_PARTS, b"http:", b"https:", b"compatible;", b"wechatdevtools"))
