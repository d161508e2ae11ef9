"""Who asks the apps of the documents: a visitor who gets a banner, and one who gets the page."""

from __future__ import annotations

IE_11 = "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko"
CURRENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/999.0.0.0 Safari/537.36"
)
#: The cookie is for blocks that show the banner to the site's own people first.
OLD_VISITOR = {"User-Agent": IE_11, "Accept": "text/html, */*", "Accept-Language": "en", "Cookie": "staff=1"}
CURRENT_VISITOR = {**OLD_VISITOR, "User-Agent": CURRENT}

PAGE = "<!DOCTYPE html><title>News</title><body><main><h1>News</h1></main>"
#: How a banner begins, and the page of ours that the gate shows.
BANNER = "<div id=bb "
