"""A policy's patterns as configuration of nginx, Apache, Caddy and Varnish."""

from __future__ import annotations

from browserbanner.export.patterns import patterns
from browserbanner.policy import Policy

#: By server: what goes into its configuration. A string in which ``{passed}`` is found is passed by; of the others,
#: the one in which ``{asked}`` is found may be outdated.
MAPS = {
    "nginx": """\
map $http_user_agent $browserbanner {{
    default "";
    "~{passed}" "";
    "~{asked}" 1;
}}
""",
    "apache": """\
SetEnvIf User-Agent "{asked}" browserbanner=1
SetEnvIf User-Agent "{passed}" !browserbanner
""",
    "caddy": """\
(browserbanner) {{
    @browserbanner {{
        header_regexp User-Agent "{asked}"
        not header_regexp User-Agent "{passed}"
    }}
}}
""",
    "varnish": """\
sub browserbanner {{
    unset req.http.X-Browserbanner;
    if (req.http.User-Agent ~ "{asked}" && req.http.User-Agent !~ "{passed}") {{
        set req.http.X-Browserbanner = "1";
    }}
}}
""",
}
_HEAD = """\
# Browsers that may be outdated under "{spec}", by browser data of {date}.
# Made by `browserbanner export {server}`: make it again when the package or its data is updated.
"""


def make_map(server: str, policy: Policy) -> str:
    """What to include in the configuration of a server, one of :data:`MAPS`."""
    found = patterns(policy)
    head = _HEAD.format(spec=" ".join(policy.spec.split()), date=policy.data.date, server=server)
    return head + MAPS[server].format(asked="|".join(found.asked), passed="|".join(found.passed) or "^$")
