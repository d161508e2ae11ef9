"""What a release is built with: the build tools and nothing else, each by pip's own hash of it.

    python -m scripts.release_requirements            writes .github/release-requirements.txt
    python -m scripts.release_requirements --check    says whether it is what this makes; changes nothing

Asks pip which versions it would install under constraints.txt. Needs a connection. Run it after a change of that file.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from scripts.generated import write_or_check

ROOT = Path(__file__).resolve().parent.parent
PATH = ROOT / ".github" / "release-requirements.txt"


def text() -> str:
    """The requirements, with a hash each. Raises SystemExit for what is no wheel for every platform."""
    wanted = ["build", *tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]]
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--dry-run",
        "--ignore-installed",
        "--only-binary=:all:",
    ]
    report = subprocess.run(
        [*command, "--report", "-", "--constraint", str(ROOT / "constraints.txt"), *wanted],
        check=True,
        stdout=subprocess.PIPE,
    )
    lines = ["# Made by `python -m scripts.release_requirements`: do not edit. What a release is built with."]
    for row in sorted(json.loads(report.stdout)["install"], key=lambda row: row["metadata"]["name"].lower()):
        name, version = row["metadata"]["name"], row["metadata"]["version"]
        if not row["download_info"]["url"].endswith("-none-any.whl"):
            raise SystemExit(f"{name} {version} is no wheel for every platform: its hash would hold on this one only")
        lines.append(
            f"{name}=={version} \\\n    --hash=sha256:{row['download_info']['archive_info']['hashes']['sha256']}"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(write_or_check(sys.argv[1:], PATH, text, "scripts.release_requirements"))
