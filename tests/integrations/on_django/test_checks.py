"""What `python manage.py check` says of MIDDLEWARE and INSTALLED_APPS. Where it matters what was imported before, in a
project of its own."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.management import call_command
from django.middleware.cache import FetchFromCacheMiddleware
from django.middleware.gzip import GZipMiddleware
from django.test import override_settings
from django.utils.translation import get_language

from browserbanner.integrations.django import BannerMiddleware

APP = "browserbanner.integrations.django"
OURS = f"{APP}.BannerMiddleware"
GZIP = "django.middleware.gzip.GZipMiddleware"
LOCALE = "django.middleware.locale.LocaleMiddleware"
UPDATE, FETCH, BOTH = (f"django.middleware.cache.{name}CacheMiddleware" for name in ("Update", "FetchFrom", ""))
CONDITIONAL = "django.middleware.http.ConditionalGetMiddleware"
COMMON = "django.middleware.common.CommonMiddleware"

MANAGE = """
import os, sys
from django.core.management import execute_from_command_line
os.environ["DJANGO_SETTINGS_MODULE"] = "project_settings"
execute_from_command_line(sys.argv)
"""
SITE = """
from django.http import HttpResponse
from django.urls import path

import {imported}

async def page(request):
    return HttpResponse("<!doctype html><body>Hello")

urlpatterns = [path("", page)]
"""


class SmallGZip(GZipMiddleware):
    """As a package may have it."""


class PerUserCache(FetchFromCacheMiddleware):
    """As a project may have it."""


class OfTheProject(BannerMiddleware):
    """As a project may have it."""


def by_function(get_response: object) -> object:
    return get_response


def language(request: object) -> str | None:
    return get_language()


def check(middleware: list[str], **settings: object) -> str:
    """What `manage.py check` prints, on both streams."""
    said = io.StringIO()
    with override_settings(MIDDLEWARE=middleware, **settings):
        call_command("check", stdout=said, stderr=said, no_color=True)
    return said.getvalue()


class Project(NamedTuple):
    """A folder with manage.py, the settings and a site."""

    folder: Path

    def write(
        self, middleware: list[str], *settings: str, apps: list[str] | None = None, imported: str = "json"
    ) -> None:
        lines = [
            "SECRET_KEY = 'x'",
            "ROOT_URLCONF = 'project_site'",
            "ALLOWED_HOSTS = ['*']",
            f"INSTALLED_APPS = {[APP] if apps is None else apps!r}",
            f"MIDDLEWARE = {middleware!r}",
            *settings,
        ]
        (self.folder / "manage.py").write_text(MANAGE)
        (self.folder / "project_settings.py").write_text("\n".join(lines))
        (self.folder / "project_site.py").write_text(SITE.format(imported=imported))

    def manage(self, *arguments: str) -> str:
        """What `manage.py` prints, on both streams."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return done.stdout + done.stderr


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


#: name: (MIDDLEWARE, BROWSERBANNER_LOCALE, what the check says: id, the outer one and the inner one of the right order)
WRONG: dict[str, tuple[list[str], object, tuple[str, str, str]]] = {
    "outside of GZip": ([OURS, GZIP], None, ("W003", GZIP, OURS)),
    "outside of a GZip of a package's own": (
        [OURS, COMMON, f"{__name__}.SmallGZip"],
        None,
        ("W003", f"{__name__}.SmallGZip", OURS),
    ),
    "outside of django-brotli": (
        [OURS, "django_brotli.middleware.BrotliMiddleware"],
        None,
        ("W003", "django_brotli.middleware.BrotliMiddleware", OURS),
    ),
    "inside of what answers from the cache": ([UPDATE, FETCH, OURS], None, ("W004", OURS, FETCH)),
    "inside of a cache of the project's own": (
        [UPDATE, f"{__name__}.PerUserCache", OURS],
        None,
        ("W004", OURS, f"{__name__}.PerUserCache"),
    ),
    "inside of both in one": ([BOTH, OURS], None, ("W004", OURS, BOTH)),
    "outside of LocaleMiddleware, with a function": (
        [OURS, LOCALE],
        lambda request: 'uk',
        ("W005", LOCALE, OURS),
    ),
    "outside of LocaleMiddleware, with a function's path": (
        [OURS, LOCALE],
        f"{__name__}.language",
        ("W005", LOCALE, OURS),
    ),
    "by its long name": ([f"{APP}.middleware.BannerMiddleware", GZIP], None, ("W003", GZIP, f"{APP}.middleware.BannerMiddleware")),
}  # fmt: skip


@pytest.mark.parametrize(("middleware", "locale", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_order_is_a_warning_with_the_right_one_as_a_line_to_write(
    middleware: list[str], locale: object, said: tuple[str, str, str]
) -> None:
    found = check(middleware, BROWSERBANNER_LOCALE=locale)
    warning, outer, inner = said
    assert "System check identified 1 issue" in found
    assert f"(browserbanner.{warning})" in found
    assert f'HINT: Write them in this order: MIDDLEWARE = [..., "{outer}", ..., "{inner}", ...]' in found


RIGHT: dict[str, tuple[list[str], object]] = {
    "as the docs have it": ([UPDATE, GZIP, LOCALE, OURS, COMMON, FETCH], f"{__name__}.language"),
    "outside of what fills the cache, which keeps no page with a banner anyway": ([GZIP, OURS, UPDATE, FETCH], None),
    "both in one": ([GZIP, OURS, COMMON, BOTH], None),
    "ConditionalGetMiddleware on either side": ([CONDITIONAL, OURS, COMMON, CONDITIONAL], None),
    "LocaleMiddleware further in, and a fixed language": ([OURS, LOCALE], "uk"),
    "LocaleMiddleware further in, and no option": ([OURS, LOCALE], None),
    "middleware that is a function": ([f"{__name__}.by_function", OURS, f"{__name__}.by_function"], None),
}  # fmt: skip


@pytest.mark.parametrize(("middleware", "locale"), RIGHT.values(), ids=RIGHT)
def test_a_right_order_is_none(middleware: list[str], locale: object) -> None:
    assert check(middleware, BROWSERBANNER_LOCALE=locale) == "System check identified no issues (0 silenced).\n"


@pytest.mark.parametrize("second", [OURS, f"{APP}.middleware.BannerMiddleware", f"{__name__}.OfTheProject"])
def test_two_of_ours_are_a_warning_and_the_first_one_counts(second: str) -> None:
    """Nobody was told that the second does nothing."""
    found = check([GZIP, OURS, COMMON, second])
    assert "System check identified 1 issue" in found
    assert "(browserbanner.W007) MIDDLEWARE has BannerMiddleware more than once: the first one counts." in found
    assert f"HINT: Keep one: {OURS}" in found
    also = check([OURS, GZIP, second])
    assert "System check identified 2 issues" in also
    assert "(browserbanner.W003)" in also


def test_a_setting_with_another_prefix_is_a_warning_with_the_right_one() -> None:
    """BROWSER_BANNER_POLICY was ignored without a word. It may be another package's, so it is no error."""
    found = check([OURS], BROWSER_BANNER_POLICY="last 2 years", BROWSERBANNER_LAYOUT="cards", BROWSER="lynx")
    assert "System check identified 1 issue" in found
    assert "(browserbanner.W008) BROWSER_BANNER_POLICY is no setting." in found
    assert "HINT: Did you mean BROWSERBANNER_POLICY?" in found
    wrong = check([OURS], BROWSER_BANNER_DEBUG=True, SILENCED_SYSTEM_CHECKS=["browserbanner.W008"])
    assert "1 silenced" in wrong


def test_two_wrong_neighbours_are_two_warnings() -> None:
    found = check([UPDATE, FETCH, OURS, GZIP])
    assert "System check identified 2 issues" in found
    assert "browserbanner.W003" in found
    assert "browserbanner.W004" in found


def test_warnings_can_be_silenced_as_all_of_django_s() -> None:
    assert (
        check([OURS, GZIP], SILENCED_SYSTEM_CHECKS=["browserbanner.W003"])
        == "System check identified no issues (1 silenced).\n"
    )


def test_an_app_that_is_missing_is_a_warning_where_an_app_of_the_project_imports_the_middleware(
    project: Project,
) -> None:
    project.write([OURS], apps=["project_site"], imported=APP)
    found = project.manage("check")
    assert "(browserbanner.W006)" in found
    assert f'HINT: Write it there: INSTALLED_APPS = [..., "{APP}"]' in found


@pytest.mark.parametrize("application", ["wsgi", "asgi"])
def test_an_app_that_is_missing_is_a_line_in_the_log_where_the_middleware_is_loaded(
    project: Project, application: str
) -> None:
    """`manage.py check` imports no middleware, so by itself it cannot know."""
    project.write([OURS], apps=[])
    assert "no issues" in project.manage("check")
    loads = f"from django.core.{application} import get_{application}_application as made; made()"
    found = project.manage("shell", "-c", loads)
    assert f"INSTALLED_APPS lacks {APP}" in found
    assert found.count("INSTALLED_APPS") == 1
    project.write([OURS])
    assert "INSTALLED_APPS" not in project.manage("shell", "-c", loads)
