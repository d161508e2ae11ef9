"""Who asks the apps of the documents: a visitor who gets a banner, and one who gets the page."""

from __future__ import annotations

from tests import visitors

#: The cookie is for blocks that show the banner to the site's own people first.
OLD_VISITOR = {**visitors.OLD_VISITOR, "Cookie": "staff=1"}
CURRENT_VISITOR = {**OLD_VISITOR, "User-Agent": visitors.CURRENT}

PAGE = "<!DOCTYPE html><title>News</title><body><main><h1>News</h1></main>"
#: How a banner begins, and the block page.
BANNER = "<div id=bb "
