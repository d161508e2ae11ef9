"""Make the user agents that tests/useragent and benchmarks/ go by, from two packages that anyone can install.

    python -m scripts.user_agent_corpora            writes tests/useragent/data/*.jsonl.gz
    python -m scripts.user_agent_corpora --check    says whether they are what this makes; changes nothing

Needs npm (for user-agents: real browsers with the share of each) and pip (for crawler-user-agents), and a connection.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

DATA = Path(__file__).parent.parent / "tests" / "useragent" / "data"
REAL = "user-agents@2.1.198"
CRAWLERS = "crawler-user-agents==1.67.0"


def real_user_agents(folder: Path) -> Iterable[dict[str, object]]:
    """Distinct strings of the npm package user-agents (BSD-2-Clause), heaviest first, with their summed weights."""
    subprocess.run(["npm", "pack", "--silent", REAL], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(next(folder.glob("user-agents-*.tgz"))) as archive:
        member = archive.extractfile("package/dist/user-agents.json")
        assert member is not None
        rows = json.load(member)
    weights: dict[str, float] = {}
    for row in rows:
        weights[row["userAgent"]] = weights.get(row["userAgent"], 0.0) + row["weight"]
    for user_agent, weight in sorted(weights.items(), key=lambda item: (-round(item[1], 9), item[0])):
        yield {"user_agent": user_agent, "weight": round(weight, 9)}


def crawler_user_agents(folder: Path) -> Iterable[dict[str, object]]:
    """Distinct strings of the PyPI package crawler-user-agents (MIT), in its order, and the pattern that finds each."""
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), CRAWLERS], check=True
    )
    with zipfile.ZipFile(next(folder.glob("crawler_user_agents-*.whl"))) as archive:
        rows = json.loads(archive.read("crawleruseragents/crawler-user-agents.json"))
    seen: set[str] = set()
    for row in rows:
        for user_agent in row.get("instances", []):
            if user_agent not in seen:
                seen.add(user_agent)
                yield {"user_agent": user_agent, "pattern": row["pattern"]}


def packed(rows: Iterable[dict[str, object]]) -> bytes:
    """JSON lines, gzipped alike on every day and machine."""
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, filename="") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=True).encode() + b"\n")
    return buffer.getvalue()


def main() -> int:
    """Write the files, or check them; the exit status says whether all is well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing, say whether the files are up to date")
    check: bool = parser.parse_args().check
    stale = []
    for name, rows in (("real.jsonl.gz", real_user_agents), ("crawlers.jsonl.gz", crawler_user_agents)):
        path = DATA / name
        with tempfile.TemporaryDirectory() as folder:
            new = list(rows(Path(folder)))
        # Compared unpacked: another zlib may pack the same lines otherwise.
        if path.exists() and [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()] == new:
            print(f"{path.name}: up to date, {len(new)} user agents")
        elif check:
            stale.append(path.name)
            print(f"{path.name}: not what {Path(__file__).name} makes", file=sys.stderr)
        else:
            path.write_bytes(packed(new))
            print(f"{path.name}: {len(new)} user agents written")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
