"""The middleware's own addresses, sans-IO: a Request in, a Response out, nothing opened and nothing sent.

:class:`Endpoints` answers everything below its prefix (``/_browserbanner``): ``close``, which remembers in a cookie
that the visitor closed a banner; ``close.js``, which does so without a reload; ``continue``, which leads past the gate;
the stylesheets, where they are linked; and for pages that others serve, ``banner.js``, which puts the visitor's banner
into them, and ``banner``, a page that says the same. :func:`closed` reads the first cookie back.
"""

from browserbanner.endpoints.cookie import closed as closed
from browserbanner.endpoints.endpoints import MAX_BODY as MAX_BODY
from browserbanner.endpoints.endpoints import Endpoints as Endpoints
from browserbanner.endpoints.endpoints import declared_length as declared_length
from browserbanner.endpoints.message import Embedded as Embedded
from browserbanner.endpoints.message import Request as Request
from browserbanner.endpoints.message import Response as Response
from browserbanner.endpoints.message import page_response as page_response
from browserbanner.endpoints.return_path import same_site_path as same_site_path

__all__ = [
    "MAX_BODY",
    "Embedded",
    "Endpoints",
    "Request",
    "Response",
    "closed",
    "declared_length",
    "page_response",
    "same_site_path",
]
