"""The suites of other projects that are run here: what they are, and how they get here."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
CACHE = ROOT / "build" / "frameworks"


class Suite(NamedTuple):
    """``places``: where the middleware is tried; ``arguments``: pytest's; ``labels``: what Django's own runner is to run,
    in place of pytest; ``short``: part of the CI's run."""

    name: str
    places: tuple[str, ...] = ("outermost",)
    arguments: tuple[str, ...] = ()
    labels: str = ""
    short: bool = True

    @property
    def folder(self) -> Path:
        return CACHE / f"{self.name}-{version(self.name)}"


#: Of the frameworks that are installed, Quart and Litestar leave their tests out of their sdists.
SUITES = {
    suite.name: suite
    for suite in (
        Suite(
            "starlette",
            ("outermost", "innermost"),
            (
                "--ignore=tests/middleware/test_opentelemetry.py",
                # Its receive() never ends where an app sends the file itself, as ours has it do for outdated visitors.
                "--deselect=tests/middleware/test_gzip.py::test_gzip_ignored_for_pathsend_responses",
            ),
        ),
        # Flask's test_cli.py drives commands, no apps.
        Suite("flask", arguments=("--ignore=tests/test_cli.py",)),
        Suite("werkzeug", arguments=("-m", "not dev_server")),
        Suite(
            "falcon",
            arguments=(
                # Its test_static.py puts a fake in the place of os.fstat(), which pytest's other way to capture calls.
                "--capture=sys",
                # They start servers as processes of their own, which have no middleware.
                "--ignore=tests/test_wsgi_servers.py",
                "--ignore=tests/asgi/test_asgi_servers.py",
            ),
            short=False,
        ),
        # Of Django's, those that drive the handlers, middleware and the test client; and the admin, which has real pages.
        Suite(
            "django",
            labels=(
                "admin_views asgi cache conditional_processing csrf_tests decorators flatpages_tests generic_views handlers"
                " httpwrappers messages_tests middleware requests_tests responses servers sessions_tests sitemaps_tests"
                " staticfiles_tests syndication_tests test_client view_tests wsgi"
            ),
            short=False,
        ),
    )
}


def fetch(suite: Suite) -> None:
    """The sdist of the version that is installed, unpacked into ``build/``. Raises CalledProcessError."""
    if suite.folder.exists():
        return
    CACHE.mkdir(parents=True, exist_ok=True)
    pip = (sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check")
    what = f"{suite.name}=={version(suite.name)}"
    subprocess.run([*pip, "--no-deps", f"--no-binary={suite.name}", "-d", str(CACHE), what], check=True)
    with tarfile.open(CACHE / f"{suite.folder.name}.tar.gz") as archive:
        archive.extractall(CACHE, filter="data")
