"""Those whom nobody can update, or who are nobody: bots, tools, programs with an engine inside, devices."""

from __future__ import annotations

import pytest

from browserbanner import UserAgent
from browserbanner.request import Headers
from browserbanner.useragent import Fallback, identify

_SILENT = {
    "Electron": "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Slack/4.0.2 Chrome/76.0.3809.88 Electron/6.0.1 Safari/537.36",
    "CEF": "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/49.0.2623.110 Safari/537.36 CEF/3.2623.1401",
    "Steam": "Mozilla/5.0 (Windows; U; Windows NT 10.0; en-US; Valve Steam Client/default/1607131459; ) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0.3945.117 Safari/537.36",
    "QtWebEngine": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) QtWebEngine/5.7.1 Chrome/49.0.2623.111 Safari/537.36",
    "QtWebKit": "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/602.1 (KHTML, like Gecko) Qt/5.15.8 Version/10.0 Safari/602.1",
    "NW.js": "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/59.0.3071.86 Safari/537.36 nwjs/0.23.0",
    "Adobe AIR": "Mozilla/5.0 (Windows; U; en-US) AppleWebKit/531.9 (KHTML, like Gecko) AdobeAIR/2.5.1",
    "Outlook": "Microsoft Office/14.0 (Windows NT 6.1; Microsoft Outlook 14.0.7113; Pro; MSOffice 14)",
    "Thunderbird": "Mozilla/5.0 (X11; Linux x86_64; rv:78.0) Gecko/20100101 Thunderbird/78.6.0",
    "Samsung television": "Mozilla/5.0 (SMART-TV; Linux; Tizen 2.4.0) AppleWebKit/538.1 (KHTML, like Gecko) Version/2.4.0 TV Safari/538.1",
    "LG television": "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/53.0.2785.34 Safari/537.36 WebAppManager",
    "HbbTV": "HbbTV/1.2.1 (;Panasonic;VIERA 2013;3.672;4101-0003 0002-0000;)",
    "Opera on a television": "Opera/9.80 (Linux mips; U; HbbTV/1.1.1 (; Philips; ; ; ; ) ; en) Presto/2.10.250 Version/11.60",
    "Android television": "Mozilla/5.0 (Linux; Android 8.0.0; BRAVIA 4K UR2 Build/OPR2.170623.027.S25) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/66.0.3359.158 Safari/537.36",
    "Fire television": "Mozilla/5.0 (Linux; Android 5.1.1; AFTS Build/LVY48F) AppleWebKit/537.36 (KHTML, like Gecko) Silk/59.3.1.2057.10 like Chrome/59.0.3071.117 Safari/537.36",
    "Echo Show": "Mozilla/5.0 (Linux; Android 5.1.1; AEOKN Build/LVY48F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/59.0.3071.125 Safari/537.36",
    "Chromecast": "Mozilla/5.0 (X11; Linux armv7l) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.84 Safari/537.36 CrKey/1.21a.76178",
    "Android box": "Mozilla/5.0 (Linux; Android 7.1.2; TX3 Mini TV Box) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/70.0.3538.110 Safari/537.36",
    "PlayStation 4": "Mozilla/5.0 (PlayStation 4 5.55) AppleWebKit/601.2 (KHTML, like Gecko)",
    "PlayStation 5": "Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15",
    "Xbox": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/58.0.3029.110 Safari/537.36 Edge/16.16299",
    "Wii": "Opera/9.30 (Nintendo Wii; U; ; 3642; en)",
    "Switch": "Mozilla/5.0 (Nintendo Switch; WebApplet) AppleWebKit/601.6 (KHTML, like Gecko) NF/4.0.0.5.10 NintendoBrowser/5.1.0.13343",
    "Tesla": "Mozilla/5.0 (X11; GNU/Linux) AppleWebKit/537.36 (KHTML, like Gecko) Chromium/79.0.3945.130 Chrome/79.0.3945.130 Safari/537.36 Tesla/2020.16.2.1",
    "Tesla before": "Mozilla/5.0 (X11; Linux) AppleWebKit/534.34 (KHTML, like Gecko) QtCarBrowser Safari/534.34",
    "Kindle": "Mozilla/5.0 (X11; U; Linux armv7l like Android; en-us) AppleWebKit/531.2+ (KHTML, like Gecko) Version/5.0 Safari/533.2+ Kindle/3.0+",
    "Kobo": "Mozilla/5.0 (Linux; U; Android 2.0; en-us;) AppleWebKit/538.1 (KHTML, like Gecko) Version/4.0 Mobile Safari/538.1 (Kobo Touch 0376/4.8.11073)",
    "Nook": "Mozilla/5.0 (Linux; U; Android 2.1; en-us; NOOK BNRV300 Build/ERD79 1.2) AppleWebKit/530.17 (KHTML, like Gecko) Version/4.0 Mobile Safari/530.17",
    "PocketBook": "Mozilla/5.0 (Linux; Android 8.0.0; ru_RU) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/73.0.3683.105 Mobile Safari/537.36 PocketBook/970 (screen 825x1200)",
    "KaiOS": "Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5",
    "Firefox OS": "Mozilla/5.0 (Mobile; rv:26.0) Gecko/26.0 Firefox/26.0",
    "Opera Mini": "Opera/9.80 (Android; Opera Mini/7.5.33361/31.1543; U; en) Presto/2.8.119 Version/11.1010",
    "Opera Mini on J2ME": "Opera/9.80 (J2ME/MIDP; Opera Mini/5.1.21214/28.2725; U; ru) Presto/2.8.119 Version/11.10",
    "Opera Mini on iOS": "Mozilla/5.0 (iPhone; CPU iPhone OS 9_2 like Mac OS X) AppleWebKit/601.1.46 (KHTML, like Gecko) OPiOS/12.0.5.3 Version/7.0 Mobile/13C75 Safari/9537.53",
    "Opera Mini in its webview": "Mozilla/5.0 (Linux; U; Android 9; SM-T725 Build/PPR1.180610.011; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/75.0.3770.143 Safari/537.36 OPR/43.2.2254.140293",
    "UC in its cloud mode": "UCWEB/2.0 (MIDP-2.0; U; Adr 4.2.2; en-US; GT100) U2/1.0.0 UCBrowser/9.4.0.460 U2/1.0.0 Mobile",
    "Puffin": "Mozilla/5.0 (X11; U; Linux x86_64; uk-UA) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Puffin/5.2.0IT",
    "Windows Phone": "Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15063",
    "Windows Phone 7": "Mozilla/5.0 (compatible; MSIE 9.0; Windows Phone OS 7.5; Trident/5.0; IEMobile/9.0; NOKIA; Lumia 800)",
    "Symbian": "Mozilla/5.0 (Symbian/3; Series60/5.2 NokiaN8-00/014.002; Profile/MIDP-2.1 Configuration/CLDC-1.1) AppleWebKit/525 (KHTML, like Gecko) Version/3.0 BrowserNG/7.2.6.9 3gpp-gba",
    "BlackBerry": "Mozilla/5.0 (BB10; Kbd) AppleWebKit/537.10+ (KHTML, like Gecko) Version/10.1.0.4651 Mobile Safari/537.10+",
    "VR headset": "Mozilla/5.0 (X11; Linux x86_64; Quest 2) AppleWebKit/537.36 (KHTML, like Gecko) OculusBrowser/16.1.0.1.314145434 Chrome/91.0.4472.114 VR Safari/537.36",
    "watch": "Mozilla/5.0 (Linux; Android 11; SM-R885U) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/91.0.4472.114 Mobile Safari/537.36",
    "Konqueror": "Mozilla/5.0 (X11; Linux x86_64) KHTML/4.11.4 (like Gecko) Konqueror/4.11",
    "WebKitGTK": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 Safari/605.1.15",
    "Lynx": "Lynx/2.8.9rel.1 libwww-FM/2.14 SSL-MM/1.4.1 OpenSSL/1.1.1",
    "w3m": "w3m/0.5.3+git20230121",
    "Links": "Links (2.28; Linux 6.1.0 x86_64; GNU C 12.2; text)",
    "ELinks": "ELinks/0.13.2 (textmode; Linux 6.1.0 x86_64; 80x24-2)",
    "Dillo": "Dillo/3.0.5",
    "NetSurf": "NetSurf/3.10 (Linux)",
}
_BOTS = {
    "HeadlessChrome": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/64.0.3264.0 Safari/537.36",
    "PhantomJS": "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/534.34 (KHTML, like Gecko) PhantomJS/1.9.8 Safari/534.34",
    "Lighthouse": "Mozilla/5.0 (Linux; Android 7.0; Moto G (4)) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/94.0.4590.2 Mobile Safari/537.36 Chrome-Lighthouse",
    "WebPageTest": "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0; PTST 2.386) like Gecko",
    "wkhtmltopdf": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/534.34 (KHTML, like Gecko) wkhtmltopdf Safari/534.34",
    "Googlebot": "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/99.0.4844.84 Safari/537.36",
    "Bing's preview": "Mozilla/5.0 (Windows NT 6.3; WOW64; Trident/7.0; rv:11.0; BingPreview/1.0b) like Gecko",
    "Diffbot in a Firefox": "Mozilla/5.0 (Windows; U; Windows NT 5.1; en-US; rv:1.9.1.2) Gecko/20090729 Firefox/3.5.2 (.NET CLR 3.5.30729; Diffbot/0.1; +http://www.diffbot.com)",
    "GTmetrix in a Firefox": "Mozilla/5.0 (X11; Linux x86_64; rv:45.0; GTmetrix https://gtmetrix.com/) Gecko/20100101 Firefox/45.0",
    "link preview": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "WhatsApp's preview": "WhatsApp/2.21.12.21 A",
    "curl": "curl/8.5.0",
    "Wget": "Wget/1.21.3",
    "Python": "python-requests/2.31.0",
    "Go": "Go-http-client/1.1",
    "Java": "Java/17.0.8",
}


@pytest.mark.parametrize("string", _SILENT.values(), ids=_SILENT)
def test_what_its_visitor_cannot_update_is_of_unknown_kind(string: str) -> None:
    assert _named(string).kind == "unknown"


@pytest.mark.parametrize("string", _BOTS.values(), ids=_BOTS)
def test_a_machine_is_a_bot(string: str) -> None:
    assert _named(string).kind == "bot"


def _named(string: str) -> UserAgent:
    user_agent = identify(string.encode())
    assert user_agent is not None
    return user_agent


@pytest.mark.parametrize("string", [*_SILENT.values(), *_BOTS.values()], ids=[*_SILENT, *_BOTS])
def test_with_a_strangers_token_behind_it_is_no_browser_either(string: str) -> None:
    raw = string.encode() + b" Stranger/1.0"
    user_agent = identify(raw) or Fallback().identify(raw)
    assert user_agent is not None
    assert user_agent.kind in ("bot", "unknown")


def test_engines_that_name_themselves_headless_or_qt_or_text_are_no_browsers(observed: dict[str, Headers]) -> None:
    people = {"firefox", "firefox115"}
    for name, headers in observed.items():
        raw = (headers.get("user-agent") or "").encode()
        user_agent = identify(raw)
        assert user_agent is not None, name
        assert (user_agent.kind == "browser") == (name in people), name
