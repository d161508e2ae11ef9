"""Compiles the message catalogs while the package is built.

Translators work in ``locales/<language>/LC_MESSAGES/browserbanner.po``; a top-level folder does not reach a wheel by
itself, and a visitor's request should not parse text. So each build, editable ones too, writes the binary catalogs to
``browserbanner/locales/`` (ignored by git). An sdist carries the ``.po`` files only: its wheel is built by this hook.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: A language with more gaps would win against the visitor's next one, and speak half English.
COMPLETE = 0.95


def compile_catalogs(root: Path) -> list[Path]:
    """Compile each ``.po`` below ``root/locales`` that is 95 % complete and return the ``.mo`` files written."""
    written = []
    with (root / "locales" / "browserbanner.pot").open("rb") as file:
        messages = {(message.context, message.id) for message in read_po(file) if message.id}
    for source in sorted((root / "locales").glob("*/LC_MESSAGES/browserbanner.po")):
        # Without what Babel does not know: Windows editors' first mark, and msgmerge's "#~| msgid" of messages gone.
        content = re.sub(rb"(?m)^#~\|.*$", b"", source.read_bytes().removeprefix(BOM_UTF8))
        catalog = read_po(BytesIO(content), locale=source.parts[-3], abort_invalid=True)
        if len(finished(catalog) & messages) < COMPLETE * len(messages):
            print(f"{source}: fewer than 95 % of the messages are translated: not in the package")
            continue
        target = root / "browserbanner" / source.relative_to(root).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, catalog)  # leaves fuzzy messages out: they fall back to English
        written.append(target)
    return written


def finished(catalog: Catalog) -> set[tuple[str | None, object]]:
    """The messages that have a translation, in every plural form, and one that is not fuzzy."""
    return {
        (message.context, message.id)
        for message in catalog
        if message.id
        and not message.fuzzy
        and all([message.string] if isinstance(message.string, str) else message.string or [""])
    }


class CatalogHook(BuildHookInterface[Any]):
    """hatchling's entry point."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        if not compile_catalogs(Path(self.root)):
            raise FileNotFoundError("no message catalogs below locales/: this tree is not complete")
