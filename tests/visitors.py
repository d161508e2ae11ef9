"""Visitors that many tests ask as: user agent strings, the headers of whole visitors, and how a banner begins.

A string that belongs to one test's own table of cases stays there.
"""

from __future__ import annotations

#: Internet Explorer 11 on Windows 7: outdated under any sane policy.
IE = "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko"
#: The same on Windows 10, where current browsers can be installed.
IE_ON_WINDOWS_10 = "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko"
IE_8 = "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)"

_WINDOWS_10 = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
_WINDOWS_7 = "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"

#: A version that is newer than any data: current, always.
CURRENT = f"{_WINDOWS_10} Chrome/999.0.0.0 Safari/537.36"
CHROME_156 = f"{_WINDOWS_10} Chrome/156.0.0.0 Safari/537.36"
CHROME_156_ON_ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36"
)
CHROME_60 = f"{_WINDOWS_10} Chrome/60.0.3112.113 Safari/537.36"
CHROME_60_ON_WINDOWS_7 = f"{_WINDOWS_7} Chrome/60.0.3112.113 Safari/537.36"
CHROME_109_ON_WINDOWS_7 = f"{_WINDOWS_7} Chrome/109.0.0.0 Safari/537.36"
CHROME_49_ON_XP = (
    "Mozilla/5.0 (Windows NT 5.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/49.0.2623.112 Safari/537.36"
)

#: An ESR that still gets its security fixes there.
FIREFOX_115_ON_WINDOWS_7 = "Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0"
FIREFOX_140_ON_LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

IPHONE_12 = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/12.1.2 Mobile/15E148 Safari/604.1"
)
IPHONE_9 = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 9_3 like Mac OS X) AppleWebKit/601.1.46 (KHTML, like Gecko) "
    "Version/9.0 Mobile/13E233 Safari/601.1"
)
#: The system's webview inside of an app.
FACEBOOK_ON_ANDROID_10 = (
    "Mozilla/5.0 (Linux; Android 10; SM-A505F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/43.0.3987.99 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/260.0.0.42.118;]"
)
#: Only the fallback names it.
IRON_37 = (
    "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Iron/37.0.2000.0 Chrome/37.0.2000.0"
    " Safari/537.36"
)
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"

OLD_VISITOR = {"User-Agent": IE_ON_WINDOWS_10, "Accept": "text/html, */*", "Accept-Language": "en"}
CURRENT_VISITOR = {"User-Agent": CURRENT, "Accept": "text/html,*/*;q=0.8", "Accept-Language": "en"}

#: How a banner begins.
BANNER = b"<div id=bb "
