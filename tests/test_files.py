"""Files are written whole or not at all, and stay whose they were."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from browserbanner._files import cannot_write, write_whole


@pytest.fixture
def strict_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o660])
def test_a_file_keeps_its_permissions(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_whole(str(path), b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == mode


def test_at_no_moment_can_others_open_what_replaces_a_private_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has a file open reads on when its permissions have changed."""
    (tmp_path / "file").touch(0o600)
    chmod, modes = os.chmod, []

    def watched(path: str, mode: int) -> None:
        modes.append(os.stat(path).st_mode & 0o777)
        chmod(path, mode)

    monkeypatch.setattr(os, "chmod", watched)
    write_whole(str(tmp_path / "file"), b"private")
    assert modes == [0o600]


@pytest.mark.usefixtures("strict_umask")
def test_a_report_that_only_its_owner_might_read_was_readable_by_all(tmp_path: Path) -> None:
    """A report of visits was written with 0644, whatever the umask or the old file said."""
    write_whole(str(tmp_path / "report.html"), b"new")
    assert (tmp_path / "report.html").stat().st_mode & 0o777 == 0o600


def test_a_new_file_is_as_readable_as_any_other_new_file(tmp_path: Path) -> None:
    write_whole(str(tmp_path / "ours"), b"")
    (tmp_path / "other").touch()
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_file_keeps_its_group_so_that_the_site_can_still_read_what_root_renewed(tmp_path: Path) -> None:
    group = 12345 if os.geteuid() == 0 else os.getgroups()[-1]
    path = tmp_path / "pack.jsonl"
    path.touch(0o640)
    os.chown(path, -1, group)
    write_whole(str(path), b"new")
    assert path.stat().st_gid == group


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "releases").mkdir()
    target, link = tmp_path / "releases" / "1.jsonl", tmp_path / "current.jsonl"
    link.symlink_to("releases/1.jsonl")
    for content in (b"first", b"second"):  # into the void, then over a file
        write_whole(str(link), content)
        assert link.is_symlink()
        assert target.read_bytes() == content
    assert sorted(tmp_path.rglob("*")) == [link, target.parent, target]


def test_a_pipe_is_written_to_and_stays_a_pipe() -> None:
    script = "from browserbanner._files import write_whole; write_whole('/dev/stdout', b'whole'); write_whole('/dev/null', b'x')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"whole", b"")
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/dev/full", "No space left on device: '/dev/full'"),
        ("FOLDER/none/file", "No such file or directory: 'FOLDER/none/file'"),
        ("FOLDER", "directory: 'FOLDER'"),
    ],
)
def test_what_cannot_be_written_is_an_error_that_names_the_path_and_leaves_nothing(
    path: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(OSError, match=r"directory|device") as raised:
        write_whole(path.replace("FOLDER", str(tmp_path)), b"new")
    assert said.replace("FOLDER", str(tmp_path)) in str(raised.value)
    assert list(tmp_path.iterdir()) == []
    assert [other for other in tmp_path.parent.iterdir() if other.suffix == ".tmp"] == []


def test_a_file_that_cannot_be_written_is_known_before_the_work_is_done(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert cannot_write(str(tmp_path / "file")) is None
    assert cannot_write(str(tmp_path / "new")) is None
    assert cannot_write("/dev/null") is None
    assert cannot_write(str(tmp_path)) == f"{tmp_path}: is a folder"
    assert cannot_write(str(tmp_path / "none" / "x")) == f"{tmp_path}/none/x: there is no folder {tmp_path}/none"
    assert cannot_write(str(tmp_path / "file" / "x")) == f"{tmp_path}/file/x: there is no folder {tmp_path}/file"


def test_a_writer_that_fails_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "catalog.po"
    path.write_bytes(b"old")
    # A limit on a file's size makes write() fail half-way, as a full disk does.
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "from browserbanner._files import write_whole\nwrite_whole(sys.argv[1], b'x' * 1000)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    assert "File too large" in done.stderr
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
