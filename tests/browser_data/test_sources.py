"""What is in the packages can be wrong: each case spoils small good ones, and names what the message must say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from browserbanner.browsers.refresh.errors import RefreshError
from browserbanner.browsers.refresh.sources import read_caniuse, read_mapping, read_mdn
from tests.browser_data.npm_packages import CANIUSE, MAPPING, MDN, Members, manifest


def caniuse(**changes: str) -> Members:
    texts = {
        "agents": 'module.exports={A:{A:{a:1,b:2},B:"x",C:["","a","b","","",""],E:"Chrome",F:{a:1673308800,b:null}}};',
        "browsers": 'module.exports={A:"chrome"};',
        "versions": 'module.exports={a:"109",b:"110"};',
        "region": 'module.exports={A:{"109":1.5,_:"110"}};',
        "manifest": manifest(CANIUSE, "1.0.3", "CC-BY-4.0").decode(),
        **changes,
    }
    return {
        "package.json": texts["manifest"].encode("latin-1"),
        "data/agents.js": texts["agents"].encode(),
        "data/browsers.js": texts["browsers"].encode(),
        "data/browserVersions.js": texts["versions"].encode(),
        "data/regions/UA.js": texts["region"].encode(),
    }


def test_a_small_caniuse_is_read() -> None:
    read = read_caniuse(caniuse())
    assert read.source.date == "2023-01-10"  # its newest release's: the package has no date of its own
    assert read.agents["chrome"].released == ["109", "110"]
    assert read.world == {"chrome": {"109": 1.0, "110": 2.0}}
    assert read.regions == {"UA": {"chrome": {"109": 1.5}}}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"agents": "module.exports=[]"}, "data/agents.js: an object is missing"),
        ({"agents": "module.exports={Z:{}}"}, "nothing is known of 'Z'"),
        ({"agents": 'module.exports={A:{A:{a:1},C:["a"],F:{}}}'}, "has no list of versions"),
        ({"agents": 'module.exports={A:{A:{a:1},C:["z","","","",""],F:{}}}'}, "nothing is known of 'z'"),
        ({"agents": 'module.exports={A:{A:{z:1},C:["a","","","",""],F:{}}}'}, "nothing is known of 'z'"),
        ({"agents": 'module.exports={A:{A:{a:-1},C:["a","","","",""],F:{a:1}}}'}, "'-1' is no share in percent"),
        ({"agents": 'module.exports={A:{A:{a:1},C:["a","","","",""],F:{a:-1}}}'}, "-1 is no release date"),
        ({"agents": 'module.exports={A:{A:{a:1},C:["a","","","",""],F:{a:"x"}}}'}, "'x' is no release date"),
        ({"agents": 'module.exports={A:{A:{a:1},C:["a","","","",""],F:{}}}'}, "no release has a date"),
        ({"versions": 'module.exports={a:"109",b:"newest"}'}, "'newest' is no version"),
        ({"versions": 'module.exports={a:"109",b:"<b>"}'}, "'<b>' is not understood"),
        ({"browsers": "module.exports={A:1}"}, "'1' is not understood"),
        ({"region": "module.exports={Z:{}}"}, "nothing is known of 'Z'"),
        ({"region": "module.exports={A:1}"}, "an object is missing, found '1'"),
        ({"region": 'module.exports={A:{"<b>":1}}'}, "'<b>' is no version"),
        ({"region": 'module.exports={A:{"109":null}}'}, "'None' is no share"),
        ({"manifest": "\xff\xfe"}, "package.json is not UTF-8"),
        ({"manifest": "[" * 100_000}, "package.json is not JSON"),
        ({"manifest": manifest(CANIUSE, "newest", "CC-BY-4.0").decode()}, "'newest' is no version"),
    ],
)
def test_a_wrong_caniuse_is_refused(changes: dict[str, str], said: str) -> None:
    with pytest.raises(RefreshError) as refused:
        read_caniuse(caniuse(**changes))
    assert said in str(refused.value)


LINES = [
    "chrome",
    "chrome_android",
    "edge",
    "firefox",
    "firefox_android",
    "safari",
    "safari_ios",
    "opera",
    "opera_android",
    "samsunginternet_android",
    "webview_android",
    "ie",
]


def mdn() -> dict[str, Any]:
    releases = {"109": {"index": 0, "release_date": "2023-01-10", "status": "esr"}, "preview": {"status": "planned"}}
    return {
        "__meta": {"timestamp": "2026-11-12T14:10:29.391Z"},
        "browsers": {line: {"releases": json.loads(json.dumps(releases))} for line in LINES},
    }


def mdn_members(document: dict[str, Any]) -> Members:
    return {"package.json": manifest(MDN, "8.1.9", "CC0-1.0"), "data.json": json.dumps(document).encode()}


def test_a_small_mdn_is_read() -> None:
    document = mdn()
    document["browsers"]["safari"]["releases"]["109"]["release_date"] = "≤2023-01-10"
    read = read_mdn(mdn_members(document))
    assert (read.source.date, read.esr) == ("2026-11-12", "109")
    assert [tuple(release) for release in read.releases["safari"]] == [("109", "2023-01-10", None)]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("__meta",), {}, "'None' is no date"),
        (("browsers",), [], "browsers: an object is missing"),
        (("browsers", "edge"), {}, "releases of edge: an object is missing"),
        (("browsers", "edge", "releases", "109"), 1, "edge 109: an object is missing"),
        (("browsers", "edge", "releases", "109", "index"), "0", "edge 109 has no index"),
        (("browsers", "edge", "releases", "109", "release_date"), "soon", "'soon' is no date"),
        (("browsers", "firefox", "releases", "109", "status"), "retired", "no Firefox is an extended support release"),
    ],
)
def test_a_wrong_mdn_is_refused(path: tuple[str, ...], value: object, said: str) -> None:
    document = mdn()
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(RefreshError) as refused:
        read_mdn(mdn_members(document))
    assert said in str(refused.value)


def mapping(rows: str, extra: str = "1795125603954") -> Members:
    text = f'const n="{rows}",e={{c:{{longName:"chrome"}},u:{{longName:"uc_android",engine:"Blink"}}}};{extra}'
    return {"package.json": manifest(MAPPING, "2.11.39", "Apache-2.0"), "dist/index.cjs": text.encode()}


def test_a_small_mapping_is_read() -> None:
    read = read_mapping(mapping(r"pre_baseline\nc,1,081211\n20150729\nc,38,141007\nu,11.1,u,40\nreleases\nu,u,u,57\n"))
    assert read.source.date == "2026-11-19"
    assert read.timeline == [("2015-07-29", {"chrome": "38", "uc_android": "11.1"})]
    assert [tuple(release) for release in read.releases["uc_android"]] == [("11.1", None, "40")]


@pytest.mark.parametrize(
    ("rows", "extra", "said"),
    [
        (r"pre_baseline\nc,1,081211", "", "not of the shape"),
        (r"pre_baseline\nc,1,081211", "1795125603954,1795125603955", "not of the shape"),
        (r"something else", "1795125603954", "not of the shape"),
        (r"pre_baseline\nc,1", "1795125603954", "'c,1' is not understood"),
        (r"pre_baseline\nc,one,081211", "1795125603954", "'c,one,081211' is not understood"),
        (r"pre_baseline\nz,1,081211", "1795125603954", "nothing is known of 'z'"),
        (r"pre_baseline\nc,1,081399", "1795125603954", "'2008-13-99' is no date"),
        (r"pre_baseline\n20159999\nc,1,081211", "1795125603954", "'2015-99-99' is no date"),
    ],
)
def test_a_wrong_mapping_is_refused(rows: str, extra: str, said: str) -> None:
    with pytest.raises(RefreshError) as refused:
        read_mapping(mapping(rows, extra))
    assert said in str(refused.value)
