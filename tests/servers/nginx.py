"""Debian's nginx in front of a server: it compresses, and keeps pages in a cache of its own."""

from __future__ import annotations

import os
from pathlib import Path

from tests.browsers.process import free_port
from tests.server_process import Server
from tests.servers.install import find

_CONFIG = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
{user}
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;

    upstream site {{ server 127.0.0.1:{site}; keepalive 8; }}

    gzip on;
    gzip_min_length 1;
    gzip_proxied any;
    gzip_vary on;
    gzip_types text/javascript;

    proxy_cache_path {folder}/cache keys_zone=pages:1m;
    proxy_cache pages;
    proxy_cache_valid 200 60s;
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header Connection "";
    proxy_set_header X-Forwarded-Proto https;
    add_header X-Cache $upstream_cache_status always;

    server {{
        listen 127.0.0.1:{port};
        location / {{ proxy_pass http://site; }}
        location /internal/ {{ internal; alias {folder}/internal/; }}
        location /1.0/ {{ proxy_http_version 1.0; proxy_pass http://site/; }}
        location /revalidated/ {{ proxy_cache_revalidate on; proxy_pass http://site/; }}
        location /stale/ {{
            proxy_cache_use_stale updating;
            proxy_cache_background_update on;
            proxy_cache_lock on;
            proxy_pass http://site/;
        }}
        location /careless/ {{ proxy_ignore_headers Cache-Control Expires; proxy_pass http://site/; }}
    }}
}}
"""


def start_nginx(site: int, folder: Path) -> Server:
    """In front of the server at the port ``site``; ``folder`` is for its files."""
    program, port = find("nginx"), free_port()
    if program is None:
        raise FileNotFoundError("nginx is not installed: python -m tests.servers.install nginx")
    config = folder / "nginx.conf"
    user = "user root root;" if os.geteuid() == 0 else ""  # who may read the folders of pytest
    config.write_text(_CONFIG.format(folder=folder, user=user, site=site, port=port))
    return Server(program, "-e", "stderr", "-p", str(folder), "-c", str(config), folder=folder, port=port)
