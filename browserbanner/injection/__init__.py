"""4. Where does it go? One editor puts a banner into a response, whatever the protocol, or leaves the response alone.

:func:`asks_for_a_page` says whether a request is for a page; :data:`HIDDEN_FROM_PAGES` and :data:`HIDDEN_FROM_OTHERS`
name the request headers that the app must not see; :class:`Editor` takes the response as it comes and says what to
send. Sans-IO. The specification is the table of cases that tests/injection/ goes through, case by case.
"""

from browserbanner.injection.editor import MARKER as MARKER
from browserbanner.injection.editor import Editor as Editor
from browserbanner.injection.editor import Insertion as Insertion
from browserbanner.injection.editor import Output as Output
from browserbanner.injection.request import HIDDEN_FROM_OTHERS as HIDDEN_FROM_OTHERS
from browserbanner.injection.request import HIDDEN_FROM_PAGES as HIDDEN_FROM_PAGES
from browserbanner.injection.request import asks_for_a_page as asks_for_a_page
from browserbanner.injection.request import why_no_page as why_no_page
from browserbanner.injection.response import HeaderList as HeaderList
