"""The statistics that are written, read by the real browserslist of npm."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from browserbanner.analysis import Report
from browserbanner.browsers import BrowserData
from scripts.browserslist_golden import installed, packages

pytestmark = pytest.mark.long

#: As a project has it: the file lies beside its package.json.
ASK = """
process.env.BROWSERSLIST_IGNORE_OLD_DATA = "1";
const browserslist = require(process.argv[1] + "/node_modules/browserslist");
const answers = JSON.parse(process.argv[3]).map(query => browserslist(query, {path: process.argv[2]}));
console.log(JSON.stringify({answers, coverage: browserslist.coverage(answers[0], "my stats")}));
"""


def test_browserslist_reads_the_statistics_and_answers_by_them(report: Report, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "browserslist-stats.json").write_text(json.dumps(report.stats), "utf-8")
    expected = {f"{agent} {version}": share for agent, rows in report.stats.items() for version, share in rows.items()}
    queries = [">= 0% in my stats", "> 1% in my stats", "cover 50% in my stats"]
    with installed(packages(BrowserData.load()), None) as folder:
        command = ["node", "-e", ASK, str(folder), str(tmp_path), json.dumps(queries)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    said = json.loads(done.stdout)
    everything, above, covering = (set(answer) for answer in said["answers"])
    assert everything == set(expected)
    assert above == {name for name, share in expected.items() if share > 1}
    assert covering < above | everything
    assert sum(expected[name] for name in covering) >= 50
