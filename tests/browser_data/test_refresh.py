"""A refresh from end to end: from a loopback registry and from local tarballs, and all that can go wrong on the way."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from browserbanner.browsers import BrowserData, RefreshError, refresh_data
from browserbanner.browsers.data import PACKAGED
from browserbanner.browsers.pack import Pack
from browserbanner.browsers.refresh import build
from browserbanner.browsers.refresh.run import changes_between
from browserbanner.errors import ConfigurationError
from tests.browser_data.loopback import Answer, Registry, integrity, serving
from tests.browser_data.npm_packages import CANIUSE, MAPPING, MDN, Members, literal, manifest, tarball


def refresh(path: Path, registry: Registry, **options: object) -> None:
    refresh_data(str(path), registry=registry.base, **options)  # type: ignore[arg-type]


def test_the_same_packages_give_the_same_bytes_as_the_packaged_data(
    registry: Registry, tmp_path: Path, committed: bytes
) -> None:
    path = tmp_path / "new.jsonl"
    done = refresh_data(str(path), registry=registry.base)
    assert done.written
    assert path.read_bytes() == committed


def test_local_tarballs_need_no_network(archives: list[str], tmp_path: Path, committed: bytes) -> None:
    path = tmp_path / "new.jsonl"
    refresh_data(str(path), tarballs=archives, environment={})
    assert path.read_bytes() == committed


def test_small_metadata_is_asked_for_first_and_a_scope_is_one_segment(registry: Registry, tmp_path: Path) -> None:
    refresh(tmp_path / "new.jsonl", registry)
    assert registry.asked[0] == "/caniuse-lite/latest"
    assert registry.asked[2] == "/@mdn%2Fbrowser-compat-data/latest"
    assert len(registry.asked) == 6


def test_what_is_there_already_is_not_fetched_again(registry: Registry, pack: Path) -> None:
    done = refresh_data(str(pack), registry=registry.base)
    assert (done.written, done.changes) == (False, ())
    assert not [path for path in registry.asked if path.endswith(".tgz")]


def test_force_fetches_it_again(registry: Registry, pack: Path) -> None:
    assert not refresh_data(str(pack), registry=registry.base, force=True).written
    assert len([path for path in registry.asked if path.endswith(".tgz")]) == 3


def test_progress_is_told_in_bytes(registry: Registry, tmp_path: Path) -> None:
    told: dict[str, tuple[int, int | None]] = {}
    refresh(tmp_path / "new.jsonl", registry, progress=lambda name, so_far, whole: told.update({name: (so_far, whole)}))
    assert set(told) == {CANIUSE, MDN, MAPPING}
    assert all(so_far == whole for so_far, whole in told.values())


def newer(npm: dict[str, Members], name: str) -> Members:
    """The package in a later version, its content the same."""
    old = json.loads(npm[name]["package.json"])
    return npm[name] | {"package.json": manifest(name, "99999.0.0", old["license"])}


def test_only_renews_one_source_and_keeps_the_others(
    empty_registry: Registry, npm: dict[str, Members], pack: Path, data: BrowserData
) -> None:
    empty_registry.publish(MDN, newer(npm, MDN))
    done = refresh_data(str(pack), registry=empty_registry.base, only=["browser-compat-data"])
    assert done.changes == (f"{MDN}: {data.sources[1].version} -> 99999.0.0 ({data.sources[1].date})",)
    renewed = BrowserData.load(pack)
    assert [source.version for source in renewed.sources] == [
        data.sources[0].version,
        "99999.0.0",
        data.sources[2].version,
    ]
    assert renewed.usage("UA") == data.usage("UA")


def test_only_takes_the_names_of_the_sources(pack: Path) -> None:
    with pytest.raises(ConfigurationError, match="'caniuse-lite', 'browser-compat-data', 'baseline-browser-mapping'"):
        refresh_data(str(pack), only=["chrome"])


def test_a_part_of_the_sources_makes_no_new_pack(archives: list[str], tmp_path: Path) -> None:
    with pytest.raises(RefreshError, match="make a whole pack first"):
        refresh_data(str(tmp_path / "new.jsonl"), tarballs=archives[:1])
    assert not list(tmp_path.iterdir())


def test_a_dry_run_says_what_would_change_and_writes_nothing(
    empty_registry: Registry, npm: dict[str, Members], pack: Path, committed: bytes
) -> None:
    for name in npm:
        empty_registry.publish(name, newer(npm, name))
    done = refresh_data(str(pack), registry=empty_registry.base, dry=True)
    assert len(done.changes) == 3
    assert not done.written
    assert pack.read_bytes() == committed


def changed(committed: bytes, change: Callable[[dict[str, build.Part]], None]) -> BrowserData:
    parts = build.parts_of(Pack(committed, "committed"))
    change(parts)
    return BrowserData(Pack(build.compose(parts), "changed"))


def a_year_later(parts: dict[str, build.Part]) -> None:
    caniuse, mdn = parts[CANIUSE], parts[MDN]
    usage = [[region.replace("UA", "XK"), columns] for region, columns in caniuse.usage or []]
    parts[CANIUSE] = caniuse._replace(source=caniuse.source._replace(date="2027-12-04"), usage=usage)
    releases = mdn.floors["releases"] | {"chrome": "1234=2027-11-30"}
    parts[MDN] = mdn._replace(floors={"releases": releases, "esr": "171"})


def test_what_is_new_is_said(committed: bytes, data: BrowserData) -> None:
    newest, floors = data.newest("chrome"), data.baseline_widely_available()
    later = changed(committed, a_year_later)
    changes = changes_between(data, later)
    assert newest is not None
    assert f"chrome: newest {newest.version[0]} -> 1234" in changes
    later_floor = later.baseline_widely_available()["firefox"][0]
    assert f"firefox: Baseline widely available {floors['firefox'][0]} -> {later_floor}" in changes
    assert f"firefox: ESR {data.firefox_esr} -> 171" in changes
    assert f"shares: {data.month} -> 2027-10" in changes  # December's first days still have October's
    assert changes[-2:] == ("region +XK", "region -UA")


def test_a_broken_old_pack_is_mended(archives: list[str], pack: Path, committed: bytes) -> None:
    pack.write_bytes(committed[:1000])
    refresh_data(str(pack), tarballs=archives)
    assert pack.read_bytes() == committed


def test_the_curated_files_are_never_touched(archives: list[str], tmp_path: Path) -> None:
    def fingerprints() -> dict[str, str]:
        folder = Path(PACKAGED).parent
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.json")}

    before = fingerprints()
    refresh_data(str(tmp_path / "new.jsonl"), tarballs=archives)
    assert fingerprints() == before
    assert set(before) == {"downloads.json", "esr.json", "systems.json"}


# What comes from a registry can be wrong. Each case spoils a good registry and names what the message must say.


def truncated(registry: Registry, npm: dict[str, Members]) -> None:
    archive = tarball(newer(npm, CANIUSE))[:-2000]
    registry.offer(CANIUSE, archive, version="99999.0.0")


def tampered(registry: Registry, npm: dict[str, Members]) -> None:
    archive = tarball(newer(npm, CANIUSE))
    path = registry.offer(CANIUSE, archive, version="99999.0.0")
    middle = len(archive) // 2
    registry.answers[path] = Answer(archive[:middle] + bytes([archive[middle] ^ 1]) + archive[middle + 1 :])


def wrong_integrity(registry: Registry, npm: dict[str, Members]) -> None:
    registry.publish(CANIUSE, newer(npm, CANIUSE), integrity=integrity(b"something else"))


def sha1_only(registry: Registry, npm: dict[str, Members]) -> None:
    registry.publish(CANIUSE, newer(npm, CANIUSE), integrity="sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=")


def no_integrity(registry: Registry, npm: dict[str, Members]) -> None:
    document = {"name": CANIUSE, "version": "99999.0.0", "dist": {}}
    registry.answers[f"/{CANIUSE}/latest"] = Answer(json.dumps(document).encode())


def html(registry: Registry, npm: dict[str, Members]) -> None:
    registry.answers[f"/{CANIUSE}/latest"] = Answer(b"<!doctype html><title>Sign in to the network</title>")


def another_package(registry: Registry, npm: dict[str, Members]) -> None:
    registry.answers[f"/{CANIUSE}/latest"] = registry.answers[f"/{MDN}/latest"]


def another_package_inside(registry: Registry, npm: dict[str, Members]) -> None:
    registry.publish(CANIUSE, newer(npm, CANIUSE) | {"package.json": manifest("left-pad", "99999.0.0", "MIT")})


def a_sibling_inside(registry: Registry, npm: dict[str, Members]) -> None:
    registry.publish(CANIUSE, newer(npm, MAPPING))


def server_error(registry: Registry, npm: dict[str, Members]) -> None:
    registry.answers[f"/{CANIUSE}/latest"] = Answer(b"", 503)


def ends_early(registry: Registry, npm: dict[str, Members]) -> None:
    archive = tarball(newer(npm, CANIUSE))
    path = registry.offer(CANIUSE, archive, version="99999.0.0")
    headers = (("Content-Length", str(len(archive) + 10)), ("Connection", "close"))
    registry.answers[path] = Answer(archive, headers=headers)


def huge_metadata(registry: Registry, npm: dict[str, Members]) -> None:
    registry.answers[f"/{CANIUSE}/latest"] = Answer(b" " * (1024 * 1024 + 1))


def older(registry: Registry, npm: dict[str, Members]) -> None:
    licence = json.loads(npm[CANIUSE]["package.json"])["license"]
    registry.publish(CANIUSE, npm[CANIUSE] | {"package.json": manifest(CANIUSE, "1.0.1", licence)})


def another_licence(registry: Registry, npm: dict[str, Members]) -> None:
    registry.publish(CANIUSE, npm[CANIUSE] | {"package.json": manifest(CANIUSE, "99999.0.0", "Proprietary")})


def zip_bomb(registry: Registry, npm: dict[str, Members]) -> None:
    registry.offer(CANIUSE, gzip.compress(bytes(200 * 1024 * 1024), 1), version="99999.0.0")


def path_traversal(registry: Registry, npm: dict[str, Members]) -> None:
    registry.publish(CANIUSE, newer(npm, CANIUSE) | {"../../etc/cron.d/evil": b"* * * * * root true"})


def code_for_data(registry: Registry, npm: dict[str, Members]) -> None:
    registry.publish(
        CANIUSE, newer(npm, CANIUSE) | {"data/agents.js": b"module.exports=require('fs').readdirSync('/')"}
    )


def missing_member(registry: Registry, npm: dict[str, Members]) -> None:
    members = newer(npm, CANIUSE)
    del members["data/agents.js"]
    registry.publish(CANIUSE, members)


def too_few_regions(registry: Registry, npm: dict[str, Members]) -> None:
    members = newer(npm, CANIUSE)
    for path in [path for path in members if path.startswith("data/regions/")][:100]:
        del members[path]
    registry.publish(CANIUSE, members)


def impossible_shares(registry: Registry, npm: dict[str, Members]) -> None:
    members = newer(npm, CANIUSE)
    members["data/regions/UA.js"] = members["data/regions/UA.js"].replace(b'"109":', b'"109":9')
    registry.publish(CANIUSE, members)


def shares_that_are_text(registry: Registry, npm: dict[str, Members]) -> None:
    members = newer(npm, CANIUSE)
    members["data/regions/UA.js"] = b'module.exports={b1:{"109":"all of them"}};'
    registry.publish(CANIUSE, members)


def missing_browsers(registry: Registry, npm: dict[str, Members]) -> None:
    document = json.loads(npm[MDN]["data.json"])
    del document["browsers"]["firefox"]
    registry.publish(MDN, newer(npm, MDN) | {"data.json": json.dumps(document).encode()})


def bad_date(registry: Registry, npm: dict[str, Members]) -> None:
    document = json.loads(npm[MDN]["data.json"])
    document["browsers"]["chrome"]["releases"]["109"]["release_date"] = "2023-02-30"
    registry.publish(MDN, newer(npm, MDN) | {"data.json": json.dumps(document).encode()})


def dates_backwards(registry: Registry, npm: dict[str, Members]) -> None:
    document = json.loads(npm[MDN]["data.json"])
    document["browsers"]["chrome"]["releases"]["109"]["release_date"] = "2029-02-07"
    registry.publish(MDN, newer(npm, MDN) | {"data.json": json.dumps(document).encode()})


def bases_backwards(registry: Registry, npm: dict[str, Members]) -> None:
    document = json.loads(npm[MDN]["data.json"])
    document["browsers"]["opera"]["releases"]["111"]["engine_version"] = "30"
    registry.publish(MDN, newer(npm, MDN) | {"data.json": json.dumps(document).encode()})


def not_json(registry: Registry, npm: dict[str, Members]) -> None:
    registry.publish(MDN, newer(npm, MDN) | {"data.json": b'{"__meta": '})


def baseline_backwards(registry: Registry, npm: dict[str, Members]) -> None:
    text = npm[MAPPING]["dist/index.cjs"].decode().replace("\\nreleases", "\\n20301231\\naa,2,u\\nreleases")
    registry.publish(MAPPING, newer(npm, MAPPING) | {"dist/index.cjs": text.encode()})


def another_shape(registry: Registry, npm: dict[str, Members]) -> None:
    registry.publish(MAPPING, newer(npm, MAPPING) | {"dist/index.cjs": b"exports.data=fetch('/')"})


def unknown_row(registry: Registry, npm: dict[str, Members]) -> None:
    text = npm[MAPPING]["dist/index.cjs"].decode().replace("\\nreleases", "\\naa,new,u\\nreleases")
    registry.publish(MAPPING, newer(npm, MAPPING) | {"dist/index.cjs": text.encode()})


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (truncated, "is truncated"),
        (tampered, "not the one that the registry's sha512 is of"),
        (wrong_integrity, "not the one that the registry's sha512 is of"),
        (sha1_only, "gives no sha512"),
        (no_integrity, "does not answer with an npm package's metadata"),
        (html, "does not answer with an npm package's metadata"),
        (another_package, "the registry offers '@mdn/browser-compat-data'"),
        (another_package_inside, "holds 'left-pad'"),
        (a_sibling_inside, "is not caniuse-lite, it holds baseline-browser-mapping"),
        (server_error, "Service Unavailable"),
        (ends_early, "the connection ended"),
        (huge_metadata, "larger than"),
        (older, "older than what is there"),
        (another_licence, "its licence is 'Proprietary'"),
        (zip_bomb, "unpacks to more than"),
        (path_traversal, "leads out of it"),
        (code_for_data, "not understood"),
        (missing_member, "data/agents.js is missing"),
        (too_few_regions, "140 regions; at least 200"),
        (impossible_shares, "the shares of UA add up to"),
        (shares_that_are_text, "'all of them' is no share"),
        (missing_browsers, "firefox: an object is missing"),
        (bad_date, "'2023-02-30' is no date"),
        (dates_backwards, "dates go backwards, from 2029-02-07"),
        (bases_backwards, "bases go backwards"),
        (not_json, "data.json is not JSON"),
        (baseline_backwards, "goes back from"),
        (another_shape, "not of the shape that is understood"),
        (unknown_row, "'aa,new,u' is not understood"),
    ],
)
def test_bad_input_is_refused_and_the_old_pack_stays(
    registry: Registry,
    npm: dict[str, Members],
    pack: Path,
    committed: bytes,
    spoil: Callable[[Registry, dict[str, Members]], None],
    said: str,
) -> None:
    spoil(registry, npm)
    with pytest.raises(RefreshError) as failed:
        refresh(pack, registry)
    assert said in str(failed.value)
    assert pack.read_bytes() == committed
    assert list(pack.parent.iterdir()) == [pack]


@pytest.mark.parametrize("path", [f"/{CANIUSE}/latest", f"/{CANIUSE}/-/{CANIUSE}-99999.0.0.tgz"])
def test_a_redirect_to_another_host_is_not_followed(
    registry: Registry, npm: dict[str, Members], pack: Path, path: str
) -> None:
    registry.publish(CANIUSE, newer(npm, CANIUSE))
    with serving() as elsewhere:
        elsewhere.answers = dict(registry.answers)
        registry.answers[path] = Answer(b"", 302, (("Location", f"{elsewhere.base}{path}"),))
        with pytest.raises(RefreshError, match="redirects to another host"):
            refresh(pack, registry)
        assert elsewhere.asked == []


def test_a_redirect_within_the_host_is_followed(registry: Registry, tmp_path: Path, committed: bytes) -> None:
    path = next(path for path in registry.answers if path.endswith(".tgz"))
    registry.answers["/elsewhere.tgz"] = registry.answers[path]
    registry.answers[path] = Answer(b"", 302, (("Location", "/elsewhere.tgz"),))
    refresh(tmp_path / "new.jsonl", registry)
    assert (tmp_path / "new.jsonl").read_bytes() == committed


def test_a_tarball_on_another_host_is_taken_from_the_registry_itself(
    registry: Registry, npm: dict[str, Members], tmp_path: Path, committed: bytes
) -> None:
    with serving() as elsewhere:
        for name, members in npm.items():
            registry.publish(name, members, tarball=f"{elsewhere.base}/evil.tgz")
        refresh(tmp_path / "new.jsonl", registry)
        assert elsewhere.asked == []
    assert (tmp_path / "new.jsonl").read_bytes() == committed


def test_a_registry_that_is_not_there_is_said(pack: Path, committed: bytes) -> None:
    with serving() as gone:
        base = gone.base
    with pytest.raises(RefreshError, match="refused"):
        refresh_data(str(pack), registry=base)
    assert pack.read_bytes() == committed


# Writing can fail, too.

_REFRESH = """
import sys
{before}
from browserbanner.browsers import RefreshError, refresh_data
try:
    refresh_data(sys.argv[1], tarballs=sys.argv[2:])
except RefreshError as error:
    sys.exit(str(error))
"""


def in_another_process(before: str, path: Path, archives: list[str]) -> subprocess.CompletedProcess[str]:
    script = _REFRESH.format(before=before)
    return subprocess.run([sys.executable, "-c", script, str(path), *archives], capture_output=True, text=True)


@pytest.fixture
def later_archives(npm: dict[str, Members], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    path = tmp_path_factory.mktemp("later") / "caniuse.tgz"
    path.write_bytes(tarball(newer(npm, CANIUSE)))
    return [str(path)]


def test_a_kill_between_write_and_rename_leaves_the_old_pack(
    pack: Path, committed: bytes, later_archives: list[str]
) -> None:
    kill = "import os, signal; os.replace = lambda *paths: os.kill(os.getpid(), signal.SIGKILL)"
    assert in_another_process(kill, pack, later_archives).returncode == -signal.SIGKILL
    assert pack.read_bytes() == committed
    left = [path for path in pack.parent.iterdir() if path != pack]
    assert len(left) == 1
    os.utime(left[0], (0, 0))
    refresh_data(str(pack), tarballs=later_archives)
    assert BrowserData.load(pack).sources[0].version == "99999.0.0"
    assert list(pack.parent.iterdir()) == [pack]  # what the killed one left is swept


def test_a_full_disk_leaves_the_old_pack(pack: Path, committed: bytes, later_archives: list[str]) -> None:
    # A limit on a file's size makes write() fail half-way, as a full disk does.
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"
    failed = in_another_process(limit, pack, later_archives)
    assert failed.returncode == 1
    assert "cannot write" in failed.stderr
    assert "what was there is unchanged" in failed.stderr
    assert pack.read_bytes() == committed
    assert list(pack.parent.iterdir()) == [pack]


def test_a_folder_that_is_not_there_is_said(archives: list[str], tmp_path: Path) -> None:
    with pytest.raises(RefreshError, match="No such file or directory"):
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


# Local tarballs can be wrong in the same ways.


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html>", "is not gzip"),
        (gzip.compress(b"no tar"), "is not a tarball"),
        (gzip.compress(bytes(10240)), "is no npm package"),
        (tarball({"index.js": b""}), "it has no package.json"),
        (gzip.compress(gzip.decompress(tarball({"package.json": b"{}" * 999}))[:1000]), "is not a tarball"),
        (tarball({"package.json": b"[]"}), "package.json cannot be read"),
        (tarball({"package.json": b"{}"}, folder="/package/"), "leads out of it"),
        (tarball({"package.json": manifest(CANIUSE, "2", "CC-BY-4.0")}), "data/browsers.js is missing"),
        (
            tarball({"package.json": manifest(MDN, "new", "CC0-1.0"), "data.json": b"{}"}),
            "__meta: an object is missing",
        ),
    ],
)
def test_a_bad_local_tarball_is_refused(
    pack: Path, committed: bytes, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "some.tgz"
    path.write_bytes(content)
    with pytest.raises(RefreshError) as failed:
        refresh_data(str(pack), tarballs=[str(path)])
    assert said in str(failed.value)
    assert pack.read_bytes() == committed


def test_a_local_tarball_that_is_not_there_is_said(pack: Path) -> None:
    with pytest.raises(RefreshError, match="No such file or directory"):
        refresh_data(str(pack), tarballs=["/no/such.tgz"])


def test_a_local_tarball_that_is_too_large_is_not_read(pack: Path, tmp_path: Path) -> None:
    path = tmp_path / "large.tgz"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(RefreshError, match="is larger than"):
        refresh_data(str(pack), tarballs=[str(path)])


def test_only_picks_from_local_tarballs_too(pack: Path, archives: list[str], later_archives: list[str]) -> None:
    done = refresh_data(str(pack), tarballs=[*later_archives, *archives[1:]], only=["browser-compat-data"])
    assert done.changes == ()


def test_a_sparse_member_cannot_claim_to_be_large(pack: Path, tmp_path: Path) -> None:
    path = tmp_path / "sparse.tgz"
    (tmp_path / "package").mkdir()
    with open(tmp_path / "package/package.json", "wb") as file:
        file.truncate(1 << 40)
    subprocess.run(["tar", "--sparse", "-czf", path, "-C", tmp_path, "package"], check=True)
    with pytest.raises(RefreshError, match="no plain file"):
        refresh_data(str(pack), tarballs=[str(path)])


def test_a_literal_is_written_as_the_packages_write_it() -> None:
    assert literal({"A": {"0": 0.5, "b": None}, "a-b": [1]}) == '{A:{"0":0.5,b:null},"a-b":[1]}'
