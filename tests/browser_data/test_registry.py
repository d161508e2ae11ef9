"""Where the registry is: the machine's own setting, never an address in the code."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

import browserbanner
from browserbanner.browsers.refresh import RefreshError
from browserbanner.browsers.refresh.npm import find_registry


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A project's folder and a home."""
    for name in ("project", "home"):
        (tmp_path / name).mkdir()
    return tmp_path / "project", tmp_path / "home"


def found(asked: str | None, environment: dict[str, str], folders: tuple[Path, Path]) -> str:
    with pytest.MonkeyPatch.context() as machine:
        machine.chdir(folders[0])
        machine.setattr(os, "environ", {"PATH": "/nonexistent", "HOME": str(folders[1])} | environment)
        return find_registry(asked)


def test_the_option_comes_first(folders: tuple[Path, Path]) -> None:
    environment = {"NPM_CONFIG_REGISTRY": "https://environment.test"}
    assert found("https://option.test/npm/", environment, folders) == "https://option.test/npm"


@pytest.mark.parametrize("variable", ["NPM_CONFIG_REGISTRY", "npm_config_registry"])
def test_the_environment_comes_next(folders: tuple[Path, Path], variable: str) -> None:
    (folders[0] / ".npmrc").write_text("registry=https://project.test\n")
    assert found(None, {variable: "https://environment.test/"}, folders) == "https://environment.test"


def test_a_project_s_npmrc_comes_before_the_user_s(folders: tuple[Path, Path]) -> None:
    (folders[1] / ".npmrc").write_text("//home.test/:_authToken=secret\nregistry = https://home.test/npm\n")
    assert found(None, {}, folders) == "https://home.test/npm"
    (folders[0] / ".npmrc").write_text(
        "; a comment\n@scope:registry=https://scope.test\nregistry=https://project.test/\n"
    )
    assert found(None, {}, folders) == "https://project.test"


def test_the_user_s_npmrc_can_be_elsewhere(folders: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "rc").write_text("registry=https://elsewhere.test")
    assert found(None, {"NPM_CONFIG_USERCONFIG": str(tmp_path / "rc")}, folders) == "https://elsewhere.test"


def test_npm_is_asked_at_last(folders: tuple[Path, Path], tmp_path: Path) -> None:
    npm = tmp_path / "npm"
    npm.write_text('#!/bin/sh\ntest "$*" = "config get registry" && echo https://npm.test/\n')
    npm.chmod(0o755)
    assert found(None, {"PATH": str(tmp_path)}, folders) == "https://npm.test"


@pytest.mark.parametrize("script", ["echo undefined", "exit 1", "exit 0"])
def test_an_npm_that_does_not_know_is_no_answer(folders: tuple[Path, Path], tmp_path: Path, script: str) -> None:
    npm = tmp_path / "npm"
    npm.write_text(f"#!/bin/sh\n{script}\n")
    npm.chmod(0o755)
    with pytest.raises(RefreshError, match="no npm registry is known here"):
        found(None, {"PATH": str(tmp_path)}, folders)


def test_none_at_all_is_an_error_that_says_how_to_name_one(folders: tuple[Path, Path]) -> None:
    with pytest.raises(RefreshError, match=r"--registry or NPM_CONFIG_REGISTRY.*--tarball"):
        found(None, {}, folders)


@pytest.mark.parametrize(
    "address",
    ["ftp://x.test", "x.test", "https://", "file:///etc/passwd", "javascript:1", "http://[", "http://x.test:99999"],
)
def test_what_is_no_web_address_is_refused(folders: tuple[Path, Path], address: str) -> None:
    with pytest.raises(RefreshError, match="no http or https address"):
        found(address, {}, folders)


def test_the_package_names_no_registry() -> None:
    folder = Path(browserbanner.__file__).parent
    assert subprocess.run(["grep", "-rniE", r"registry\.[a-z]+\.(org|com)", folder], capture_output=True).stdout == b""
