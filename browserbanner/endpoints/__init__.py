"""The middleware's own addresses, sans-IO: a Request in, an Answer out, nothing opened and nothing sent.

:class:`Endpoints` answers everything below the option ``prefix`` (``/_browserbanner``): ``close``, which remembers in a
cookie that the visitor closed a banner; ``close.js``, which does so without a reload; ``continue``, which leads past
the block page; the stylesheets, where they are linked; and for pages that others serve, ``banner.js``, which puts the
visitor's banner into them, ``banner``, a page that says the same, and ``fragment``, the bare banner for servers that
put pages together (SSI, ESI). :func:`address` makes every address that we write.
"""

from browserbanner.endpoints.addresses import address as address
from browserbanner.endpoints.addresses import mount_address as mount_address
from browserbanner.endpoints.addresses import return_address as return_address
from browserbanner.endpoints.addresses import same_site_path as same_site_path
from browserbanner.endpoints.cookie import Cookies as Cookies
from browserbanner.endpoints.endpoints import MAX_BODY as MAX_BODY
from browserbanner.endpoints.endpoints import NOTHING_TO_SHOW as NOTHING_TO_SHOW
from browserbanner.endpoints.endpoints import SCRIPT_KEY as SCRIPT_KEY
from browserbanner.endpoints.endpoints import Answer as Answer
from browserbanner.endpoints.endpoints import Endpoints as Endpoints
from browserbanner.endpoints.endpoints import Including as Including
from browserbanner.endpoints.endpoints import declared_length as declared_length
from browserbanner.endpoints.endpoints import page_response as page_response
from browserbanner.endpoints.endpoints import text_response as text_response
