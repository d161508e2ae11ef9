"""What browsers exist: releases and dates, shares by country, downloads, and what each system can install.

`BrowserData.load()` reads the packaged data, or the file that an application points at. Everything is as of the data's
``date``; nothing here looks at a clock, and only `refresh` opens a connection.
"""

from __future__ import annotations

from .data import BrowserData as BrowserData
from .model import Agent as Agent
from .model import LastVersion as LastVersion
from .model import Link as Link
from .model import Release as Release
from .model import Shares as Shares
from .model import Source as Source
