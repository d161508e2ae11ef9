"""Makes a data pack from npm packages: from a registry or local tarballs, checked, written atomically.

The only place in the package that opens a connection. Not part of ``browserbanner.browsers`` itself, so that no server
imports what a refresh needs.
"""

from browserbanner.browsers.refresh.errors import RefreshError as RefreshError
from browserbanner.browsers.refresh.run import Refreshed as Refreshed
from browserbanner.browsers.refresh.run import refresh_data as refresh_data
