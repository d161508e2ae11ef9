"""The silent: what is no person's browser, or a browser on something whose owner cannot update it.

Asked of strings that are not mainstream only, so that a marker too many costs a missing banner and nothing else.
"""

from __future__ import annotations

import re
from typing import Final

from browserbanner.useragent.model import UserAgent

BOT: Final = UserAgent(kind="bot", named_by="grammar")
DEVICE: Final = UserAgent(kind="unknown", named_by="grammar")


def _rows(text: str) -> frozenset[bytes]:
    return frozenset(text.encode().split())


# What machines write anywhere into their strings, in lower case.
_BOT_PARTS: Final = (
    *(b"bot", b"crawl", b"spider", b"preview", b"headless", b"monitor", b"google"),
    *(b"http:", b"https:", b"www.", b"@", b".com", b".org", b"compatible; "),
)
# Words that machines write, in lower case.
_BOT_WORDS: Final = _rows("""
    phantomjs slimerjs puppeteer playwright selenium webdriver cypress jsdom
    lighthouse pagespeed ptst pingdom gtmetrix synthetic nagios check checker scan scanner validator
    wkhtmltoimage wkhtmltopdf screenshot prerender externalhit facebookexternalhit googleweblight mediapartners
    archiver browsershots downloader feed feedburner feedfetcher fetch fetcher generator rss slurp whatsapp wordpress
    advisor agent analyzer appinsights audit collapsify convertify cookiehubscan cookiehubverify dareboost
    datadogsynthetics debugbear devin diagnostics finder ghost hardenize hotjar inspector manus measurement neustar
    newrelicsynthetics observatory optimizer rigor securityheaders seolizer synthetics taginspector thousandeyes
    thumbnails transcoder translate verification webthumb ylt
    apache axios cfnetwork curl dalvik http httpclient ia java libwww node nutch okhttp python ruby scrapy wget
""")
# Words, in lower case, of programs with an engine inside that no visitor can update,
_PROGRAMS: Final = _rows("""
    adobeair applemail awesomium cef cefsharp electron msoffice nwjs outlook qt qtwebengine qtwebkit steam tenfoot
    thunderbird valve
""")
# of browsers that render elsewhere, as text, or by an engine or a port of one that no policy has figures for,
_BROWSERS: Final = _rows("""
    dillo dolfin elinks epiphany falkon jasmine konqueror links lynx midori netfront netsurf obigo opios puffin teleca
    ucweb w3m webkitgtk
""")
# and of devices whose browser comes and goes with the firmware: televisions, cars, goggles, watches, e-readers,
# consoles, telephones of systems that ended.
_DEVICES: Final = _rows("""
    androidtv appletv aquos bravia chromecast crkey dtv googletv hbbtv inettvbrowser mibox mitv netcast nettv philipstv
    roku silktv smarttv tizen tv viera vizio web0s webos webtv
    automotive carplay qtcarbrowser tesla
    oculusbrowser picobrowser quest watch
    ebook kindle kobo nook pocketbook tolino
    nintendo playstation xbox
    bada bb10 blackberry iemobile j2me kaios maemo meego midp palmos palmsource playbook series40 series60 symbian
    symbos zunewp7
""")
_OTHER_PARTS: Final = (
    *(b"opera mini", b"windows phone", b"windows ce", b"windows mobile", b"gnu/linux"),
    *(b"(mobile; ", b"(tablet; "),  # Firefox OS
)

# Words in Android's parenthesis on what is neither phone nor tablet.
_ANDROID_WORDS: Final = _rows("""
    BRAVIA Bravia MiBOX MIBOX Box BOX box STB Shell Chromecast SHIELD MStar Projector projector MiProj HiDPT
    Portal yandexstation XDH Quest Pico Watch watch SmartWatch
    CarPad CarPlay Car CAR BYD Automotive Volvo Polestar Tesla CORE
    GAMEPAD Retroid RG Kobo NOOK Nook Kindle PocketBook tolino BOOX Boox eBook
""")
# Televisions; Amazon's of them and its speakers; Samsung's watches.
_ANDROID_PARTS: Final = (b"TV", b"SM-R", b"AFT", b"AEO")

_words = re.compile(rb"[a-z][a-z0-9]*+").findall
_android_words = re.compile(rb"[A-Za-z]{2,}+").findall


def on_android(model: bytes) -> bytes | None:
    """What in Android's parenthesis names a device that is neither a phone nor a tablet, or None."""
    for part in _ANDROID_PARTS:
        if part in model:
            return part
    word: bytes
    for word in _android_words(model):
        if word in _ANDROID_WORDS:
            return word
    return None


def marker(raw: bytes) -> tuple[UserAgent, bytes] | None:
    """The first marker of the silent in ``raw``, with what it means; None where there is none."""
    # CUBOT makes telephones; Internet Explorer says "compatible" too.
    text = raw.lower().replace(b"cubot", b"").replace(b"compatible; msie", b"")
    for part in _BOT_PARTS:
        if part in text:
            return BOT, part
    words = frozenset(_words(text))
    for known, meaning in ((_BROWSERS, DEVICE), (_BOT_WORDS, BOT), (_PROGRAMS, DEVICE), (_DEVICES, DEVICE)):
        found = words & known
        if found:
            return meaning, min(found)
    for part in _OTHER_PARTS:
        if part in text:
            return DEVICE, part
    if b"Android" in raw:
        device = on_android(raw)
        return None if device is None else (DEVICE, device)
    return None


def silent(raw: bytes) -> UserAgent | None:
    """``BOT`` or ``DEVICE`` where ``raw`` has a marker of the silent, else None."""
    found = marker(raw)
    return None if found is None else found[0]


def crawler(text: bytes) -> bool:
    """Whether ``text``, an app's own part of the string, says that a machine sent it."""
    text = text.lower().replace(b"cubot", b"")
    return any(part in text for part in (b"bot", b"crawl", b"spider", b"http:", b"https:", b"compatible;"))
