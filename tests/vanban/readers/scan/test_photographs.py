"""Sheets that were photographed at an angle: their edges are found, they are drawn flat, and boxes lead back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
from PIL import Image, ImageDraw
from rapidfuzz.distance import Levenshtein

from tests.factories.scans import BODY, INK, Corners, Sheet, as_file, photographed, scanned
from vanban.readers import BlockKind, read_blocks
from vanban.readers.pdf.placement import Lens
from vanban.readers.scan import photographs

TILTED: Final[Corners] = ((0.16, 0.10), (0.84, 0.10), (0.95, 0.93), (0.05, 0.93))
ASIDE: Final[Corners] = ((0.06, 0.05), (0.90, 0.14), (0.92, 0.88), (0.05, 0.95))
TURNED: Final[Corners] = ((0.22, 0.06), (0.94, 0.16), (0.82, 0.94), (0.06, 0.84))
LYING: Final[Corners] = ((0.92, 0.28), (0.94, 0.70), (0.06, 0.74), (0.08, 0.25))


def sheet() -> Sheet:
    page = Sheet()
    page.letterhead()
    page.lines(BODY, top=80)
    return page


@pytest.mark.parametrize("corners", [TILTED, ASIDE, TURNED])
@pytest.mark.parametrize("shadow", [0.0, 0.5])
def test_the_edges_of_a_sheet_are_found_in_light_and_shadow(corners: Corners, shadow: float) -> None:
    shot = photographed(sheet().picture, corners, shadow=shadow)
    found = photographs.sheet(shot, 200)
    assert found is not None
    for (x, y), (wanted_x, wanted_y) in zip(found.corners, corners, strict=True):
        assert x / shot.width == pytest.approx(wanted_x, abs=0.006)
        assert y / shot.height == pytest.approx(wanted_y, abs=0.006)
    assert (found.width, found.height) == (1654, 2339)


@pytest.mark.tesseract
@pytest.mark.parametrize("corners", [TILTED, ASIDE, TURNED, LYING], ids=["tilted", "aside", "turned", "lying"])
def test_a_photograph_is_read_like_a_scan_and_its_boxes_lead_back(corners: Corners) -> None:
    shot = photographed(sheet().picture, corners, shadow=0.3)
    blocks = [block for block in read_blocks(as_file(shot, "JPEG", dpi=72)).blocks if block.kind is not BlockKind.BLANK]
    told = " ".join(block.text for block in blocks)
    wanted = " ".join(BODY)
    assert Levenshtein.distance(told[-len(wanted) :], wanted) <= 0.015 * len(wanted)
    title = next(block for block in blocks if block.text == "KẾ HOẠCH")
    assert title.box is not None
    # where the title, 105 mm across and 54.5 mm down the sheet, is seen
    x, y = _seen(corners, 105 / 210, 54.5 / 297)
    scale = 11.69 * 72 / shot.height
    assert title.box[0] < x * shot.width * scale < title.box[2]
    assert title.box[1] < y * shot.height * scale < title.box[3]


def _seen(corners: Corners, x: float, y: float) -> tuple[float, float]:
    flat = photographs.Flattening(corners=corners, width=1, height=1)
    return Lens(numbers=photographs.lens(flat, 1, 1), width=1, height=1).seen(x, y)


@pytest.mark.parametrize("angle", [0.0, 0.8, -3.0, 7.0])
def test_a_scan_has_no_edges(angle: float) -> None:
    assert photographs.sheet(scanned(sheet().picture, angle=angle), 200) is None


def _framed() -> Image.Image:
    """A sheet with a dark margin all around, as one that lies straight on a scanner with its lid open."""
    page = sheet().picture
    around = Image.new("RGB", (page.width + 300, page.height + 300), (40, 40, 40))
    around.paste(page, (150, 150))
    return around


def _cut() -> Image.Image:
    """A photograph in which a corner of the sheet is not seen."""
    shot = photographed(sheet().picture, TURNED)
    return shot.crop((0, 0, round(shot.width * 0.85), shot.height))


def _dark() -> Image.Image:
    """A page with a round picture on dark ground."""
    page = Image.new("RGB", (1654, 2339), (30, 30, 90))
    ImageDraw.Draw(page).ellipse((100, 100, 1550, 2200), fill="white")
    return page


@pytest.mark.parametrize("made", [_framed, _cut, _dark])
def test_what_is_not_surely_a_whole_sheet_stays_as_it_is(made: Callable[[], Image.Image]) -> None:
    assert photographs.sheet(made(), 200) is None


@pytest.mark.parametrize("size", [(1, 1), (300, 400), (3000, 2), (2, 3000), (1654, 2339)])
@pytest.mark.parametrize("colour", ["black", "white", INK])
def test_paper_without_anything_has_no_edges(size: tuple[int, int], colour: str) -> None:
    assert photographs.sheet(Image.new("RGB", size, colour), 200) is None
