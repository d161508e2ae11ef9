"""browserslist's language: which browsers a site supports, in the words that its bundler reads too.

``Query`` answers a text, or a list of them, by the browser data, version for version as browserslist 4.29.6 does
(https://github.com/browserslist/browserslist); ``read_config`` finds the queries in a ``.browserslistrc`` or a
``package.json``.
"""

from browserbanner.policy.browserslist.config import Refused as Refused
from browserbanner.policy.browserslist.config import queries_of as queries_of
from browserbanner.policy.browserslist.config import read_config as read_config
from browserbanner.policy.browserslist.query import Origin as Origin
from browserbanner.policy.browserslist.query import Query as Query
from browserbanner.policy.browserslist.query import read_statement as read_statement
from browserbanner.policy.browserslist.selectors import AHEAD as AHEAD
from browserbanner.policy.browserslist.selectors import agent_name as agent_name
