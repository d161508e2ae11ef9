"""What browsers exist: releases and dates, shares by country, downloads, and what each system can install.

`BrowserData.load()` reads the packaged data, or the file that an application points at. Everything is as of the data's
``date``; nothing here looks at a clock to judge. `refresh` makes the data, and it alone opens a connection.
"""

from browserbanner.browsers.curated import LastVersion as LastVersion
from browserbanner.browsers.curated import Link as Link
from browserbanner.browsers.data import Agent as Agent
from browserbanner.browsers.data import BrowserData as BrowserData
from browserbanner.browsers.data import Release as Release
from browserbanner.browsers.data import Shares as Shares
from browserbanner.browsers.data import Source as Source
from browserbanner.browsers.stats import SiteShares as SiteShares
from browserbanner.browsers.stats import Stats as Stats
from browserbanner.browsers.stats import load_stats as load_stats
from browserbanner.browsers.stats import read_site_shares as read_site_shares
from browserbanner.browsers.validate import problems_of as problems_of
