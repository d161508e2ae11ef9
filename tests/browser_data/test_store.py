"""Writing can fail: whoever reads sees the old pack or the new one, whole."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from browserbanner import ConfigurationError
from browserbanner.browsers import BrowserData
from browserbanner.browsers.refresh import RefreshError, refresh_data

_REFRESH = """
import sys
{before}
from browserbanner.browsers.refresh import RefreshError, refresh_data
try:
    refresh_data(sys.argv[1], tarballs=sys.argv[2:])
except RefreshError as error:
    sys.exit(str(error))
"""


def in_another_process(before: str, path: Path, archives: list[str]) -> subprocess.CompletedProcess[str]:
    script = _REFRESH.format(before=before)
    return subprocess.run([sys.executable, "-c", script, str(path), *archives], capture_output=True, text=True)


def test_a_kill_between_write_and_rename_leaves_the_old_pack(
    pack: Path, committed: bytes, later_archives: list[str]
) -> None:
    kill = "import os, signal; os.replace = lambda *paths: os.kill(os.getpid(), signal.SIGKILL)"
    assert in_another_process(kill, pack, later_archives).returncode == -signal.SIGKILL
    assert pack.read_bytes() == committed
    left = [path for path in pack.parent.iterdir() if path != pack]
    assert len(left) == 1
    refresh_data(str(pack), tarballs=later_archives)
    assert BrowserData.load(pack).sources[0].version == "99999.0.0"


def test_a_full_disk_leaves_the_old_pack(pack: Path, committed: bytes, later_archives: list[str]) -> None:
    # A limit on a file's size makes write() fail half-way, as a full disk does.
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"
    failed = in_another_process(limit, pack, later_archives)
    assert failed.returncode == 1
    assert "cannot write" in failed.stderr
    assert "what was there is unchanged" in failed.stderr
    assert pack.read_bytes() == committed
    assert list(pack.parent.iterdir()) == [pack]


def test_a_folder_that_is_not_there_is_said_before_anything_is_read(archives: list[str], tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"to: .*pack.jsonl: there is no folder .*missing"):
        refresh_data(str(tmp_path / "missing" / "pack.jsonl"), tarballs=archives)


def test_two_refreshes_at_once_both_leave_a_whole_pack(
    pack: Path, archives: list[str], later_archives: list[str]
) -> None:
    failures: list[BaseException] = []

    def refresh_once() -> None:
        try:
            refresh_data(str(pack), tarballs=later_archives)
        except RefreshError as error:
            failures.append(error)

    threads = [threading.Thread(target=refresh_once) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        BrowserData.load(pack)  # whoever reads sees the old one or the new one, whole
    assert not failures
    assert BrowserData.load(pack).sources[0].version == "99999.0.0"
    assert list(pack.parent.iterdir()) == [pack]


def test_a_file_keeps_its_permissions(pack: Path, later_archives: list[str]) -> None:
    pack.chmod(0o640)
    refresh_data(str(pack), tarballs=later_archives)
    assert pack.stat().st_mode & 0o777 == 0o640
