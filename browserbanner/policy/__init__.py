"""Is it outdated? A UserAgent and the browser data, under the site's policy, make a Verdict.

``Policy`` turns what the site said (a browserslist query, a config file, a mapping) into *minimum versions*, the oldest
version of each family, and judges by them. ``Verdict`` is the answer: status, reason, advice and what to recommend.
"""

from browserbanner.policy.explanation import Explanation as Explanation
from browserbanner.policy.explanation import MinimumRow as MinimumRow
from browserbanner.policy.explanation import visitors_by_usage as visitors_by_usage
from browserbanner.policy.laws import broken_laws as broken_laws
from browserbanner.policy.minimums import FAMILIES as FAMILIES
from browserbanner.policy.minimums import Minimum as Minimum
from browserbanner.policy.policy import Policy as Policy
from browserbanner.policy.policy import PolicyLike as PolicyLike
from browserbanner.policy.verdict import Advice as Advice
from browserbanner.policy.verdict import Hint as Hint
from browserbanner.policy.verdict import Status as Status
from browserbanner.policy.verdict import Verdict as Verdict
