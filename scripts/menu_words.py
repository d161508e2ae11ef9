"""Writes the browsers' own menu words into browserbanner/banner/menus.json, from Debian's packages of translations.

    python -m scripts.menu_words FOLDER      # with the unpacked packages: see scripts/evidence/packages.py

For each language that has a catalog, the words are taken as they stand there, but for the marks of keyboard shortcuts
and of direction. What Google Chrome calls "About Google Chrome" no package has: that is in
``scripts/evidence/chrome_about.json``. What is not found is left out: then the banner quotes nothing, and its link
stands alone. Serbian in Latin letters is made from the Cyrillic, letter by letter.
Help pages are kept by hand in the file.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from scripts.evidence.catalogs import ROOT, languages
from scripts.evidence.packages import chrome_about, chromium_messages, firefox_messages, package_version
from scripts.evidence.serbian import in_latin

TARGET = ROOT / "browserbanner" / "banner" / "menus.json"
_BRAND = "-brand-shorter-name"


def chrome_words(folder: Path, language: str) -> list[str]:
    """Help in Chromium's language pack, and About as Google Chrome has it."""
    words = [chromium_messages(folder, language).get("IDS_HELP_MENU"), chrome_about().get(language)]
    return [word for word in words if word] if all(words) else []


def firefox_words(folder: Path, language: str) -> list[str]:
    """Help and About in Firefox's language pack, or in the browser itself for English."""
    found = firefox_messages(folder, language)
    texts = [found.get("appmenu.ftl:appmenuitem-help.label", ""), found.get("appmenu.ftl:appmenu-about.label", "")]
    words = [_resolved(text, found) for text in texts]
    return words if all(words) and "{" not in "".join(words) else []


def _resolved(text: str, found: Mapping[str, str]) -> str:
    """A message of Fluent's with the name Firefox in it, in the case that the message wants."""
    choice = re.fullmatch(rf"\{{ {_BRAND}\.([\w-]+) -> (.*) \}}", text)
    if choice:
        text = _variant(choice[2], found.get(f"brand.ftl:{_BRAND}.{choice[1]}", ""))
    name = found.get(f"brand.ftl:{_BRAND}", "Firefox")
    return re.sub(
        rf"\{{ {_BRAND}(?:\(case: \"(\w+)\"\))? \}}",
        lambda asked: _variant(name.removeprefix("{ $case -> ").removesuffix(" }"), asked[1] or ""),
        text,
    )


def _variant(variants: str, wanted: str) -> str:
    """Of "[gen] Firefoxu *[nom] Firefox" the one that is wanted, or the usual one; a text without variants itself."""
    rows = re.findall(r"(\*?)\[([\w-]+)\] (.*?)(?= \*?\[|$)", variants)
    usual = next((text for star, _, text in rows if star), variants)
    return next((text for _, name, text in rows if name == wanted), usual)


def main(folder: Path) -> None:
    content = json.loads(TARGET.read_text("ascii"))
    for row, read, packages in (
        (content["menus"][0], chrome_words, ("chromium-l10n", "chromium-common")),
        (content["menus"][1], firefox_words, ("firefox-esr-l10n-*", "firefox-esr")),
    ):
        found = {language: read(folder, language) for language in languages() if language != "sr_Latn"}
        found["sr_Latn"] = [in_latin(word) for word in found["sr_Cyrl"]]  # the packages have the Cyrillic one only
        row["words"] = {language: words for language, words in sorted(found.items()) if words}
        row["packages"] = f"{' and '.join(packages)} {package_version(folder, packages[1])} (Debian)"
        if row["family"] == "chrome":
            row["packages"] = f"About: see scripts/evidence/chrome_about.json. Help: {row['packages']}"
    TARGET.write_text(_readable(content), "ascii")


def _readable(content: dict[str, object]) -> str:
    """JSON with a row or a language's words to each line."""
    text = json.dumps(content, indent=1)
    flat = r'[^\[\]{}"]*(?:"(?:[^"\\]|\\.)*"[^\[\]{}"]*)*'
    return re.sub(rf"\[\n{flat}\]", lambda found: f"[{' '.join(found[0][1:-1].split())}]", text) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
