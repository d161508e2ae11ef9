"""1. Who asks? Request headers -> `UserAgent`.

`identify` is a strict grammar of the mainstream user agents, old ones included. What it does not know goes to
`Fallback`, which asks user-agents. `RecentCache` remembers verdicts by user agent. `looks_like_a_person` and
`overriding_evidence` read the other headers, for outdated visitors only. `engine_token` is what the banner's script
looks for in its own browser. `explain` puts all of this into words.

Inside: ``grammar`` knows Firefox, and joins what ``platforms`` reads in the first parenthesis and what ``webkit`` (by
the tables in ``products``) reads behind it; ``ended`` knows Internet Explorer and Opera 12; ``ignored`` says who is
never judged (``devices`` knows models on Android); ``builds`` finds versions of Chromium that were made up;
``evidence`` reads the other headers.
"""

from browserbanner.useragent.builds import is_older_than_android as is_older_than_android
from browserbanner.useragent.cache import RecentCache as RecentCache
from browserbanner.useragent.ended import TRIDENT_TOKENS as TRIDENT_TOKENS
from browserbanner.useragent.evidence import IDENTIFYING_HEADERS as IDENTIFYING_HEADERS
from browserbanner.useragent.evidence import looks_like_a_person as looks_like_a_person
from browserbanner.useragent.evidence import overriding_evidence as overriding_evidence
from browserbanner.useragent.explanation import explain as explain
from browserbanner.useragent.fallback import Fallback as Fallback
from browserbanner.useragent.grammar import identify as identify
from browserbanner.useragent.model import UNKNOWN as UNKNOWN
from browserbanner.useragent.model import Form as Form
from browserbanner.useragent.model import Kind as Kind
from browserbanner.useragent.model import UserAgent as UserAgent
from browserbanner.useragent.model import Version as Version
from browserbanner.useragent.products import product_tokens as product_tokens
from browserbanner.useragent.token import engine_token as engine_token
