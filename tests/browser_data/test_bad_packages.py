"""What comes from a registry can be wrong: each case spoils a good one, and names what the message must say."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from browserbanner import ConfigurationError
from browserbanner.browsers import BrowserData
from browserbanner.browsers.refresh import RefreshError, refresh_data
from browserbanner.policy import Policy
from tests.browser_data.loopback import Answer, Registry, integrity, serving
from tests.browser_data.npm_packages import CANIUSE, MAPPING, MDN, Members, manifest, newer, tarball


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
    members["data/regions/UA.js"] = b'module.exports={b3:{"109":60,"110":60}};'
    registry.publish(CANIUSE, members)


def shares_that_are_text(registry: Registry, npm: dict[str, Members]) -> None:
    members = newer(npm, CANIUSE)
    members["data/regions/UA.js"] = b'module.exports={b1:{"109":"all of them"}};'
    registry.publish(CANIUSE, members)


def figure_missing(registry: Registry, npm: dict[str, Members]) -> None:
    region = npm[CANIUSE]["data/regions/UA.js"].removesuffix(b'";\n')[:-1] + b'"'
    registry.publish(CANIUSE, newer(npm, CANIUSE) | {"data/regions/UA.js": region})


def figures_of_a_neighbour(registry: Registry, npm: dict[str, Members]) -> None:
    """Chrome on Android and Baidu: a version each, so that the strings fit all the same."""
    places = npm[CANIUSE]["data/regionVersions.js"]
    swapped = places.replace(b"b11:", b"?:").replace(b"b17:", b"b11:").replace(b"?:", b"b17:")
    registry.publish(CANIUSE, newer(npm, CANIUSE) | {"data/regionVersions.js": swapped})


def places_missing(registry: Registry, npm: dict[str, Members]) -> None:
    members = newer(npm, CANIUSE)
    del members["data/regionVersions.js"]
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
        (missing_member, "data/agents.js: it is missing"),
        (too_few_regions, "140 regions; at least 200"),
        (impossible_shares, "the shares of UA add up to"),
        (shares_that_are_text, "'all of them' is no share"),
        (figure_missing, "data/regions/UA.js: expected a token"),
        (figures_of_a_neighbour, " % in the world, and 0.0 % in alt-ww"),
        (places_missing, "data/agents.js: ie: nothing is known of"),
        (missing_browsers, "releases of firefox: an object is missing"),
        (bad_date, "'2023-02-30' is no date"),
        (dates_backwards, "dates go backwards, from 2029-02-07"),
        (bases_backwards, "bases go backwards"),
        (not_json, "data.json: Expecting value"),
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
    def check(_: BrowserData | None, data: BrowserData) -> list[str]:
        raise AssertionError("data that cannot be true is not judged by")

    spoil(registry, npm)
    with pytest.raises(RefreshError) as failed:
        refresh_data(str(pack), registry=registry.base, check=check)
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
            refresh_data(str(pack), registry=registry.base)
        assert elsewhere.asked == []


def test_a_redirect_within_the_host_is_followed(registry: Registry, tmp_path: Path, committed: bytes) -> None:
    path = next(path for path in registry.answers if path.endswith(".tgz"))
    registry.answers["/elsewhere.tgz"] = registry.answers[path]
    registry.answers[path] = Answer(b"", 302, (("Location", "/elsewhere.tgz"),))
    refresh_data(str(tmp_path / "new.jsonl"), registry=registry.base)
    assert (tmp_path / "new.jsonl").read_bytes() == committed


@pytest.mark.parametrize("tarball", ["ELSEWHERE/evil.tgz", "http://[", "file:///etc/passwd", None])
def test_a_tarball_on_another_host_is_taken_from_the_registry_itself(
    tarball: str | None, registry: Registry, npm: dict[str, Members], tmp_path: Path, committed: bytes
) -> None:
    with serving() as elsewhere:
        for name, members in npm.items():
            registry.publish(name, members, tarball=tarball and tarball.replace("ELSEWHERE", elsewhere.base))
        refresh_data(str(tmp_path / "new.jsonl"), registry=registry.base)
        assert elsewhere.asked == []
    assert (tmp_path / "new.jsonl").read_bytes() == committed


def test_a_registry_that_is_not_there_is_said(pack: Path, committed: bytes) -> None:
    with serving() as gone:
        base = gone.base
    with pytest.raises(RefreshError, match="refused"):
        refresh_data(str(pack), registry=base)
    assert pack.read_bytes() == committed


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
        (tarball({"package.json": manifest(CANIUSE, "2.0.0", "CC-BY-4.0")}), "data/browsers.js: it is missing"),
        (
            tarball({"package.json": manifest(MDN, "2.0.0", "CC0-1.0"), "data.json": b"{}"}),
            "__meta: an object is missing",
        ),
    ],
    ids=["a page", "gzip of text", "zeros", "no manifest", "cut off", "a list", "elsewhere", "no data", "empty data"],
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


def test_a_sparse_member_cannot_claim_to_be_large(pack: Path, tmp_path: Path) -> None:
    path = tmp_path / "sparse.tgz"
    (tmp_path / "package").mkdir()
    with open(tmp_path / "package/package.json", "wb") as file:
        file.truncate(1 << 40)
    subprocess.run(["tar", "--sparse", "-czf", path, "-C", tmp_path, "package"], check=True)
    with pytest.raises(RefreshError, match="no plain file"):
        refresh_data(str(pack), tarballs=[str(path)])


@pytest.mark.parametrize(
    "manifest",
    [
        b'{"name": []}',
        b'{"name": {}}',
        b'{"name": null}',
        b"[" * 200_000,
        b'{"name":' * 200_000,
        b"[]",
        b'"x"',
        b"\xff",
    ],
    ids=range(8),
)
def test_a_tarball_whose_package_json_is_odd_is_refused_and_ends_in_no_traceback(
    manifest: bytes, tmp_path: Path
) -> None:
    archive = tmp_path / "odd.tgz"
    archive.write_bytes(tarball({"package.json": manifest}))
    with pytest.raises(RefreshError):
        refresh_data(str(tmp_path / "new.jsonl"), tarballs=[str(archive)])


@pytest.mark.parametrize("text", ["[" * 200_000, '{"browserslist":' * 200_000])
def test_a_package_json_as_deep_is_refused_as_a_policy(text: str, tmp_path: Path) -> None:
    path = tmp_path / "package.json"
    path.write_text(text)
    with pytest.raises(ConfigurationError, match="is no JSON"):
        Policy(path, data=BrowserData.load())
