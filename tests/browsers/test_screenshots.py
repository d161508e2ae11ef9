"""The READMEs' pictures can be taken again by one command, and are small."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from scripts import screenshots

BANNER, PAGE = (243, 246, 250), (255, 253, 249)


@pytest.mark.browser("chromium64")
def test_the_pictures_are_of_the_banner_and_small(tmp_path: Path) -> None:
    assert screenshots.main(tmp_path) == 0
    for picture in screenshots.PICTURES:
        taken, committed = tmp_path / picture.name, screenshots.FOLDER / picture.name
        assert taken.stat().st_size < 60_000
        with Image.open(taken) as new, Image.open(committed) as old:
            assert new.size == old.size == screenshots.SIZE
            # Beside the banner's first line its ground, and in the last lines of the window the page's.
            for place, colour in (((4, 100), BANNER), ((4, 555), PAGE)):
                assert new.convert("RGB").getpixel(place) == old.convert("RGB").getpixel(place) == colour
