"""4. Where does it go? One editor puts a banner into a response, whatever the protocol, or leaves the response alone.

:func:`asks_for_a_page` is the gate for requests; :func:`without_coding_or_conditions` is what the app is to see of a
request whose visitor gets a banner; :class:`Editor` takes the response as it comes and says what to send;
:func:`says_it_varies` is for sites that want shared caches to tell browsers apart. Sans-IO.
The specification is the table of cases that tests/injection/ goes through, case by case.
"""

from browserbanner.injection.editor import Editor as Editor
from browserbanner.injection.editor import Output as Output
from browserbanner.injection.nonce import nonce_in as nonce_in
from browserbanner.injection.request import asks_for_a_page as asks_for_a_page
from browserbanner.injection.request import without_coding_or_conditions as without_coding_or_conditions
from browserbanner.injection.response import HeaderList as HeaderList
from browserbanner.injection.response import says_it_varies as says_it_varies

__all__ = [
    "Editor",
    "HeaderList",
    "Output",
    "asks_for_a_page",
    "nonce_in",
    "says_it_varies",
    "without_coding_or_conditions",
]
