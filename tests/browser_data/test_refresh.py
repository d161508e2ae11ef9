"""A refresh from end to end: from a loopback registry and from local tarballs, and all that can go wrong on the way."""

from __future__ import annotations

import hashlib
import json
from binascii import crc32
from pathlib import Path

import pytest

from browserbanner import ConfigurationError
from browserbanner.browsers import BrowserData
from browserbanner.browsers.data import PACKAGED
from browserbanner.browsers.pack import FEATURES, Pack
from browserbanner.browsers.refresh import RefreshError, refresh_data
from browserbanner.browsers.refresh.contents import Contents
from browserbanner.browsers.refresh.run import changes_between
from browserbanner.policy import Policy, broken_laws
from tests.browser_data.loopback import Registry
from tests.browser_data.npm_packages import CANIUSE, ELECTRON, MAPPING, MDN, Members, caniuse_by_keys, newer, tarball


def refresh(path: Path, registry: Registry, **options: object) -> None:
    refresh_data(str(path), registry=registry.base, **options)  # type: ignore[arg-type]


def test_the_same_packages_give_the_same_bytes_as_the_packaged_data(
    registry: Registry, tmp_path: Path, committed: bytes
) -> None:
    path = tmp_path / "new.jsonl"
    done = refresh_data(str(path), registry=registry.base)
    assert done.written
    assert path.read_bytes() == committed


def test_caniuse_lite_as_it_was_packed_before_gives_the_same_bytes(
    registry: Registry, data: BrowserData, tmp_path: Path, committed: bytes
) -> None:
    registry.publish(CANIUSE, caniuse_by_keys(data))
    path = tmp_path / "new.jsonl"
    refresh(path, registry)
    assert path.read_bytes() == committed


def test_local_tarballs_need_no_network(archives: list[str], tmp_path: Path, committed: bytes) -> None:
    path = tmp_path / "new.jsonl"
    refresh_data(str(path), tarballs=archives)
    assert path.read_bytes() == committed


def test_small_metadata_is_asked_for_first_and_a_scope_is_one_segment(registry: Registry, tmp_path: Path) -> None:
    refresh(tmp_path / "new.jsonl", registry)
    assert registry.asked[0] == "/caniuse-lite/latest"
    assert registry.asked[2] == "/@mdn%2Fbrowser-compat-data/latest"
    assert len(registry.asked) == 8


def test_what_is_there_already_is_not_fetched_again(registry: Registry, pack: Path) -> None:
    done = refresh_data(str(pack), registry=registry.base)
    assert (done.written, done.changes) == (False, ())
    assert not [path for path in registry.asked if path.endswith(".tgz")]


def test_force_fetches_it_again(registry: Registry, pack: Path) -> None:
    assert not refresh_data(str(pack), registry=registry.base, force=True).written
    assert len([path for path in registry.asked if path.endswith(".tgz")]) == 4


def test_progress_is_told_in_bytes(registry: Registry, tmp_path: Path) -> None:
    told: dict[str, tuple[int, int | None]] = {}
    refresh(tmp_path / "new.jsonl", registry, progress=lambda name, so_far, whole: told.update({name: (so_far, whole)}))
    assert set(told) == {CANIUSE, MDN, MAPPING, ELECTRON}
    assert all(so_far == whole for so_far, whole in told.values())


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
        data.sources[3].version,
    ]
    assert renewed.usage("UA") == data.usage("UA")


def of_format_1(committed: bytes) -> bytes:
    """The pack as version 0.1 wrote it: without features, Electron and what baseline-browser-mapping knows first."""
    head, core, agents, *rows = committed.splitlines()
    old_core = json.loads(core)
    del old_core["newest"]
    kept = [row for row in rows if not row.startswith((b'["features"', b'["electron'))]
    body = b"\n".join((json.dumps(old_core).encode(), agents, *kept, b""))
    meta = json.loads(head)
    meta |= {"format": 1, "sources": meta["sources"][:3], "size": len(body), "crc32": crc32(body)}
    return json.dumps(meta, separators=(",", ":")).encode() + b"\n" + body


@pytest.mark.parametrize("package", [CANIUSE, MDN, MAPPING, ELECTRON])
def test_to_renew_one_source_of_a_pack_of_version_0_1_ended_in_a_traceback(
    package: str, npm: dict[str, Members], tmp_path: Path, pack: Path, committed: bytes
) -> None:
    pack.write_bytes(of_format_1(committed))
    archive = tmp_path / "package.tgz"
    archive.write_bytes(tarball(newer(npm, package)))
    done = refresh_data(str(pack), tarballs=[str(archive)], only=[package])
    assert done.written
    assert bool(done.data.features) is (package == CANIUSE)
    assert done.data.electron == BrowserData.load().electron


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
    assert len(done.changes) == 4
    assert not done.written
    assert pack.read_bytes() == committed


def a_year_later(contents: Contents) -> Contents:
    rows = {region.replace("UA", "XK"): columns for region, columns in contents.rows.items()}
    caniuse = Contents({CANIUSE: contents.sources[CANIUSE]._replace(date="2027-12-04")}, rows=rows)
    mdn = Contents(core={"releases": contents.core["releases"] | {"chrome": "1234=2027-11-30"}, "esr": "171"})
    return contents.renewed(caniuse).renewed(mdn)


@pytest.mark.parametrize("is_there", [True, False])
@pytest.mark.parametrize("query", ["supports es6-module", "fully supports css-grid", "chrome > 0 and supports webp"])
def test_a_query_that_starts_with_the_old_data_starts_with_that_of_a_caniuse_that_dropped_its_feature(
    query: str, is_there: bool, npm: dict[str, Members], archives: list[str], tmp_path: Path, committed: bytes
) -> None:
    """browserslist refuses a feature that caniuse no longer has, and so did we: at a site's start."""
    feature = query.rpartition(" ")[2]
    less = {path: content for path, content in npm[CANIUSE].items() if path != f"data/features/{feature}.js"}
    assert len(less) == len(npm[CANIUSE]) - 1
    path, archive = tmp_path / "new.jsonl", tmp_path / "caniuse.tgz"
    if is_there:
        path.write_bytes(committed)
    archive.write_bytes(tarball(newer({CANIUSE: less}, CANIUSE)))
    new = refresh_data(str(path), tarballs=[str(archive), *archives[1:]], check=broken_laws).data
    old = BrowserData.load()
    assert new.features == old.features
    assert Policy(query, data=new).minimums == Policy(query, data=old).minimums


def test_a_version_that_came_after_a_feature_was_dropped_has_it_as_the_newest_one_before(committed: bytes) -> None:
    contents, old = Contents.of(Pack(committed, "committed")), BrowserData.load()
    features = contents.rows[FEATURES]
    without = {name: packed for name, packed in features.items() if name != "es6-module"}
    agents = dict(contents.agents)
    renamed, joined, came = agents["op_mob"], agents["samsung"], agents["chrome"]
    agents["op_mob"] = [renamed[0].replace(" 80", " 81"), *renamed[1:]]
    agents["samsung"] = [joined[0].replace("30 31", "30-31"), *joined[1:]]
    agents["chrome"] = [f"{came[0]} 1234", *came[1:]]
    agents["goanna"] = ["1 2", "3", ""]
    changed = contents._replace(rows={**contents.rows, FEATURES: without}, agents=agents)
    kept = changed.with_features_of(old).rows[FEATURES]["es6-module"].split()
    assert kept == [*features["es6-module"].split(), "n"]


def test_what_is_new_is_said(committed: bytes, data: BrowserData) -> None:
    newest, minimums = data.newest("chrome"), data.baseline_widely_available()
    later = BrowserData(Pack(a_year_later(Contents.of(Pack(committed, "committed"))).to_bytes(), "later"))
    changes = changes_between(data, later)
    assert newest is not None
    assert f"chrome: newest {newest.version[0]} -> 1234" in changes
    later_minimum = later.baseline_widely_available()["firefox"][0]
    assert f"firefox: Baseline widely available {minimums['firefox'][0]} -> {later_minimum}" in changes
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
    assert set(before) == {"downloads.json", "patched.json", "systems.json"}


def test_only_picks_from_local_tarballs_too(pack: Path, archives: list[str], later_archives: list[str]) -> None:
    done = refresh_data(str(pack), tarballs=[*later_archives, *archives[1:]], only=["browser-compat-data"])
    assert done.changes == ()


@pytest.mark.parametrize("content", [b"SECRET = 'x'\n", b"{}", b'{"name": "a package"}', b"\n", b"\x1f\x8b\x08"])
def test_a_refresh_overwrote_whatever_file_it_was_told_to(content: bytes, archives: list[str], tmp_path: Path) -> None:
    """`data refresh --to settings.py` replaced the settings, and the message about a file that is no data advised it."""
    path = tmp_path / "settings.py"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match="is there and is no browser data: name another file, or delete it"):
        refresh_data(str(path), tarballs=archives)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("length", [0, 5, 10, 1000])
def test_an_empty_file_and_the_beginning_of_a_pack_are_replaced(
    length: int, archives: list[str], tmp_path: Path, committed: bytes
) -> None:
    path = tmp_path / "pack.jsonl"
    path.write_bytes(committed[:length])
    refresh_data(str(path), tarballs=archives)
    assert path.read_bytes() == committed


@pytest.mark.parametrize(("to", "said"), [("", "to: '': is no path"), (".", "to: .: is a folder")])
def test_no_file_to_write_is_refused(to: str, said: str, archives: list[str]) -> None:
    with pytest.raises(ConfigurationError, match=said):
        refresh_data(to, tarballs=archives)


def test_a_pack_is_written_through_a_link_and_into_a_pipe(
    archives: list[str], tmp_path: Path, committed: bytes
) -> None:
    (tmp_path / "current.jsonl").symlink_to("2026.jsonl")
    refresh_data(str(tmp_path / "current.jsonl"), tarballs=archives)
    assert (tmp_path / "current.jsonl").is_symlink()
    assert (tmp_path / "2026.jsonl").read_bytes() == committed
    refresh_data("/dev/null", tarballs=archives)
    assert not Path("/dev/null").is_file()
