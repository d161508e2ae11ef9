"""What other servers and static sites need of a policy: which user agent strings may be outdated."""

from browserbanner.export.patterns import MAPS as MAPS
from browserbanner.export.patterns import make_map as make_map
from browserbanner.export.patterns import patterns as patterns
from browserbanner.export.static import LOADER as LOADER
from browserbanner.export.static import static_files as static_files
