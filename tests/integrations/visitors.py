"""Visitors, and what they should see."""

from __future__ import annotations

IE_11 = "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko"
CURRENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/999.0.0.0 Safari/537.36"
)
OLD_VISITOR = {"User-Agent": IE_11, "Accept": "text/html, */*", "Accept-Language": "en"}
CURRENT_VISITOR = {"User-Agent": CURRENT, "Accept": "text/html,*/*;q=0.8", "Accept-Language": "en"}

#: How a banner begins.
BANNER = b"<div id=bb "
