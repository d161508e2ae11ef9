"""What is in the packages can be wrong: each case spoils small good ones, and names what the message must say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from browserbanner.browsers.refresh.errors import RefreshError
from browserbanner.browsers.refresh.sources import read_part
from tests.browser_data.npm_packages import CANIUSE, ELECTRON, MAPPING, MDN, Members, manifest

FILES = {
    "manifest": "package.json",
    "agents": "data/agents.js",
    "browsers": "data/browsers.js",
    "versions": "data/browserVersions.js",
    "places": "data/regionVersions.js",
    "supports": "data/featureSupport.js",
    "region": "data/regions/UA.js",
}


def members(texts: dict[str, str]) -> Members:
    return {FILES[name]: text.encode("latin-1") for name, text in texts.items()}


def caniuse(**changes: str) -> Members:
    texts = {
        "agents": 'module.exports={A:{A:{a:1,b:2},B:"x",C:["","a","b","","",""],E:"Chrome",F:{a:1673308800,b:null}}};',
        "browsers": 'module.exports={A:"chrome"};',
        "versions": 'module.exports={a:"109",b:"110"};',
        "region": 'module.exports={A:{"109":1.5,_:"110"}};',
        "manifest": manifest(CANIUSE, "1.0.3", "CC-BY-4.0").decode(),
        **changes,
    }
    return members(texts)


def test_a_small_caniuse_is_read() -> None:
    read = read_part(CANIUSE, caniuse())
    assert read.sources[CANIUSE].date == "2023-01-10"  # its newest release's: the package has no date of its own
    assert read.agents == {"chrome": ["109 110", "", "109=1673308800"]}
    assert read.rows["world"] == {"chrome": ["109 110", [1.0, 2.0]]}
    assert read.rows["UA"] == {"chrome": ["109", [1.5]]}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"agents": "module.exports=[]"}, "data/agents.js: an object is missing"),
        ({"agents": "module.exports={Z:{}}"}, "nothing is known of 'Z'"),
        ({"agents": 'module.exports={A:{A:{a:1},C:["a"],F:{}}}'}, "chrome: it has no list of versions"),
        ({"agents": 'module.exports={A:{A:{a:1},C:["a",1,"","",""],F:{}}}'}, "nothing is known of '1'"),
        ({"agents": 'module.exports={A:{A:{a:1},C:["a",["a"],"","",""],F:{}}}'}, "nothing is known of"),
        ({"agents": 'module.exports={A:{A:[1],C:["a","","",""],F:{}}}'}, "an object is missing, found '[1]'"),
        ({"agents": 'module.exports={A:{A:{a:1},C:["a","","",""],F:[1]}}'}, "an object is missing, found '[1]'"),
        ({"agents": 'module.exports={A:{A:{a:1},C:["a","a","","",""],F:{}}}'}, "a version is there twice"),
        ({"agents": 'module.exports={A:{A:{a:1},C:["z","","","",""],F:{}}}'}, "nothing is known of 'z'"),
        ({"agents": 'module.exports={A:{A:{z:1},C:["a","","","",""],F:{}}}'}, "nothing is known of 'z'"),
        ({"agents": 'module.exports={A:{A:{a:-1},C:["a","","","",""],F:{a:1}}}'}, "'-1' is no share in percent"),
        ({"agents": 'module.exports={A:{A:{a:1},C:["a","","","",""],F:{a:-1}}}'}, "-1 is no release date"),
        ({"agents": 'module.exports={A:{A:{a:1},C:["a","","","",""],F:{a:"x"}}}'}, "'x' is no release date"),
        ({"agents": 'module.exports={A:{A:{a:1},C:["a","","","",""],F:{}}}'}, "no release has a date"),
        ({"versions": 'module.exports={a:"109",b:"newest"}'}, "'newest' is not understood"),
        ({"versions": 'module.exports={a:"109",b:"<b>"}'}, "'<b>' is not understood"),
        ({"browsers": "module.exports={A:1}"}, "'1' is not understood"),
        ({"region": "module.exports={Z:{}}"}, "nothing is known of 'Z'"),
        ({"region": 'module.exports="!"'}, "an object is missing, found '!'"),
        ({"region": "module.exports={A:1}"}, "an object is missing, found '1'"),
        ({"region": 'module.exports={A:{"<b>":1}}'}, "'<b>' is no version"),
        ({"region": 'module.exports={A:{"109":null}}'}, "'None' is no share"),
        ({"manifest": "\xff\xfe"}, "package.json: 'utf-8' codec can't decode"),
        ({"manifest": "[" * 100_000}, "package.json: maximum recursion depth"),
        ({"manifest": manifest(CANIUSE, "newest", "CC-BY-4.0").decode()}, "'newest' is no version"),
    ],
)
def test_a_wrong_caniuse_is_refused(changes: dict[str, str], said: str) -> None:
    with pytest.raises(RefreshError) as refused:
        read_part(CANIUSE, caniuse(**changes))
    assert said in str(refused.value)


def by_places(**changes: str) -> Members:
    texts = {
        "agents": 'module.exports={A:{A:[1,2],B:"x",C:[2,"109 110",3],E:"Chrome",F:[19367,null]},'
        'B:{A:{"110":3},B:"x",C:["4","110",3],E:"Chrome",F:{"110":1675728000}}};',
        "browsers": 'module.exports={A:"chrome",B:"and_chr"};',
        "places": 'module.exports={A:"108 109 110",B:"0 4"};',
        "supports": "module.exports=[1]",
        "region": 'module.exports="eTbY0#WRPc8~";',
        "manifest": manifest(CANIUSE, "1.0.4", "CC-BY-4.0").decode(),
        **changes,
    }
    return members(texts)


def test_a_small_caniuse_by_places_is_read() -> None:
    read = read_part(CANIUSE, by_places())
    assert read.sources[CANIUSE].date == "2023-02-07"
    assert read.agents == {"chrome": ["109 110", "", "109=1673308800"], "and_chr": ["4 110", "", "110=1675728000"]}
    assert read.rows["world"] == {"chrome": ["109 110", [1.0, 2.0]], "and_chr": ["110", [3.0]]}
    # The bucket of an evergreen browser is its newest version's.
    assert read.rows["UA"] == {"chrome": ["109 110", [1.5, 0.00002]], "and_chr": ["110", [44.02463]]}


def test_the_last_three_places_are_for_versions_to_come() -> None:
    read = read_part(
        CANIUSE,
        by_places(
            agents='module.exports={A:{A:[1,2,3],C:["109 110 111",1],F:[19367,null,null]}}',
            places="module.exports={}",
            region='module.exports=""',
        ),
    )
    assert read.agents["chrome"][:2] == ["109", "110 111"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"agents": "module.exports=[]"}, "data/agents.js: an object is missing"),
        ({"agents": "module.exports={Z:{}}"}, "nothing is known of 'Z'"),
        ({"agents": "module.exports={A:{}}"}, "data/agents.js: chrome: it has no list of versions"),
        ({"agents": "module.exports={A:{A:[],C:[164],F:[]}}"}, "chrome: it has no list of versions"),
        ({"agents": 'module.exports={A:{A:[1],C:["",3],F:[1]}}'}, "chrome: '' is no version"),
        ({"agents": 'module.exports={A:{A:[1,1,1],C:["4  5",3],F:[1,1,1]}}'}, "chrome: '' is no version"),
        ({"agents": 'module.exports={A:{A:[1,1],C:["4 newest",3],F:[1,1]}}'}, "chrome: 'newest' is no version"),
        ({"agents": 'module.exports={A:{A:[1,1],C:["4 4",3],F:[1,1]}}'}, "chrome: a version is there twice"),
        ({"agents": 'module.exports={A:{A:[1],C:["4",3],F:[-1]}}'}, "-86400 is no release date"),
        ({"agents": 'module.exports={A:{A:[1],C:["4",3],F:[999999]}}'}, "86399913600 is no release date"),
        ({"agents": 'module.exports={A:{A:[1],C:["4",3],F:[null]}}'}, "no release has a date"),
        ({"agents": 'module.exports={A:{A:[null],C:["4",3],F:[1]}}'}, "'None' is no share in percent"),
        ({"agents": 'module.exports={A:{A:[101],C:["4",3],F:[1]}}'}, "'101' is no share in percent"),
        ({"agents": 'module.exports={A:{A:{"<b>":1},C:["4",3],F:[1]}}'}, "chrome: '<b>' is no version"),
        ({"agents": 'module.exports={A:{A:[1],C:["4",3],F:{x:1}}}'}, "chrome: 'x' is no version"),
        ({"places": "module.exports=[]"}, "data/regionVersions.js: an object is missing"),
        ({"places": "module.exports={A:4}"}, "data/regionVersions.js: '4' is not understood"),
        ({"places": 'module.exports={A:"108 109 newest",B:"0 4"}'}, "'newest' is no version"),
        ({"places": 'module.exports={A:"108 109 109",B:"0 4"}'}, "data/regionVersions.js: a version is there twice"),
        ({"places": 'module.exports={A:"108 109 110",Z:"0 4"}'}, "nothing is known of 'Z'"),
        ({"places": 'module.exports={A:"108 109",B:"0 4"}'}, "data/regions/UA.js: "),
        ({"region": "module.exports=1"}, "data/regions/UA.js: an object is missing, found '1'"),
        ({"region": "module.exports=null"}, "data/regions/UA.js: an object is missing, found 'None'"),
        ({"region": 'module.exports="e"'}, "data/regions/UA.js: expected a token at character 1"),
        ({"region": "module.exports=`eTbY0#WRPc8~`"}, "data/regions/UA.js: "),
        ({"region": 'module.exports="cbQN,~~"'}, "'100.00001' is no share in percent"),
        ({"region": 'module.exports={A:{"<b>":1}}'}, "'<b>' is no version"),
        (
            {"region": 'module.exports={B:{"0":1}}', "agents": 'module.exports={A:{A:[1],C:["4",3],F:[1]}}'},
            "nothing is known of 'B'",
        ),
    ],
)
def test_a_wrong_caniuse_by_places_is_refused(changes: dict[str, str], said: str) -> None:
    with pytest.raises(RefreshError) as refused:
        read_part(CANIUSE, by_places(**changes))
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
    read = read_part(MDN, mdn_members(document))
    assert (read.sources[MDN].date, read.core["esr"]) == ("2026-11-12", "109")
    assert read.core["releases"]["safari"] == "109=2023-01-10"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("__meta",), {}, "'None' is no date"),
        (("browsers",), [], "browsers: an object is missing"),
        (("browsers", "edge"), {}, "releases of edge: an object is missing"),
        (("browsers", "edge", "releases", "109"), 1, "releases of edge: an object is missing, found '1'"),
        (("browsers", "edge", "releases", "109", "release_date"), "soon", "releases of edge: 'soon' is no date"),
        (
            ("browsers", "opera", "releases", "109"),
            {"engine": "Blink", "engine_version": 5},
            "releases of opera: '5' is no version",
        ),
        (("browsers", "opera", "releases", "109"), {"engine": "Blink", "engine_version": "1 2"}, "'1 2' is no version"),
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
        read_part(MDN, mdn_members(document))
    assert said in str(refused.value)


def mapping(rows: str, extra: str = "1795125603954") -> Members:
    text = f'const n="{rows}",e={{c:{{longName:"chrome"}},u:{{longName:"uc_android",engine:"Blink"}}}};{extra}'
    return {"package.json": manifest(MAPPING, "2.11.39", "Apache-2.0"), "dist/index.cjs": text.encode()}


def test_a_small_mapping_is_read() -> None:
    read = read_part(
        MAPPING,
        mapping(r"pre_baseline\nc,1,081211\n20150729\nc,38,141007\nu,11.1,u,40\nreleases\nu,u,u,57\n"),
    )
    assert read.sources[MAPPING].date == "2026-11-19"
    assert read.core["baseline"] == {
        "": {"chrome": "0", "uc_android": "0"},
        "2015-07-29": {"chrome": "38", "uc_android": "11.1"},
    }
    assert read.core["newest"] == {"chrome": "38=2014-10-07"}
    assert read.bases["uc"] == "11.1=40"


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
        (
            r"pre_baseline\nc,1,081211\nreleases\n20250915\nc,140,250902",
            "1795125603954",
            "'20250915' is not understood",
        ),
        (r"pre_baseline\n20159999\nc,1,081211", "1795125603954", "'2015-99-99' is no date"),
    ],
)
def test_a_wrong_mapping_is_refused(rows: str, extra: str, said: str) -> None:
    with pytest.raises(RefreshError) as refused:
        read_part(MAPPING, mapping(rows, extra))
    assert said in str(refused.value)


@pytest.mark.parametrize("versions", ['{"1.0": "new"}', '{"1.0": 49}', '{"new": "49"}'])
def test_a_wrong_electron_is_refused(versions: str) -> None:
    members = {"package.json": manifest(ELECTRON, "1.5.494", "ISC"), "versions.json": versions.encode()}
    with pytest.raises(RefreshError, match=r"electron-to-chromium is not understood: .* is not understood"):
        read_part(ELECTRON, members)
