"""Every browser, system and app that the strict grammar covers, a row each; old versions above all."""

from __future__ import annotations

from typing import cast

import pytest

from browserbanner import UserAgent
from browserbanner.useragent import Version, identify
from browserbanner.useragent.model import Form, Kind

# "family version | engine version | os version | form | kind app" and the string below it. "-" is None or (); "=": the
# engine's version is the browser's.
_TABLE = r"""
## Chrome
chrome 154.0.0.0 | blink = | windows 10.0 | desktop
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/154.0.0.0 Safari/537.36
chrome 109.0.0.0 | blink = | windows 6.1 | desktop
Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36
chrome 109.0.5414.120 | blink = | windows 6.3 | desktop
Mozilla/5.0 (Windows NT 6.3; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.5414.120 Safari/537.36
chrome 60.0.3112.113 | blink = | windows 6.1 | desktop
Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36
chrome 49.0.2623.112 | blink = | windows 5.1 | desktop
Mozilla/5.0 (Windows NT 5.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/49.0.2623.112 Safari/537.36
chrome 49.0.2623.112 | blink = | windows 6.0 | desktop
Mozilla/5.0 (Windows NT 6.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/49.0.2623.112 Safari/537.36
chrome 38.0.2125.111 | blink = | windows 10.0 | desktop
Mozilla/5.0 (Windows NT 6.4; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/38.0.2125.111 Safari/537.36
chrome 28.0.1500.95 | blink = | windows 6.2 | desktop
Mozilla/5.0 (Windows NT 6.2; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/28.0.1500.95 Safari/537.36
chrome 23.0.1271.97 | blink = | windows 6.1 | desktop
Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.11 (KHTML, like Gecko) Chrome/23.0.1271.97 Safari/537.11
chrome 13.0.782.112 | blink = | windows 5.1 | desktop
Mozilla/5.0 (Windows NT 5.1) AppleWebKit/535.1 (KHTML, like Gecko) Chrome/13.0.782.112 Safari/535.1
chrome 4.1.249.1064 | blink = | windows 5.1 | desktop
Mozilla/5.0 (Windows; U; Windows NT 5.1; en-US) AppleWebKit/532.5 (KHTML, like Gecko) Chrome/4.1.249.1064 Safari/532.5
chrome 0.2.149.29 | blink = | windows 5.1 | desktop
Mozilla/5.0 (Windows; U; Windows NT 5.1; en-US) AppleWebKit/525.13 (KHTML, like Gecko) Chrome/0.2.149.29 Safari/525.13
chrome 145.0.0.0 | blink = | macos - | desktop
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36
chrome 65.0.3325.181 | blink = | macos 10.9.5 | desktop
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_5) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/65.0.3325.181 Safari/537.36
chrome 21.0.1180.90 | blink = | macos 10.5.8 | desktop
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_5_8) AppleWebKit/537.1 (KHTML, like Gecko) Chrome/21.0.1180.90 Safari/537.1
chrome 87.0.4280.88 | blink = | macos 11.0.0 | desktop
Mozilla/5.0 (Macintosh; Intel Mac OS X 11_0_0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0.4280.88 Safari/537.36
chrome 148.0.0.0 | blink = | linux - | desktop
Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Safari/537.36
chrome 34.0.1847.137 | blink = | linux - | desktop
Mozilla/5.0 (X11; Linux i686) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/34.0.1847.137 Safari/537.36
chrome 9.0.597.98 | blink = | linux - | desktop
Mozilla/5.0 (X11; U; Linux x86_64; en-US) AppleWebKit/534.13 (KHTML, like Gecko) Chrome/9.0.597.98 Safari/534.13
chrome 152.0.0.0 | blink = | chromeos - | desktop
Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/152.0.0.0 Safari/537.36
chrome 75.0.3770.144 | blink = | chromeos - | desktop
Mozilla/5.0 (X11; CrOS armv7l 12105.100.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/75.0.3770.144 Safari/537.36
chrome 60.0.3112.90 | blink = | freebsd - | desktop
Mozilla/5.0 (X11; FreeBSD amd64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.90 Safari/537.36
chrome 153.0.0.0 | blink = | android - | phone
Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Mobile Safari/537.36
chrome 153.0.0.0 | blink = | android - | tablet
Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36
chrome 95.0.4638.74 | blink = | android 5.1.1 | phone
Mozilla/5.0 (Linux; Android 5.1.1; SM-J320FN) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/95.0.4638.74 Mobile Safari/537.36
chrome 59.0.3071.125 | blink = | android 7.0 | phone
Mozilla/5.0 (Linux; Android 7.0; Moto G (4) Build/NPJ25.93-14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/59.0.3071.125 Mobile Safari/537.36
chrome 42.0.2311.111 | blink = | android 4.4.2 | tablet
Mozilla/5.0 (Linux; Android 4.4.2; SM-T230 Build/KOT49H) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.111 Safari/537.36
chrome 18.0.1025.166 | blink = | android 4.1.1 | phone
Mozilla/5.0 (Linux; Android 4.1.1; Galaxy Nexus Build/JRO03C) AppleWebKit/535.19 (KHTML, like Gecko) Chrome/18.0.1025.166 Mobile Safari/535.19
chrome 16.0.912.75 | blink = | android 4.0.3 | phone
Mozilla/5.0 (Linux; U; Android 4.0.3; de-de; Galaxy Nexus Build/IML74K) AppleWebKit/535.7 (KHTML, like Gecko) CrMo/16.0.912.75 Mobile Safari/535.7
chromium 65.0.3325.181 | blink 65.0.3325.181 | linux - | desktop
Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Ubuntu Chromium/65.0.3325.181 Chrome/65.0.3325.181 Safari/537.36

## Chrome on iOS
chrome 154.0.8037.55 | webkit 26.6.2 | ios 26.6.2 | phone
Mozilla/5.0 (iPhone; CPU iPhone OS 26_6_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/154.0.8037.55 Mobile/15E148 Safari/604.1
chrome 148.0.7778.166 | webkit 17.6.1 | ios 17.6.1 | tablet
Mozilla/5.0 (iPad; CPU OS 17_6_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/148.0.7778.166 Mobile/15E148 Safari/604.1
chrome 56.0.2924.75 | webkit 10.3 | ios 10.3 | phone
Mozilla/5.0 (iPhone; CPU iPhone OS 10_3 like Mac OS X) AppleWebKit/602.1.50 (KHTML, like Gecko) CriOS/56.0.2924.75 Mobile/14E5239e Safari/602.1
chrome 19.0.1084.60 | webkit 5.1.1 | ios 5.1.1 | phone
Mozilla/5.0 (iPhone; U; CPU iPhone OS 5_1_1 like Mac OS X; en) AppleWebKit/534.46.0 (KHTML, like Gecko) CriOS/19.0.1084.60 Mobile/9B206 Safari/7534.48.3

## Edge, both engines
edge 154.0.0.0 | blink = | windows 10.0 | desktop
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/154.0.0.0 Safari/537.36 Edg/154.0.0.0
edge 80.0.361.62 | blink 80.0.3987.122 | windows 6.1 | desktop
Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.3987.122 Safari/537.36 Edg/80.0.361.62
edge 91.0.864.37 | blink 91.0.4472.77 | macos - | desktop
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/91.0.4472.77 Safari/537.36 Edg/91.0.864.37
edge 45.6.2.5042 | blink 85.0.4183.81 | android 9 | phone
Mozilla/5.0 (Linux; Android 9; ONEPLUS A6003) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/85.0.4183.81 Mobile Safari/537.36 EdgA/45.6.2.5042
edge 18 | edgehtml = | windows 10.0 | desktop
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763
edge 12.246 | edgehtml = | windows 10.0 | desktop
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246
edge 153.0.4234.46 | webkit 26.6.2 | ios 26.6.2 | phone
Mozilla/5.0 (iPhone; CPU iPhone OS 26_6_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) EdgiOS/153.0.4234.46 Version/26.0 Mobile/15E148 Safari/604.1
edge 44.5.0.10 | webkit 12.3.1 | ios 12.3.1 | phone
Mozilla/5.0 (iPhone; CPU iPhone OS 12_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.0 EdgiOS/44.5.0.10 Mobile/15E148 Safari/604.1

## Firefox
firefox 156.0 | gecko = | windows 10.0 | desktop
Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:156.0) Gecko/20100101 Firefox/156.0
firefox 115.0 | gecko = | windows 6.1 | desktop
Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0
firefox 52.0 | gecko = | windows 5.1 | desktop
Mozilla/5.0 (Windows NT 5.1; rv:52.0) Gecko/20100101 Firefox/52.0
firefox 47.0 | gecko = | windows 6.0 | desktop
Mozilla/5.0 (Windows NT 6.0; WOW64; rv:47.0) Gecko/20100101 Firefox/47.0
firefox 12.0 | gecko = | windows 5.0 | desktop
Mozilla/5.0 (Windows NT 5.0; rv:12.0) Gecko/20100101 Firefox/12.0
firefox 4.0.1 | gecko = | windows 6.1 | desktop
Mozilla/5.0 (Windows NT 6.1; WOW64; rv:2.0.1) Gecko/20100101 Firefox/4.0.1
firefox 3.6.28 | gecko = | windows 5.1 | desktop
Mozilla/5.0 (Windows; U; Windows NT 5.1; ru; rv:1.9.2.28) Gecko/20120306 Firefox/3.6.28 (.NET CLR 3.5.30729)
firefox 3.5.7 | gecko = | windows 6.1 | desktop
Mozilla/5.0 (Windows; U; Windows NT 6.1; en-US; rv:1.9.1.7) Gecko/20091221 Firefox/3.5.7 ( .NET CLR 3.5.30729; .NET4.0E)
firefox 3.6.13 | gecko = | windows 6.0 | desktop
Mozilla/5.0 (Windows; U; Windows NT 6.0; de; rv:1.9.2.13) Gecko/20101203 Firefox/3.6.13 GTB7.1
firefox 3.0.19 | gecko = | windows 4.10 | desktop
Mozilla/5.0 (Windows; U; Win98; en-US; rv:1.9.0.19) Gecko/2010031422 Firefox/3.0.19
firefox 2.0.0.20 | gecko = | windows 4.90 | desktop
Mozilla/5.0 (Windows; U; Win 9x 4.90; en-US; rv:1.8.1.20) Gecko/20081217 Firefox/2.0.0.20
firefox 1.0.7 | gecko = | macos - | desktop
Mozilla/5.0 (Macintosh; U; PPC Mac OS X Mach-O; en-US; rv:1.7.12) Gecko/20050915 Firefox/1.0.7
firefox 78.0 | gecko = | macos 10.11 | desktop
Mozilla/5.0 (Macintosh; Intel Mac OS X 10.11; rv:78.0) Gecko/20100101 Firefox/78.0
firefox 140.0 | gecko = | macos - | desktop
Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0
firefox 10.0 | gecko = | macos 10.5 | desktop
Mozilla/5.0 (Macintosh; PPC Mac OS X 10.5; rv:10.0) Gecko/20100101 Firefox/10.0
firefox 3.6.3 | gecko = | linux - | desktop
Mozilla/5.0 (X11; U; Linux i686; en-US; rv:1.9.2.3) Gecko/20100423 Ubuntu/10.04 (lucid) Firefox/3.6.3
firefox 3.0.3 | gecko = | linux - | desktop
Mozilla/5.0 (X11; U; Linux x86_64; de; rv:1.9.0.3) Gecko/2008092700 SUSE/3.0.3-2.2 Firefox/3.0.3
firefox 102.0 | gecko = | linux - | desktop
Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0
firefox 45.0 | gecko = | linux - | desktop
Mozilla/5.0 (X11; Linux i686 on x86_64; rv:45.0) Gecko/20100101 Firefox/45.0
firefox 156.0 | gecko = | android 16 | phone
Mozilla/5.0 (Android 16; Mobile; rv:156.0) Gecko/156.0 Firefox/156.0
firefox 68.0 | gecko = | android 5.1.1 | tablet
Mozilla/5.0 (Android 5.1.1; Tablet; rv:68.0) Gecko/68.0 Firefox/68.0
firefox 40.0 | gecko = | android - | phone
Mozilla/5.0 (Android; Mobile; rv:40.0) Gecko/40.0 Firefox/40.0
firefox 9.0 | gecko = | android - | phone
Mozilla/5.0 (Android; Linux armv7l; rv:9.0) Gecko/20111216 Firefox/9.0 Fennec/9.0
firefox 23.0 | webkit 13.3 | ios 13.3 | tablet
Mozilla/5.0 (iPad; CPU OS 13_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/23.0  Mobile/15E148 Safari/605.1.15
firefox 1.0 | webkit 8.3 | ios 8.3 | phone
Mozilla/5.0 (iPhone; CPU iPhone OS 8_3 like Mac OS X) AppleWebKit/600.1.4 (KHTML, like Gecko) FxiOS/1.0 Mobile/12F69 Safari/600.1.4

## Safari
safari 26.6.1 | webkit = | ios - | phone
Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.6.1 Mobile/15E148 Safari/604.1
safari 16.6.2 | webkit 16.7.16 | ios 16.7.16 | phone
Mozilla/5.0 (iPhone; CPU iPhone OS 16_7_16 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6.2 Mobile/15E148 Safari/604.1
safari 9.0 | webkit 9.3.5 | ios 9.3.5 | tablet
Mozilla/5.0 (iPad; CPU OS 9_3_5 like Mac OS X) AppleWebKit/601.1.46 (KHTML, like Gecko) Version/9.0 Mobile/13G36 Safari/601.1
safari 6.0 | webkit 6.1.3 | ios 6.1.3 | phone
Mozilla/5.0 (iPod; CPU iPhone OS 6_1_3 like Mac OS X) AppleWebKit/536.26 (KHTML, like Gecko) Version/6.0 Mobile/10B329 Safari/8536.25
safari 5.0.2 | webkit = | ios 4.3.3 | phone
Mozilla/5.0 (iPhone; U; CPU iPhone OS 4_3_3 like Mac OS X; en-us) AppleWebKit/533.17.9 (KHTML, like Gecko) Version/5.0.2 Mobile/8J2 Safari/6533.18.5
safari 4.0.4 | webkit = | ios 3.2 | tablet
Mozilla/5.0 (iPad; U; CPU OS 3_2 like Mac OS X; en-us) AppleWebKit/531.21.10 (KHTML, like Gecko) Version/4.0.4 Mobile/7B334b Safari/531.21.10
safari 3.0 | webkit = | ios - | phone
Mozilla/5.0 (iPhone; U; CPU like Mac OS X; en) AppleWebKit/420+ (KHTML, like Gecko) Version/3.0 Mobile/1A543a Safari/419.3
safari 26.5.2 | webkit = | macos - | desktop
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.5.2 Safari/605.1.15
safari 11.1.2 | webkit = | macos 10.11.6 | desktop
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_6) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/11.1.2 Safari/605.1.15
safari 9.1.3 | webkit = | macos 10.9.5 | desktop
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_5) AppleWebKit/601.7.8 (KHTML, like Gecko) Version/9.1.3 Safari/537.86.7
safari 5.0.6 | webkit = | macos 10.5.8 | desktop
Mozilla/5.0 (Macintosh; U; Intel Mac OS X 10_5_8; de-de) AppleWebKit/533.22.3 (KHTML, like Gecko) Version/5.0.6 Safari/533.22.3
safari 4.1.3 | webkit = | macos 10.4.11 | desktop
Mozilla/5.0 (Macintosh; U; PPC Mac OS X 10_4_11; en) AppleWebKit/533.19.4 (KHTML, like Gecko) Version/4.1.3 Safari/533.19.4
safari - | webkit - | macos - | desktop
Mozilla/5.0 (Macintosh; U; PPC Mac OS X; sv-se) AppleWebKit/419 (KHTML, like Gecko) Safari/419.3
safari 5.1.7 | webkit = | windows 6.1 | desktop
Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534.57.2 (KHTML, like Gecko) Version/5.1.7 Safari/534.57.2
safari 4.0.5 | webkit = | windows 5.1 | desktop
Mozilla/5.0 (Windows; U; Windows NT 5.1; en-US) AppleWebKit/531.22.7 (KHTML, like Gecko) Version/4.0.5 Safari/531.22.7

## Opera, both engines
opera 136.0.0.0 | blink 152.0.0.0 | windows 10.0 | desktop
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/152.0.0.0 Safari/537.36 OPR/136.0.0.0
opera 136.0.0.0 | blink 152.0.0.0 | windows 10.0 | desktop
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/152.0.0.0 Safari/537.36 OPR/136.0.0.0 (Edition std-2)
opera 36.0.2130.80 | blink 49.0.2623.112 | windows 5.1 | desktop
Mozilla/5.0 (Windows NT 5.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/49.0.2623.112 Safari/537.36 OPR/36.0.2130.80
opera 95.0.0.0 | blink 109.0.0.0 | windows 6.1 | desktop
Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36 OPR/95.0.0.0
opera 60 | blink 73.0.3683.103 | windows 6.1 | desktop
Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/73.0.3683.103 Safari/537.36 OPR/60 OPRGX/60
opera 20.0.1387.91 | blink 33.0.1750.154 | macos 10.9.2 | desktop
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_2) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/33.0.1750.154 Safari/537.36 OPR/20.0.1387.91
opera 30.0.1856 | blink 43.0.2357.121 | android 5.0.1 | phone
Mozilla/5.0 (Linux; Android 5.0.1; ALE-L21) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/43.0.2357.121 Mobile Safari/537.36 OPR/30.0.1856.93524
opera 29.0.1809 | blink 42.0.2311.153 | android 4.4.2 | tablet
Mozilla/5.0 (Linux; Android 4.4.2; GT-P5210) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.153 Safari/537.36 OPR/29.0.1809.92697
opera 6.7.3 | webkit 26.6 | ios - | phone
Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.6 Mobile/15E148 Safari/604.1 OPT/6.7.3
opera 12.18 | presto = | windows 6.1 | desktop
Opera/9.80 (Windows NT 6.1; WOW64) Presto/2.12.388 Version/12.18
opera 11.64 | presto = | windows 5.1 | desktop
Opera/9.80 (Windows NT 5.1; U; Edition Ukraine Local; ru) Presto/2.10.229 Version/11.64
opera 12.16 | presto = | linux - | desktop
Opera/9.80 (X11; Linux x86_64; U; en) Presto/2.12.388 Version/12.16
opera 11.52 | presto = | macos 10.6.8 | desktop
Opera/9.80 (Macintosh; Intel Mac OS X 10.6.8; U; de) Presto/2.9.168 Version/11.52
opera 9.64 | presto = | windows 6.0 | desktop
Opera/9.64 (Windows NT 6.0; U; en) Presto/2.1.1
opera 9.27 | presto = | windows 5.1 | desktop
Opera/9.27 (Windows NT 5.1; U; en)
opera 9.26 | presto = | windows 5.1 | desktop
Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; en) Opera 9.26
opera 9.50 | presto = | windows 5.1 | desktop
Mozilla/5.0 (Windows NT 5.1; U; en; rv:1.8.1) Gecko/20061208 Firefox/2.0.0 Opera 9.50
opera 7.54 | presto = | windows 5.0 | desktop
Opera/7.54 (Windows NT 5.0; U)  [en]
opera 11.50 | presto = | android 2.3.5 | phone
Opera/9.80 (Android 2.3.5; Linux; Opera Mobi/ADR-1111101157; U; de) Presto/2.9.201 Version/11.50
opera 12.10 | presto = | android 4.1.2 | tablet
Opera/9.80 (Android 4.1.2; Linux; Opera Tablet/35779; U; en) Presto/2.11.355 Version/12.10

## Internet Explorer
ie 11.0 | trident 7.0 | windows 10.0 | desktop
Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko
ie 11.0 | trident 7.0 | windows 6.1 | desktop
Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; SLCC2; .NET CLR 2.0.50727; .NET CLR 3.5.30729; .NET CLR 3.0.30729; Media Center PC 6.0; .NET4.0C; .NET4.0E; InfoPath.3; rv:11.0) like Gecko
ie 11.0 | trident 7.0 | windows 6.3 | desktop
Mozilla/5.0 (Windows NT 6.3; Win64; x64; Trident/7.0; Touch; MALNJS; rv:11.0) like Gecko
ie 10.0 | trident 6.0 | windows 6.2 | desktop
Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; WOW64; Trident/6.0)
ie 10.0 | trident 6.0 | windows 6.1 | desktop
Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.1; WOW64; Trident/6.0; BOIE9;ENUSMSN)
ie 9.0 | trident 5.0 | windows 6.0 | desktop
Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.0; Trident/5.0)
ie 8.0 | trident 4.0 | windows 5.1 | desktop
Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1; Trident/4.0; .NET CLR 1.1.4322; .NET CLR 2.0.50727; .NET CLR 3.0.4506.2152; .NET CLR 3.5.30729)
ie 8.0 | trident 4.0 | windows 6.1 | desktop
Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Win64; x64; Trident/4.0; GTB7.4; SLCC2; .NET CLR 2.0.50727; Tablet PC 2.0; OfficeLiveConnector.1.4; OfficeLivePatch.1.3; MS-RTC LM 8)
ie 7.0 | trident - | windows 5.1 | desktop
Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 5.1; .NET CLR 1.1.4322; InfoPath.1)
ie 7.0 | trident - | windows 6.0 | desktop
Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.0; SLCC1; .NET CLR 2.0.50727; Media Center PC 5.0; FunWebProducts; .NET CLR 3.0.04506)
ie 6.0 | trident - | windows 5.1 | desktop
Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1; .NET CLR 1.1.4322; Alexa Toolbar; {7197B170-E810-4522-9DC0-088AAD5AD6E9})
ie 6.0 | trident - | windows 5.0 | desktop
Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.0; Q312461; (R1 1.5); MRA 4.6 (build 01425))
ie 5.0 | trident - | windows 4.0 | desktop
Mozilla/4.0 (compatible; MSIE 5.0; Windows NT; DigExt)
ie 11.0 | trident 7.0 | windows 10.0 | desktop
Mozilla/5.0 (Windows NT 6.4; WOW64; Trident/7.0; .NET4.0E; .NET4.0C; rv:11.0) like Gecko
ie 6.0 | trident - | windows 4.10 | desktop
Mozilla/4.0 (compatible; MSIE 6.0; Windows 98)
ie 5.5 | trident - | windows 4.90 | desktop
Mozilla/4.0 (compatible; MSIE 5.5; Windows 98; Win 9x 4.90)

## Chromium's other browsers
samsung 30.0 | blink 143.0.0.0 | android - | phone
Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/30.0 Chrome/143.0.0.0 Mobile Safari/537.36
samsung 4.0 | blink 44.0.2403.133 | android 6.0.1 | phone
Mozilla/5.0 (Linux; Android 6.0.1; SAMSUNG SM-G920F Build/MMB29K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/4.0 Chrome/44.0.2403.133 Mobile VR Safari/537.36
samsung 2.1 | blink 34.0.1847.76 | android 5.0 | phone
Mozilla/5.0 (Linux; Android 5.0; en-us; SAMSUNG SM-N900T Build/LRX21V) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/2.1 Chrome/34.0.1847.76 Mobile Safari/537.36
samsung 30.0 | blink 143.0.0.0 | android - | tablet
Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/30.0 Chrome/143.0.0.0 Safari/537.36
yandex 22.7.0.1842 | blink 102.0.5005.167 | windows 10.0 | desktop
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/102.0.5005.167 YaBrowser/22.7.0.1842 Yowser/2.5 Safari/537.36
yandex 17.4.1.919 | blink 57.0.2987.137 | windows 5.1 | desktop
Mozilla/5.0 (Windows NT 5.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/57.0.2987.137 YaBrowser/17.4.1.919 (beta) Yowser/2.5 Safari/537.36
yandex 26.8.3.119.0 | blink 150.0.7871.119 | android 12 | phone
Mozilla/5.0 (Linux; arm_64; Android 12; CTR-L81) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.7871.119 YaBrowser/26.8.3.119.00 SA/3 Mobile Safari/537.36
yandex 22.11.3.838.10 | webkit 15.7 | ios 15.7 | phone
Mozilla/5.0 (iPhone; CPU iPhone OS 15_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.0 YaBrowser/22.11.3.838.10 SA/3 Mobile/15E148 Safari/604.1
vivaldi 1.8.770.56 | blink 57.0.2987.138 | windows 6.1 | desktop
Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/57.0.2987.138 Safari/537.36 Vivaldi/1.8.770.56
uc 12.13.2.1208 | blink 57.0.2987.108 | android 8.1.0 | phone
Mozilla/5.0 (Linux; U; Android 8.1.0; en-US; vivo 1724 Build/OPM1.171019.011) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/57.0.2987.108 UCBrowser/12.13.2.1208 Mobile Safari/537.36
uc 9.4.1.362 | webkit - | android 4.1.2 | phone
Mozilla/5.0 (Linux; U; Android 4.1.2; en-US; GT-S5282 Build/JZO54K) AppleWebKit/534.31 (KHTML, like Gecko) UCBrowser/9.4.1.362 U3/0.8.0 Mobile Safari/534.31
uc 7.0.185.1002 | blink 55.0.2883.87 | windows 6.1 | desktop
Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/55.0.2883.87 UBrowser/7.0.185.1002 Safari/537.36
qq 12.1 | blink 89.0.4389.72 | android 11 | phone
Mozilla/5.0 (Linux; U; Android 11; zh-cn; M2007J3SC Build/RKQ1.200826.002) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/89.0.4389.72 MQQBrowser/12.1 Mobile Safari/537.36 COVC/046225
qq 10.7.4313.400 | blink 70.0.3538.25 | windows 6.1 | desktop
Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/70.0.3538.25 Safari/537.36 Core/1.70.3861.400 QQBrowser/10.7.4313.400
whale 3.20.182.14 | blink 112.0.0.0 | windows 10.0 | desktop
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/112.0.0.0 Whale/3.20.182.14 Safari/537.36
silk 85.3.6 | blink 85.0.4183.126 | android 5.1.1 | tablet
Mozilla/5.0 (Linux; Android 5.1.1; KFAUWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/85.3.6 like Chrome/85.0.4183.126 Safari/537.36
silk 85.3.6 | blink 85.0.4183.126 | android - | tablet
Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Silk/85.3.6 like Chrome/85.0.4183.126 Safari/537.36
silk 3.4 | webkit - | android 4.0.3 | phone
Mozilla/5.0 (Linux; U; Android 4.0.3; en-us; KFTT Build/IML74K) AppleWebKit/535.19 (KHTML, like Gecko) Silk/3.4 Mobile Safari/535.19 Silk-Accelerated=true
duckduckgo 5 | blink 153.0.0.0 | android 17 | phone
Mozilla/5.0 (Linux; Android 17) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/153.0.0.0 Mobile DuckDuckGo/5 Safari/537.36
duckduckgo 26.6 | webkit 26.6 | ios - | phone
Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.6 Mobile/15E148 Safari/604.1 Ddg/26.6
duckduckgo 26.5.2 | webkit 26.5.2 | macos - | desktop
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.5.2 Safari/605.1.15 Ddg/26.5.2
brave - | webkit 26.6.1 | ios - | phone
Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.6.1 Mobile/15E148 Safari/604.1 Brave
miui 12.6.2.2 | blink 79.0.3945.147 | android 10 | phone
Mozilla/5.0 (Linux; U; Android 10; az-az; Mi 10 Build/QKQ1.191117.002) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/79.0.3945.147 Mobile Safari/537.36 XiaoMi/MiuiBrowser/12.6.2.2-gn
huawei 12.0.5.302 | blink 92.0.4515.105 | android 9 | phone
Mozilla/5.0 (Linux; Android 9; HarmonyOS; JDN2-AL50HN; HMSCore 6.4.0.311) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/92.0.4515.105 HuaweiBrowser/12.0.5.302 Mobile Safari/537.36
huawei 17.0.8.310 | blink 132.0.6834.79 | android 12 | phone
Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00; HMSCore 6.16.4.352; GMSCore 25.45.34) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.6834.79 HuaweiBrowser/17.0.8.310 Mobile Safari/537.36
heytap 40.8.8.1 | blink 90.0.4430.61 | android 13 | phone
Mozilla/5.0 (Linux; U; Android 13; zh-cn; PGW110 Build/SKQ1.220804.001) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/90.0.4430.61 Mobile Safari/537.36 HeyTapBrowser/40.8.8.1
vivo 10.5.17.1 | blink 87.0.4280.141 | android 11 | phone
Mozilla/5.0 (Linux; Android 11; V2157A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/87.0.4280.141 Mobile Safari/537.36 VivoBrowser/10.5.17.1
coccoc 80.0.182 | blink 74.0.3729.182 | windows 6.1 | desktop
Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/80.0.182 Chrome/74.0.3729.182 Safari/537.36
honor 3.1.3.303 | blink 116.0.5845.114 | android 14 | phone
Mozilla/5.0 (Linux; Android 14; REA-AN00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0.5845.114 HonorBrowser/3.1.3.303 Mobile Safari/537.36
meizu 7.12.0 | blink 57.0.2987.108 | android 9 | phone
Mozilla/5.0 (Linux; U; Android 9; zh-CN; MZ-16s Build/MRA58K) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/57.0.2987.108 MZBrowser/7.12.0 UWS/2.15.0.4 Mobile Safari/537.36
quark 6.0.0.230 | blink 100.0.4896.58 | android 11 | phone
Mozilla/5.0 (Linux; U; Android 11; zh-Hans-CN; VNE-AN00 Build/HONORVNE-AN00) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/100.0.4896.58 Quark/6.0.0.230 Mobile Safari/537.36
phoenix 8.3 | blink 92.0.4515.131 | android 8.1.0 | phone
Mozilla/5.0 (Linux; U; Android 8.1.0; en-us; TECNO F1 Build/O11019) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/92.0.4515.131 Mobile Safari/537.36 PHX/8.3
aloha 2.4.0.3 | blink 72.0.3626.121 | android 7.0 | phone
Mozilla/5.0 (Linux; Android 7.0; SM-G930F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/72.0.3626.121 Mobile Safari/537.36 AlohaBrowser/2.4.0.3
avast 133.0.0.0 | blink 133.0.0.0 | windows 10.0 | desktop
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36 Avast/133.0.0.0
seznam 5.2.1 | blink 64.0.3282.137 | android 7.1.2 | phone
Mozilla/5.0 (Linux; Android 7.1.2; Redmi 4X Build/N2G47H) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/64.0.3282.137 Mobile Safari/537.36 SznProhlizec/5.2.1a
ecosia 150.0.0.0 | blink = | android - | phone
Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36 (Ecosia android@150.0.0.0)
ecosia 8.1.1.1158 | webkit 15.6 | ios 15.6 | phone
Mozilla/5.0 (iPhone; CPU iPhone OS 15_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Mobile/15E148 Safari/604.1 (Ecosia ios@8.1.1.1158)

## Android Browser
android 4.4.2 | webkit - | android 4.4.2 | phone
Mozilla/5.0 (Linux; U; Android 4.4.2; en-us; LG-D405 Build/KOT49I.A1397644947) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30
android 4.0.3 | webkit - | android 4.0.3 | phone
Mozilla/5.0 (Linux; U; Android 4.0.3; ko-kr; LG-L160L Build/IML74K) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30
android 3.0 | webkit - | android 3.0 | tablet
Mozilla/5.0 (Linux; U; Android 3.0; en-us; Xoom Build/HRI39) AppleWebKit/534.13 (KHTML, like Gecko) Version/4.0 Safari/534.13
android 2.3.6 | webkit - | android 2.3.6 | phone
Mozilla/5.0 (Linux; U; Android 2.3.6; de-de; GT-S5830i Build/GINGERBREAD) AppleWebKit/533.1 (KHTML, like Gecko) Version/4.0 Mobile Safari/533.1
android 2.1 | webkit - | android 2.1 | phone
Mozilla/5.0 (Linux; U; Android 2.1-update1; en-us; ADR6300 Build/ERE27) AppleWebKit/530.17 (KHTML, like Gecko) Version/4.0 Mobile Safari/530.17

## Webviews
webview 153.0.8010.36 | blink = | android 16 | phone | webview
Mozilla/5.0 (Linux; Android 16; SM-A155F Build/BP4A.251205.006; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/153.0.8010.36 Mobile Safari/537.36
webview 33.0.0.0 | blink = | android 4.4.4 | phone | webview
Mozilla/5.0 (Linux; Android 4.4.4; GT-I9060I Build/KTU84P) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/33.0.0.0 Mobile Safari/537.36
webview 62.0.3202.84 | blink = | android 9 | phone | webview
Mozilla/5.0 (Linux; Android 9; SM-G960F Build/PPR1.180610.011; wv) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/62.0.3202.84 Mobile Safari/537.36
webview - | webkit 12.5.7 | ios 12.5.7 | phone | webview
Mozilla/5.0 (iPhone; CPU iPhone OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148
webview - | webkit - | ios - | phone | webview
Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148

## Apps
webview - | webkit 26.6.2 | ios 26.6.2 | phone | webview Google
Mozilla/5.0 (iPhone; CPU iPhone OS 26_6_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/439.4.980558000 Mobile/15E148 Safari/604.1
webview 100.0.4896.127 | blink = | android 11 | phone | webview Google
Mozilla/5.0 (Linux; Android 11; SM-A125F Build/RP1A.200720.012; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/100.0.4896.127 Mobile Safari/537.36 GSA/13.18.9.23.arm64
webview - | webkit 15.5 | ios 15.5 | phone | webview Facebook
Mozilla/5.0 (iPhone; CPU iPhone OS 15_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/19F77 [FBAN/FBIOS;FBDV/iPhone12,1;FBMD/iPhone;FBSN/iOS;FBSV/15.5;FBSS/2;FBID/phone;FBLC/en_US;FBOP/5]
webview 62.0.3202.84 | blink = | android 7.0 | phone | webview Facebook
Mozilla/5.0 (Linux; Android 7.0; SM-G930F Build/NRD90M; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/62.0.3202.84 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/154.0.0.47.388;]
webview 110.0.5481.65 | blink = | android 10 | phone | webview Facebook
Mozilla/5.0 (Linux; Android 10; TECNO L6502S Build/QP1A.190711.020; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/110.0.5481.65 Mobile Safari/537.36[FBAN/EMA;FBLC/es_LA;FBAV/346.0.0.8.76;]
webview - | webkit 14.4 | ios 14.4 | phone | webview Messenger
Mozilla/5.0 (iPhone; CPU iPhone OS 14_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/MessengerForiOS;FBDV/iPhone12,8;FBMD/iPhone;FBSN/iOS;FBSV/14.4;FBSS/2;FBID/phone;FBLC/uk_UA;FBOP/5]
webview 88.0.4324.152 | blink = | android 8.0.0 | phone | webview Messenger
Mozilla/5.0 (Linux; Android 8.0.0; SM-A520F Build/R16NW; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/88.0.4324.152 Mobile Safari/537.36 [FB_IAB/Orca-Android;FBAV/300.0.0.17.117;]
webview - | webkit 16.1 | ios 16.1 | phone | webview Instagram
Mozilla/5.0 (iPhone; CPU iPhone OS 16_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 265.0.0.19.301 (iPhone14,5; iOS 16_1; en_US; en-US; scale=3.00; 1170x2532; 428373722)
webview 69.0.3497.100 | blink = | android 6.0.1 | phone | webview Instagram
Mozilla/5.0 (Linux; Android 6.0.1; SM-G532F Build/MMB29T; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/69.0.3497.100 Mobile Safari/537.36 Instagram 65.0.0.12.86 Android (23/6.0.1; 240dpi; 540x960; samsung; SM-G532F; grandpplte; mt6735; ru_RU; 126223536)
webview 153.0.8010.36 | blink = | android 16 | phone | webview Threads
Mozilla/5.0 (Linux; Android 16; SM-S926U Build/BP4A.251205.006; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/153.0.8010.36 Mobile Safari/537.36 Barcelona 448.0.0.54.85 Android (36/16; 540dpi; 1080x2340; samsung; SM-S926U; e2q; qcom; en_US; 1073639361)
webview 90.0.4430.210 | blink = | android 10 | phone | webview Douyin
Mozilla/5.0 (Linux; Android 10; MI 8 Build/QKQ1.190828.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/90.0.4430.210 Mobile Safari/537.36 aweme_170500 JsSdk/1.0 NetType/WIFI AppName/aweme app_version/17.5.0 ByteLocale/zh-CN Region/CN BytedanceWebview/d8a21c6
webview - | webkit 14.8 | ios 14.8 | phone | webview TikTok
Mozilla/5.0 (iPhone; CPU iPhone OS 14_8 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 musical_ly_28.8.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/en Region/US
webview 87.0.4280.141 | blink = | android 9 | phone | webview TikTok
Mozilla/5.0 (Linux; Android 9; SM-J600F Build/PPR1.180610.011; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/87.0.4280.141 Mobile Safari/537.36 trill_2022803040 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/musical_ly app_version/28.3.4 ByteLocale/uk ByteFullLocale/uk Region/UA
webview - | webkit 13.7 | ios 13.7 | phone | webview LinkedIn
Mozilla/5.0 (iPhone; CPU iPhone OS 13_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [LinkedInApp]/9.1.162
webview 75.0.3770.143 | blink = | android 8.1.0 | phone | webview LinkedIn
Mozilla/5.0 (Linux; Android 8.1.0; Redmi 5 Plus Build/OPM1.171019.019; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/75.0.3770.143 Mobile Safari/537.36 [LinkedInApp]
webview - | webkit 12.4 | ios 12.4 | phone | webview Pinterest
Mozilla/5.0 (iPhone; CPU iPhone OS 12_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [Pinterest/iOS]
webview 71.0.3578.99 | blink = | android 7.0 | phone | webview Pinterest
Mozilla/5.0 (Linux; Android 7.0; SM-A310F Build/NRD90M; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/71.0.3578.99 Mobile Safari/537.36 [Pinterest/Android]
webview - | webkit 26.6.1 | ios - | phone | webview Snapchat
Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.6.1 Mobile/15E148 Snapchat/14.25.0.48 (like Safari/8624.5.1.10.3, panda)
webview 66.0.3359.158 | blink = | android 8.0.0 | phone | webview Snapchat
Mozilla/5.0 (Linux; Android 8.0.0; SM-G950F Build/R16NW; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/66.0.3359.158 Mobile Safari/537.36 Snapchat/10.31.5.0 (SM-G950F; Android 8.0.0#G950FXXU2CRED#26; gzip)
webview - | webkit 11.4 | ios 11.4 | phone | webview LINE
Mozilla/5.0 (iPhone; CPU iPhone OS 11_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15F79 Safari Line/8.9.0
webview 78.0.3904.96 | blink = | android 9 | phone | webview LINE
Mozilla/5.0 (Linux; Android 9; SOV37 Build/52.0.C.1.119; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/78.0.3904.96 Mobile Safari/537.36 Line/9.20.1/IAB
webview - | webkit 13.3.1 | ios 13.3.1 | phone | webview WeChat
Mozilla/5.0 (iPhone; CPU iPhone OS 13_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/7.0.12(0x17000c2d) NetType/WIFI Language/zh_CN
webview 86.0.4240.99 | blink = | android 11 | phone | webview WeChat
Mozilla/5.0 (Linux; Android 11; M2007J17C Build/RKQ1.200826.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/86.0.4240.99 XWEB/4317 MMWEBSDK/20220903 Mobile Safari/537.36 MMWEBID/4583 MicroMessenger/8.0.28.2240(0x28001C35) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64
webview 126.0.0.0 | blink = | windows 10.0 | desktop | webview WeChat
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090c33) XWEB/14315
webview 118.0.0.0 | blink = | android 12 | phone | webview Telegram
Mozilla/5.0 (Linux; Android 12; SM-A525F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/118.0.0.0 Mobile Safari/537.36 Telegram-Android/10.2.6 (Samsung SM-A525F; Android 12; SDK 31; AVERAGE)
webview 69.0.3497.100 | blink = | android 6.0 | phone | webview Viber
Mozilla/5.0 (Linux; Android 6.0; LG-H815; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/69.0.3497.100 Mobile Safari/537.36 Viber/13.3.0.5
webview - | webkit 14.2 | ios 14.2 | phone | webview X
Mozilla/5.0 (iPhone; CPU iPhone OS 14_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Twitter for iPhone/8.44
webview 75.0.3770.101 | blink = | android 7.0 | tablet | webview Yandex
Mozilla/5.0 (Linux; Android 7.0; BQ-1082G Build/NRD90M; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/75.0.3770.101 Safari/537.36 YandexSearch/8.50/apad YandexSearchBrowser/8.50
webview 80.0.3987.99 | blink = | android 9 | phone | webview KakaoTalk
Mozilla/5.0 (Linux; Android 9; SM-N950N Build/PPR1.180610.011; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/80.0.3987.99 Mobile Safari/537.36;KAKAOTALK 1908720
webview - | webkit 13.5.1 | ios 13.5.1 | phone | webview Naver
Mozilla/5.0 (iPhone; CPU iPhone OS 13_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Mobile/15E148 Safari/605.1 NAVER(inapp; search; 720; 10.25.0; 11PRO)
webview - | webkit 12.1 | ios 12.1 | phone | webview Reddit
Mozilla/5.0 (iPhone; CPU iPhone OS 12_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Reddit/Version 2019.46.0/Build 305133
webview - | webkit 13.3 | ios 13.3 | phone | webview Weibo
Mozilla/5.0 (iPhone; CPU iPhone OS 13_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Weibo (iPhone12,1__weibo__10.1.2__iphone__os13.3)
webview 57.0.2987.132 | blink = | android 8.0 | phone | webview QQ
Mozilla/5.0 (Linux; Android 8.0; MIX 2S Build/OPR1.170623.032; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/57.0.2987.132 MQQBrowser/6.2 TBS/044113 Mobile Safari/537.36 QQ/7.7.0.3640 NetType/4G WebP/0.3.0
webview 89.0.4389.72 | blink = | android 9 | phone | webview QQ
Mozilla/5.0 (Linux; Android 9; MI 8 Build/PKQ1.180729.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/89.0.4389.72 MQQBrowser/6.2 TBS/046141 Mobile Safari/537.36 V1_AND_SQ_8.9.3_3172_YYB_D QQ/8.9.3.9000 NetType/WIFI WebP/0.3.0
webview 69.0.3497.100 | blink = | android 10 | phone | webview Taobao
Mozilla/5.0 (Linux; U; Android 10; zh-CN; M2006C3LG Build/QP1A.190711.020) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/69.0.3497.100 UWS/3.22.1.227 Mobile Safari/537.36 AliApp(TB/10.2.0) WindVane/8.5.0
webview 69.0.3497.100 | blink = | android 10 | phone | webview Alipay
Mozilla/5.0 (Linux; U; Android 10; zh-CN; M2006C3LG Build/QP1A.190711.020) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/69.0.3497.100 UWS/3.22.1.227 Mobile Safari/537.36 AliApp(LA/7.12.0) AlipayClient/10.2.0
webview 97.0.4692.98 | blink = | android 12 | phone | webview Baidu
Mozilla/5.0 (Linux; Android 12; PLD110 Build/SP1A.210812.016; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/97.0.4692.98 Mobile Safari/537.36 T7/13.14 SP-engine/2.52.0 baiduboxapp/13.15.0.10 (Baidu; P1 12)

## A phone or tablet that asks for the desktop's page
safari 17.4.1 | webkit = | macos - | desktop
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Safari/605.1.15
chrome 120.0.6099.119 | webkit - | ios - | tablet
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/120.0.6099.119 Version/13.0.3 Safari/605.1.15
firefox 120.0 | webkit - | ios - | tablet
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/120.0 Safari/605.1.15
edge 120.0.2210.150 | webkit - | ios - | tablet
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 EdgiOS/120.0.2210.150 Safari/605.1.15
"""


def rows() -> list[tuple[UserAgent, bytes]]:
    lines = [line for line in _TABLE.splitlines() if line and not line.startswith("##")]
    return [(_expected(spec), string.encode()) for spec, string in zip(lines[::2], lines[1::2], strict=True)]


def _expected(spec: str) -> UserAgent:
    browser, engine, system, form, *rest = spec.split(" | ")
    family, number = browser.split()
    engine, engine_number = engine.split()
    os, os_number = system.split()
    kind, *app = rest[0].split() if rest else ["browser"]
    return UserAgent(
        family=family,
        version=_version(number),
        engine=engine,
        engine_version=_version(number if engine_number == "=" else engine_number),
        os=os,
        os_version=_version(os_number),
        form=cast("Form", form),
        kind=cast("Kind", kind),
        app=app[0] if app else None,
        named_by="grammar",
    )


def _version(text: str) -> Version:
    return () if text == "-" else tuple(map(int, text.split(".")))


@pytest.mark.parametrize(("expected", "string"), rows())
def test_the_grammar_names_a_browser_with_its_engine_its_system_and_its_form(
    expected: UserAgent, string: bytes
) -> None:
    user_agent = identify(string)
    assert user_agent is not None
    assert user_agent._replace(limit=None, wv=False) == expected


@pytest.mark.parametrize("system", ["windows", "macos", "linux", "chromeos", "android", "ios"])
def test_the_table_has_browsers_on_every_system(system: str) -> None:
    assert sum(expected.os == system for expected, _ in rows()) >= 2


def test_every_string_of_the_table_stands_there_once() -> None:
    strings = [string for _, string in rows()]
    assert len(strings) == len(set(strings))


@pytest.mark.parametrize("windows", ["NT 10.1", "NT 5.3", "NT 5.11", "NT 6.31", "NT 6.5", "NT 4.1", "NT 11.0"])
@pytest.mark.parametrize("rest", ["WOW64; Trident/7.0; rv:11.0) like Gecko", None])
def test_a_windows_that_never_was_is_not_named(windows: str, rest: str | None) -> None:
    chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36"
    raw = f"Mozilla/5.0 (Windows {windows}; {rest}" if rest else f"Mozilla/5.0 (Windows {windows}) {chrome}"
    assert identify(raw.encode()) is None
