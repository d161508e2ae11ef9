"""Debian's Varnish in front of a server: as it comes, or with what a site adds so that it puts pages together (ESI)."""

from __future__ import annotations

from pathlib import Path

from tests.browsers.process import free_port
from tests.server_process import Server
from tests.servers.install import find

_ASSEMBLING = """vcl 4.1;
backend default {{ .host = "127.0.0.1"; .port = "{site}"; }}
sub vcl_recv {{
    set req.http.Surrogate-Capability = "cache=ESI/1.0";
}}
sub vcl_backend_response {{
    if (beresp.http.Surrogate-Control ~ "ESI/1.0") {{
        {more}
        set beresp.do_esi = true;
    }}
}}
"""

#: How pages are put together, by a name for it: what else the rules say. "never" is Varnish without any rules of a site's.
HOW = {"never": None, "by Surrogate-Control": "", "and it goes": "unset beresp.http.Surrogate-Control;"}


def start_varnish(site: int, folder: Path, how: str = "never") -> Server:
    """In front of the server at the port ``site``; ``folder`` is for its files; ``how``: a key of ``HOW``."""
    program, port = find("varnish"), free_port()
    if program is None:
        raise FileNotFoundError("Varnish is not installed: python -m tests.servers.install varnish")
    more = HOW[how]
    backend = ["-b", f"127.0.0.1:{site}"]
    if more is not None:
        rules = folder / "rules.vcl"
        rules.write_text(_ASSEMBLING.format(site=site, more=more))
        backend = ["-f", str(rules)]
    own = ["-n", str(folder / "varnish"), "-T", "none", "-s", "malloc,16m", "-j", "none"]
    return Server(program, "-F", "-a", f"127.0.0.1:{port}", *own, *backend, folder=folder, port=port)
