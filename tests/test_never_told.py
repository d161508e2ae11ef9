"""Visitors who were told "outdated" and should not have been, or might not: each by what was found, none of them again."""

from __future__ import annotations

import pytest

from browserbanner import BrowserBanner
from browserbanner.policy import PolicyLike

#: As a person's browser sends them over http: nothing in them can override "outdated".
PERSON = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "uk,en;q=0.8"}

_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS {} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) {}"
_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) {}"
_TV = "Mozilla/5.0 (X11; Linux armv7l) AppleWebKit/537.36 (KHTML, like Gecko) {}"
_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X {}) AppleWebKit/605.1.15 (KHTML, like Gecko) {}"
_ON_ANDROID = "Mozilla/5.0 (Linux; Android {}) AppleWebKit/537.36 (KHTML, like Gecko) {}"
_ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) {}"

INCIDENTS = {
    "an app on a current iPhone with a Version that somebody wrote once": [
        _IPHONE.format("18_5", "Version/17.0 Mobile/15E148 Safari/604.1"),
        _IPHONE.format("18_7", "Mobile/15E148 Version/17.4 Safari/605.1.15"),
        _IPHONE.format("17_6_1", "Version/8.0.2 Mobile/15E148 Safari/600.1.4"),
    ],
    "Firefox ESR of old systems, which resists fingerprinting": [
        "Mozilla/5.0 (Windows NT 10.0; rv:109.0) Gecko/20100101 Firefox/115.0",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:109.0) Gecko/20100101 Firefox/115.0",
        "Mozilla/5.0 (Windows NT 10.0; rv:109.0) Gecko/20100101 Firefox/115.0 LibreWolf/115.0",
        "Mozilla/5.0 (Windows NT 10.0; rv:109.0) Gecko/20100101 Firefox/115.0 Waterfox/115.0",
    ],
    "televisions": [
        _TV.format("Chrome/90.0.4430.225 Safari/537.36 DMOST/2.0.0 (; LGE; webOSTV; WEBOS6.3.2)"),
        _TV.format("Chrome/88.0.4324.182 Safari/537.36 OPR/46.0.2207.0 OMI/4.21.0.273.DIONYSUS.46"),
        _TV.format("Chrome/84.0.4147.125 Safari/537.36 Vewd/5.0"),
    ],
    "programs with an engine inside": [
        _WINDOWS.format("Chrome/84.0.4147.38 Safari/537.36 EpicGamesLauncher/13.3.0 UnrealEngine/4.23.0"),
        _WINDOWS.format("Chrome/80.0.3987.163 Safari/537.36 Battle.net/1.2.3"),
        _WINDOWS.format("Chrome/78.0.3904.113 Zoom/5.0.0 Safari/537.36"),
        _WINDOWS.format("Chrome/76.0.3809.132 Safari/537.36 SketchUp Pro/20.0 (PC)"),
        _WINDOWS.format("Chrome/79.0.3945.88 Safari/537.36 LockDown Browser"),
        "Mozilla/5.0 (Windows NT 10.0; rv:70.0) Gecko/20100101 Firefox/70.0 SEB/3.3",
        "Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0 Zotero/7.0",
        "Mozilla/5.0 (Windows NT 10.0; WOW64; Program/1.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.3987.163 Safari/537.36",
        _WINDOWS.format("Chromium/80.0.3987.163 Chrome/80.0.3987.163 Safari/537.36 Program/1.0"),
        "Mozilla/5.0 (Linux; Ubuntu 20.04 like Android 9) AppleWebKit/537.36 Chrome/87.0.4280.144 Mobile Safari/537.36",
    ],
    "Goanna and SeaMonkey, which name an old Firefox for web sites to read": [
        "Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Goanna/6.7 Firefox/102.0 PaleMoon/33.3.1",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:68.0) Gecko/20100101 Firefox/68.0 SeaMonkey/2.53.23",
        "Mozilla/5.0 (X11; Linux x86_64; rv:56.0) Gecko/20100101 Firefox/56.0 Waterfox/2022.11",
    ],
    "machines that name themselves in the parenthesis": [
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64; {name}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.93 Safari/537.36"
        for name in ("Site24x7", "Detectify", "Trustpilot", "BrowserStack", "Sentry")
    ],
    "a Windows on a phone, which ended": [
        "Mozilla/5.0 (Windows NT 10.0; ARM; Lumia 650) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/46.0.2486.0 Safari/537.36 Edge/13.10586",
    ],
    "newer than anything in the data": [
        _ANDROID.format("Version/4.0 Chrome/123.0.6312.80 UCBrowser/99.5.0.1311 Mobile Safari/537.36"),
        _ANDROID.format("Chrome/121.0.6167.71 MQQBrowser/99.8 Mobile Safari/537.36"),
    ],
    "an iPad that asks for the desktop's page, with a Version that its app wrote": [
        _MAC.format("10_15", "Version/16.5 Mobile/15E148 Safari/604.1"),
        _MAC.format("10_15_7", "Version/13.0 Mobile/15E148 Safari/604.1"),
    ],
    "televisions, boxes and sticks with a plain Android string": [
        _ON_ANDROID.format("11; 55LEX-8161/UTS2C", "Chrome/83.0.4103.106 Safari/537.36"),
        _ON_ANDROID.format(
            "11; TD32HFWEV1 Build/RTM6.230109.257; wv", "Version/4.0 Chrome/104.0.5112.69 Safari/537.36"
        ),
        _ON_ANDROID.format("9; A95XF4", "Chrome/96.0.4664.45 Safari/537.36"),
        _ON_ANDROID.format("7.1.2; X96", "Chrome/70.0.3538.110 Safari/537.36"),
        _ON_ANDROID.format("9; H96 Max X3", "Chrome/76.0.3809.111 Safari/537.36"),
        _ON_ANDROID.format("10; T95", "Chrome/86.0.4240.198 Safari/537.36"),
        _ON_ANDROID.format("9; MBOX", "Chrome/81.0.4044.138 Safari/537.36"),
        _ON_ANDROID.format("11; Smart Android TV", "Chrome/91.0.4472.114 Safari/537.36"),
        _ON_ANDROID.format("9; STB", "Chrome/88.0.4324.181 Safari/537.36"),
        _ON_ANDROID.format("9; SW-LED43UB400 Build/PPR1; wv", "Version/4.0 Chrome/85.0.4183.101 Safari/537.36"),
        _ON_ANDROID.format("12; Ugoos AM8", "Chrome/118.0.5993.111 Safari/537.36"),
        _ON_ANDROID.format("14; 43UQ7500 UHD", "Chrome/122.0.6261.119 Safari/537.36"),
        _ON_ANDROID.format("14; 65MT-UDG54G", "Chrome/124.0.6367.82 Safari/537.36"),
        _ON_ANDROID.format("12; HomeBox 4K", "Chrome/120.0.6099.230 Safari/537.36"),
        _ON_ANDROID.format("9; haierATVhongik Build/PTO3; wv", "Version/4.0 Chrome/95.0.4638.74 Safari/537.36"),
        _ON_ANDROID.format("11; KM7 Plus", "Chrome/118.0.5993.111 Safari/537.36"),
        _ON_ANDROID.format("12; TPM191KN", "Chrome/110.0.5481.153 Safari/537.36"),
        _ON_ANDROID.format("8.0.0; IFP8650-3", "Chrome/76.0.3809.85 Safari/537.36"),
        _ON_ANDROID.format("9; HX_S905X", "Chrome/96.0.4664.45 Safari/537.36"),
        _ON_ANDROID.format("7.1.2; smart_tv001", "Chrome/70.0.3538.110 Safari/537.36"),
        _ON_ANDROID.format("13; TX9S", "Chrome/120.0.6099.230 Safari/537.36"),
        _ON_ANDROID.format("14; Onn Streaming Stick Build/UTT1; wv", "Version/4.0 Chrome/124.0.6367.179 Safari/537.36"),
    ],
    "head units, terminals, watches, consoles and VR headsets with a plain Android string": [
        _ON_ANDROID.format("10; YT9216CJ", "Chrome/78.0.3904.96 Safari/537.36"),
        _ON_ANDROID.format("8.1.0; 8227L_demo", "Chrome/99.0.4844.58 Safari/537.36"),
        _ON_ANDROID.format("13; benz_hy1920x720; wv", "Version/4.0 Chrome/101.0.4951.61 Safari/537.36"),
        _ON_ANDROID.format("9; CT60", "Chrome/94.0.4606.85 Mobile Safari/537.36"),
        _ON_ANDROID.format("11; NLS-MT67", "Chrome/96.0.4664.45 Mobile Safari/537.36"),
        _ON_ANDROID.format("11; TicWatch Pro 5", "Chrome/110.0.5481.154 Mobile Safari/537.36"),
        _ON_ANDROID.format("10; LEM14; wv", "Version/4.0 Chrome/74.0.3729.186 Mobile Safari/537.36"),
        _ON_ANDROID.format("13; SM-R960", "Chrome/119.0.6045.163 Mobile Safari/537.36"),
        _ON_ANDROID.format("12; RG405M", "Chrome/115.0.5790.166 Mobile Safari/537.36"),
        _ON_ANDROID.format("13; Galaxy Watch6", "Chrome/119.0.6045.163 Mobile Safari/537.36"),
        _ON_ANDROID.format("12; Nest Hub Max", "Chrome/112.0.5615.136 Safari/537.36"),
        _ON_ANDROID.format("14; Quest 3S", "Chrome/124.0.6367.118 Safari/537.36"),
    ],
    "a Chromium older than the one that its Android came with": [
        _ON_ANDROID.format("14; M10_R02 Build/JOP24G", "Version/4.0 Chrome/86.0.4240.198 Mobile Safari/537.36"),
        _ON_ANDROID.format("13; SM-A536B; wv", "Version/4.0 Chrome/44.0.2403.119 Mobile Safari/537.36"),
        _ON_ANDROID.format("12; V2183A", "Chrome/78.0.3904.96 Mobile Safari/537.36"),
        _ON_ANDROID.format(
            "8.1.0; Space A5.8 Build/MRA58K; wv", "Version/4.0 Chrome/44.0.2403.119 Mobile Safari/537.36"
        ),
        _ON_ANDROID.format("15; XT2303-2", "Chrome/117.0.0.0 Mobile Safari/537.36"),
        _ON_ANDROID.format("16; Pixel 10", "Chrome/120.0.0.0 Mobile Safari/537.36"),
        _ON_ANDROID.format("17; SM-S957B; wv", "Version/4.0 Chrome/110.0.5481.65 Mobile Safari/537.36"),
    ],
    "machines with a string of their own around a browser's": [
        "hackney/1.6.6, Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36",
        "mowPod/1.0 Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Safari/537.36",
        "PAN GlobalProtect/6.3.2 Mozilla/5.0 (Windows NT 6.2; Win64; x64; Trident/7.0; rv:11.0) like Gecko",
        "MyApp Mozilla/5.0 (Linux; Android 12; SM-S134DL; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/105.0.5195.136 Mobile Safari/537.36",
        "Mozilla/5.0 (watchTowr; Windows NT 10.0; Win64; x64; rv:84.0) Gecko/20100101 Firefox/84.0",
        "Mozilla/5.0 (Acme; Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14_6; acme) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1 Safari/605.1.15",
        "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT) NewsNow/1.0",
        "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko Acme/2026.1",
        "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0) (CMLINKCHECK)",
        "Mozilla/5.0 (Windows NT 6.1; rv:52.0) Gecko/20100101 Firefox/52.0 (CMLINKCHECK)",
        _WINDOWS.format("Chrome/110.0.0.0 Safari/537.36 (Acme)"),
        _IPHONE.format("13_2_3", "Version/13.0.3 Mobile/15E148 Safari/604.1 (CMLINKCHECK)"),
        _ON_ANDROID.format("9; SM-G960F; wv", "Version/4.0 Chrome/90.0.4430.91 Mobile Safari/537.36 (ACME-CHECK)"),
        _WINDOWS.format(
            "Chrome/80.0.3987.122 Safari/537.36 wechatdevtools/1.06.2210310 MicroMessenger/8.0.5 webview/ port/34567"
        ),
        _IPHONE.format(
            "13_2", "Mobile/15E148 MicroMessenger/7.0.4 NetType/WIFI wechatdevtools/1.06.2504030 Language/zh_CN"
        ),
        _ON_ANDROID.format("9; PANBOT", "Chrome/74.0.3729.157 Mobile Safari/537.36"),
        _ON_ANDROID.format("10; K; en-us; acme", "Chrome/64.0.3282.$patch$ Mobile Safari/537.36"),
    ],
    "who looks for holes, behind a browser's number": [
        _WINDOWS.format("Chrome/85.0.4183.83 Safari/537.36/../xyz"),
        _WINDOWS.format("Chrome/84.0.4147.125 Safari/537.36''+(function()"),
        _WINDOWS.format("Chrome/100.0.4896.127 Safari/537.36%"),
        "Mozilla/5.0 (X11; CrOS x86_64 14816.99.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/103.0.0.0 Safari/537.36/null",
        "Mozilla/5.0 (Windows NT 6.1; rv:52.0) Gecko/20100101 Firefox/52.0'",
    ],
    "systems that never were, and two systems at once": [
        "Mozilla/5.0 (Windows NT 10; WOW64; rv:45.0) Gecko/20100101 Firefox/45.0",
        _MAC.format("1084", "Version/6.0.4 Safari/536.29.13"),
        "Mozilla/5.0 (X11; Linux x86_64; en; rv:12.3) Gecko/2000000000 Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1) Opera 7.03",
        "Mozilla/5.0 (Windows NT 10.0) Trident/7.0; Acme/6.0) like Gecko",
        _WINDOWS.format(
            "Chrome/71.0.3569.0 Safari/537.36 Mozilla/5.0 (Linux; Android 8.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Focus/6.1 Chrome/68.0.3440.91 Mobile Safari/537.36"
        ),
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_13_2) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/63.0.3239.132 Safari/537.36 Vivaldi/1.94.1008.40 Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/41.0.2228.0 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 7.0; SM-T825) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/65.0.3325.109 Safari/537.36 Edge/41.0.0.1921",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) splash Version/10.0 Chrome/98.0.4758.80 Safari/537.36",
    ],
    "more programs and televisions in a browser's clothes": [
        _WINDOWS.format(
            "Chrome/70.0.3538.124 Safari/537.36 qblink wegame.exe WeGame/5.1.1 QBCore/3.70.107.400 QQBrowser/9.0.2524.400"
        ),
        "Mozilla/5.0 (iPad; U; CPU OS 5_0 like Mac OS X; en-us) AppleWebKit/534.46 (KHTML, like Gecko) Version/5.0.2 Mobile/9A5248d Safari/6533.18.5#2.0#TCL/TCL-EU-RT2851-S1/28/tclwebkit1.0.2",
    ],
    "Waterfox Classic, which says Firefox 68 since 2021": [
        "Mozilla/5.0 (X11; Linux x86_64; rv:68.0) Gecko/20100101 Firefox/68.0 Waterfox/2021.10",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:68.0) Gecko/20100101 Firefox/68.0 Waterfox/2022.11",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:68.0) Gecko/20100101 Firefox/68.0 Waterfox/56.6.2026.08",
    ],
    "the newest release of a browser whose engine is older than the minimum": [
        _ANDROID.format("Version/4.0 Chrome/123.0.6312.80 UCBrowser/19.2.0.1310 Mobile Safari/537.36"),
        _ANDROID.format("Version/4.0 Chrome/123.0.6312.80 UCBrowser/19.0.0.1301 Mobile Safari/537.36"),
        _ANDROID.format("Chrome/121.0.6167.71 MQQBrowser/20.7 Mobile Safari/537.36"),
        _ANDROID.format("Chrome/121.0.6167.71 MQQBrowser/20.3 Mobile Safari/537.36"),
    ],
    "an iPad, which says that it is a Mac": [
        _MAC.format("10_15_7", "Version/18.5 Safari/605.1.15"),
        _MAC.format("10_15_7", "Version/26.5 Safari/605.1.15"),
        _MAC.format("10_15_7", "Version/27.1 Safari/605.1.15"),
        _MAC.format("10_15_7", "Version/16.0 Safari/605.1.15"),
    ],
    "a Safari older than the macOS that it says it runs on": [
        _MAC.format("10_15_7", "Version/11.1.2 Safari/605.1.15"),
        _MAC.format("10_15_7", "Version/12.1 Safari/605.1.15 App/1.0"),
        _MAC.format("10.15", "Version/12.1 Safari/605.1.15"),
        _MAC.format("10_16", "Version/12.1 Safari/605.1.15"),
        _MAC.format("11_2", "Version/12.1 Safari/605.1.15"),
    ],
}


@pytest.fixture(scope="module")
def banner() -> BrowserBanner:
    return BrowserBanner()


@pytest.mark.parametrize(
    ("incident", "user_agent"),
    [(incident, user_agent) for incident, strings in INCIDENTS.items() for user_agent in strings],
)
def test_who_was_wrongly_told_is_told_nothing(banner: BrowserBanner, incident: str, user_agent: str) -> None:
    verdict = banner.judge(user_agent, PERSON)
    assert not verdict.outdated, verdict.reason


@pytest.mark.parametrize(
    "user_agent",
    [
        _IPHONE.format("12_5_7", "Version/12.1.2 Mobile/15E148 Safari/604.1"),
        _IPHONE.format("14_4", "Version/14.0.3 Mobile/15E148 Safari/604.1"),
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0",
        "Mozilla/5.0 (Windows NT 10.0; rv:102.0) Gecko/20100101 Firefox/102.0",
        "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/112.0",
        "Mozilla/5.0 (Windows NT 6.1; rv:10.0.2) Gecko/20100101 Firefox/10.0.2",
        "Mozilla/5.0 (Windows NT 6.1; rv:2.0.1) Gecko/20100101 Firefox/4.0.1",
        "Mozilla/5.0 (Android 11; Mobile; rv:68.0) Gecko/68.0 Firefox/68.0",
        "Mozilla/5.0 (Windows NT 6.1; rv:29.0) Gecko/20100101 Firefox/29.0 SeaMonkey/2.26",
        _WINDOWS.format("Chrome/60.0.3112.113 Safari/537.36"),
        _WINDOWS.format("Iron/37.0.2000.0 Chrome/37.0.2000.0 Safari/537.36"),
        _ANDROID.format("Version/4.0 Chrome/100.0.4896.58 UCBrowser/13.4.0.1306 Mobile Safari/537.36"),
        _MAC.format("10_15_7", "Version/14.1.2 Safari/605.1.15"),
        _MAC.format("10_11_6", "Version/11.1.2 Safari/605.1.15"),
        # Phones and tablets whose names have a device's name inside.
        *(
            _ON_ANDROID.format(model, "Chrome/100.0.4896.127 Mobile Safari/537.36")
            for model in (
                "12; 22021211RG", "9; BTV-W09", "9; HTV32", "6.0.1; STV100-3", "11; CORE-M4", "10; Artel Tesla",
                "7.0; SHIELD Tablet K1", "4.4.2; SGH-T959V", "5.0; LG-H961N", "9; CUBOT_X18", "9; Flare_J2_DTV",
                "10; W-K510-TVM", "8.1.0; RG730", "13; 23049PCD8G", "12; TCL 40SE", "10; QUMO Quest 574", "9; AEON",
                "11; RunboX6 Pro", "13; 2311DRK48G", "12; SM-A325F", "13; CPH2591", "13; TCL 50 5G",
                "6.0; HTC M8Sd", "9; ONA19TB002", "13; TECNO KM5", "11; MLLED M8",
            )
        ),
        # Makers' browsers bring an engine of their own to a newer Android.
        _ON_ANDROID.format("14; V2324A; wv", "Version/4.0 Chrome/87.0.4280.141 Mobile Safari/537.36 VivoBrowser/16.2.0.0"),
        _ON_ANDROID.format("13; 2201122C", "Version/4.0 Chrome/89.0.4389.116 Mobile Safari/537.36 XiaoMi/MiuiBrowser/17.8.1"),
        _ON_ANDROID.format("14; PJD110; wv", "Version/4.0 Chrome/86.0.4240.99 XWEB/3263 MMWEBSDK/20211001 Mobile Safari/537.36 MicroMessenger/8.0.16"),
        _ON_ANDROID.format("15; PKR110", "Version/4.0 Chrome/97.0.4692.98 Mobile Safari/537.36 T7/13.38"),
        # What stands behind them is a stranger's, and they are old and real.
        _ON_ANDROID.format("9; Redmi 5; wv", "Version/4.0 Chrome/70.0.3538.110 Mobile Safari/537.36 Klarna/2.3"),
        _IPHONE.format("15_7", "Version/15.6 Mobile/15E148 Safari/605.1.15 BingSapphire/31.8.430522001"),
        "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; Trident/4.0; SlimBrowser)",
        "Mozilla/5.0 (Windows NT 6.1; rv:52.0) Gecko/20100101 Firefox/52.0 (.NET CLR 3.5.30729)",
        "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/43.0.2357.132 Safari/537.36,gzip(gfe)",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_3) AppleWebKit/537.75.14 (KHTML, like Gecko) Version/7.0.3 Safari/7046A194A",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:91.0) Gecko/20100101 Firefox/91.0 Waterfox/91.0",
    ],
)  # fmt: skip
def test_their_old_neighbours_are_still_told(banner: BrowserBanner, user_agent: str) -> None:
    assert banner.judge(user_agent, PERSON).outdated


#: Gecko's number is Firefox' own since 5, but for 110 to 119, which said 109.
OTHER_GECKOS = [
    "Mozilla/5.0 (Windows NT 6.1; WOW64; rv:17.0) Gecko/20100101 Firefox/48.0",
    "Mozilla/5.0 (Windows NT 5.1; rv:30.0) Gecko/20100101 Firefox/59.0",
    "Mozilla/5.0 (X11; Linux x86_64; rv:12.3) Gecko/2000000000 Firefox/8.8.8",
    "Mozilla/5.0 (X11; U; Linux i686; en-US; rv:1.9a1) Gecko/20060814 Firefox/51.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/102.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:109.0) Gecko/20100101 Firefox/91.0",
    "Mozilla/5.0 (Android 13; Mobile; rv:99.0) Gecko/99.0 Firefox/88.0",
]


@pytest.mark.parametrize("user_agent", OTHER_GECKOS)
def test_a_firefox_whose_gecko_has_another_number_is_told_nothing(banner: BrowserBanner, user_agent: str) -> None:
    verdict = banner.judge(user_agent, PERSON)
    assert verdict.status == "unknown", verdict.reason


ESR_153 = "Mozilla/5.0 ({}; rv:153.0) Gecko/20100101 Firefox/153.0"


@pytest.mark.parametrize(
    "system", ["Windows NT 10.0; Win64; x64", "Windows NT 10.0", "Macintosh; Intel Mac OS X 10.15", "X11; Linux x86_64"]
)
@pytest.mark.parametrize("policy", [{"firefox": 156}, "firefox >= 155"])
def test_the_esr_whose_end_is_not_announced_yet_is_one(policy: PolicyLike, system: str) -> None:
    """Firefox 153 had no last day in the data, and was taken for one that is not patched."""
    user_agent = ESR_153.format(system)
    verdict = BrowserBanner(policy=policy, grace=0).judge(user_agent)
    assert (verdict.status, "an ESR that is still patched" in verdict.reason) == ("current", True)
    assert BrowserBanner(policy=policy, grace=0, esr=False).judge(user_agent).outdated


def test_a_chromium_without_another_name_is_what_the_policy_says_of_chrome() -> None:
    user_agent = _WINDOWS.format("Chromium/158.0.0.0 Chrome/158.0.0.0 Safari/537.36")
    others_are_not = {"chrome": 109, "firefox": 115, "safari": 16, "edge": 109, "*": False}
    assert BrowserBanner(policy=others_are_not).judge(user_agent).status == "current"
    assert BrowserBanner(policy={**others_are_not, "chromium": 157}).judge(user_agent).status == "current"
    assert (
        BrowserBanner(policy={**others_are_not, "ecosia": True})
        .judge(_WINDOWS.format("Chrome/150.0.0.0 Safari/537.36 (Ecosia android@150.0.0.0)"))
        .status
        == "current"
    )


def test_a_program_that_is_safari_to_ua_parser_is_not_held_against_safari() -> None:
    """Slack's Chromium 60 was "at or above 17.5", Safari's minimum."""
    user_agent = _WINDOWS.format("Slack/4.29 Chrome/60.0.3112.113 Safari/537.36")
    assert "17.5" not in BrowserBanner().judge(user_agent, PERSON).reason


@pytest.mark.parametrize("named", ["chrome", "edge"])
def test_no_browser_is_recommended_that_a_mapping_calls_outdated(named: str) -> None:
    """Firefox has a patched ESR on every system: it was recommended by policies that call it outdated."""
    internet_explorer = "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko"
    verdict = BrowserBanner(policy={named: 109, "*": False}).judge(internet_explorer)
    assert verdict.recommended == (named,)


def test_silk_whose_majors_are_chromiums_may_be_named_by_them() -> None:
    user_agent = "Mozilla/5.0 (Linux; Android 9; KFMAWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/{0}.1.2 like Chrome/{0}.0.0.0 Safari/537.36"
    banner = BrowserBanner(policy={"silk": 110})
    assert banner.judge(user_agent.format(109)).outdated
    assert not banner.judge(user_agent.format(110)).outdated


RELATIVE = ["defaults", "last 2 versions", "last 1 version", "> 1%", "baseline newly available", "last 1 year"]


@pytest.mark.parametrize("policy", RELATIVE)
def test_the_newest_releases_of_the_day_are_current_under_every_relative_query(policy: str) -> None:
    banner = BrowserBanner(policy=policy, grace=0)
    data = banner.data
    chrome, opera, mobile, samsung, yandex, safari, ios, firefox = (
        ".".join(map(str, release.version))
        for line in ("chrome", "opera", "opera-android", "samsung", "yandex", "safari", "safari-ios", "firefox")
        if (release := data.newest(line)) is not None
    )
    bases = {line: data.chromium_bases(line) for line in ("opera", "opera-android", "samsung", "yandex", "uc", "qq")}
    base = {line: known[max(known)] for line, known in bases.items()}
    newest = [
        _WINDOWS.format(f"Chrome/{chrome}.0.0.0 Safari/537.36"),
        _WINDOWS.format(f"Chrome/{base['opera']}.0.0.0 Safari/537.36 OPR/{opera}.0.0.0"),
        _WINDOWS.format(f"Chrome/{base['yandex']}.0.0.0 YaBrowser/{yandex}.0.0 Safari/537.36"),
        _ON_ANDROID.format("14; SM-S911B", f"Chrome/{base['opera-android']}.0.0.0 Mobile Safari/537.36 OPR/{mobile}.0.0.0"),
        _ON_ANDROID.format("14; SAMSUNG SM-S911B", f"SamsungBrowser/{samsung} Chrome/{base['samsung']}.0.0.0 Mobile Safari/537.36"),
        _ON_ANDROID.format("14; SM-S911B", f"Version/4.0 Chrome/{base['uc']}.0.0.0 UCBrowser/19.2.0.1310 Mobile Safari/537.36"),
        _ON_ANDROID.format("14; SM-S911B", f"Chrome/{base['qq']}.0.0.0 MQQBrowser/20.7 Mobile Safari/537.36"),
        _MAC.format("10_15_7", f"Version/{safari} Safari/605.1.15"),
        _IPHONE.format(ios.replace(".", "_"), f"Version/{ios} Mobile/15E148 Safari/604.1"),
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:{firefox}.0) Gecko/20100101 Firefox/{firefox}.0",
    ]  # fmt: skip
    for user_agent in newest:
        verdict = banner.judge(user_agent, PERSON)
        assert not verdict.outdated, verdict.reason
