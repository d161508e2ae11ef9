"""Frameworks are imported when their integration is used, and it says what to install where one is missing."""

from __future__ import annotations

import subprocess
import sys

import pytest

FRAMEWORKS = (
    "starlette", "fastapi", "litestar", "quart", "falcon", "flask", "django", "pyramid", "bottle", "flask_talisman",
    "csp", "secure", "prometheus_client", "pyspark", "duckdb",
)  # fmt: skip


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)


def test_the_package_imports_no_framework() -> None:
    done = run(
        "import sys, browserbanner.asgi, browserbanner.wsgi, browserbanner.integrations, browserbanner.integrations.nonces\n"
        "from browserbanner import BrowserBanner; BrowserBanner(counters=False).warm_up()\n"
        f"print(*({set(FRAMEWORKS)} & set(sys.modules)))"
    )
    assert (done.stdout.split(), done.stderr) == ([], "")


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("django", "import browserbanner.integrations.django"),
        (
            "django",
            "sys.modules['asgiref'] = None; import browserbanner.integrations.django",
        ),  # as without Django it is
        ("litestar", "import browserbanner.integrations.litestar"),
        ("pyspark", "import browserbanner.integrations.spark"),
        ("flask", "from browserbanner.integrations.nonces import flask_talisman; flask_talisman({})"),
    ],
)
def test_a_missing_framework_is_named(name: str, statement: str) -> None:
    done = run(f"import sys; sys.modules[{name!r}] = None\n{statement}")
    assert done.returncode == 1
    assert f"ModuleNotFoundError: this integration needs {name}: pip install {name}" in done.stderr.splitlines()[-1]


def test_something_else_that_is_missing_is_not_mistaken_for_it() -> None:
    done = run("import sys; sys.modules['asgiref.sync'] = None\nimport browserbanner.integrations.django")
    assert "asgiref.sync" in done.stderr.splitlines()[-1]
    assert "pip install" not in done.stderr
