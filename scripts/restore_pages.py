"""Make pairs of a page's text and what a recogniser without Vietnamese reads of it.

usage: python -m scripts.restore_pages TEXTS PAGES [--count N] [--language eng] [--seed S]

TEXTS holds official Vietnamese texts (.txt, .md, .xz), one paragraph a line; of the paragraphs every HELD-th is never
drawn. PAGES is a folder that gets one JSON file a page: `{"text", "read", "font", "points", "dpi"}`, lines separated by
newlines. Pages that are there already are kept, so that an interrupted run continues. Each page is drawn with another
font, size, resolution, skew and grain, and read by `tesseract` in one thread; a sixth of the lines is set in capitals.
Needs Pillow, Tesseract and the fonts named in FONTS (Debian: fonts-liberation2, fonts-dejavu, fonts-freefont-ttf).
"""

from __future__ import annotations

import argparse
import io
import json
import lzma
import os
import pathlib
import random
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from vanban.language.syllables import syllables

HELD = 50
COUNT = 360
WORDS_A_PAGE = 620
#: share of the paragraphs that are chosen for the rare words in them
RARE = 0.5
_ENOUGH = 4
_ROOT = pathlib.Path("/usr/share/fonts/truetype")
#: file and how often it is used; most offices print in Times New Roman, whose shapes Liberation Serif has
FONTS = {
    "liberation2/LiberationSerif-Regular.ttf": 10,
    "liberation2/LiberationSerif-Bold.ttf": 3,
    "liberation2/LiberationSerif-Italic.ttf": 2,
    "freefont/FreeSerif.ttf": 3,
    "liberation2/LiberationSans-Regular.ttf": 3,
    "liberation2/LiberationSans-Bold.ttf": 1,
    "dejavu/DejaVuSerif.ttf": 2,
    "dejavu/DejaVuSans.ttf": 2,
    "dejavu/DejaVuSerif-Bold.ttf": 1,
}
_WORD = re.compile(r"[^\W\d_]+")


def paragraphs(folder: pathlib.Path) -> Iterator[str]:
    """The paragraphs of all texts in the folder, NFC, in order."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".xz":
            text = lzma.decompress(path.read_bytes()).decode("utf-8")
        elif path.suffix in {".txt", ".md"}:
            text = path.read_text(encoding="utf-8")
        else:
            continue
        yield from unicodedata.normalize("NFC", text).split("\n")


def held_in(texts: Iterable[str]) -> Iterator[str]:
    """The paragraphs that may be learned from."""
    return (text for place, text in enumerate(texts) if place % HELD)


def choose(texts: Iterable[str], pages: int, seed: int) -> list[str]:
    """Paragraphs for so many pages: some as they come, some for the rare syllables in them."""
    lines = [text for text in held_in(texts) if 60 < len(text) < 1500]
    chance = random.Random(seed)  # noqa: S311 - repeatable, no secret
    chance.shuffle(lines)
    known = syllables()
    wanted = int(pages * WORDS_A_PAGE * 1.2)
    chosen, drawn = [], Counter[str]()
    size = 0
    place = 0
    while size < wanted * (1 - RARE) and place < len(lines):
        words = _WORD.findall(lines[place].lower())
        drawn.update(words)
        chosen.append(lines[place])
        size += len(words)
        place += 1
    usual = Counter(word for line in lines for word in _WORD.findall(line.lower()) if word in known)
    rare = {word for word, times in usual.items() if times >= 30}
    for line in lines[place:]:
        if size >= wanted:
            break
        words = _WORD.findall(line.lower())
        if any(drawn[word] < _ENOUGH and word in rare for word in words):
            drawn.update(words)
            chosen.append(line)
            size += len(words)
    chance.shuffle(chosen)
    return chosen


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """The lines of a paragraph set in the font."""
    blank = font.getlength(" ")
    lines: list[list[str]] = [[]]
    used = 0.0
    for word in text.split():
        length = font.getlength(word)
        if lines[-1] and used + length > width:
            lines.append([])
            used = 0.0
        lines[-1].append(word)
        used += length + blank
    return [" ".join(line) for line in lines]


def draw(texts: list[str], chance: random.Random) -> tuple[Image.Image, dict[str, object]]:
    """A page with as many of `texts` as fit (taken from the end of the list), and what stands on it."""
    name = chance.choices(list(FONTS), list(FONTS.values()))[0]
    dpi = chance.choice((150, 200, 200, 300, 300))
    points = chance.choice((12, 13, 13, 14))
    font = ImageFont.truetype(str(_ROOT / name), round(points * dpi / 72))
    if bytes(font.getmask("ế")) == bytes(font.getmask("\uffff")):
        raise SystemExit(f"{name} has no Vietnamese letters")
    width, height = round(8.27 * dpi), round(11.69 * dpi)
    margin = dpi
    step = round(points * dpi / 72 * chance.uniform(1.15, 1.4))
    page = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(page)
    top = margin // 2
    lines: list[str] = []
    while texts:
        text = texts[-1]
        if chance.random() < 1 / 6 and len(text) < 400:
            text = text.upper()
        block = wrapped(text, font, width - 1.6 * margin)
        if top + step * len(block) > height - margin // 2:
            if lines:
                break
            block = block[: (height - margin) // step]
        texts.pop()
        for line in block:
            pen.text((margin, top), line, font=font, fill=chance.choice((0, 0, 30)))
            lines.append(line)
            top += step
        top += step // 2
    if chance.random() < 0.5:
        page = page.rotate(chance.uniform(-0.5, 0.5), Image.Resampling.BICUBIC, fillcolor=255)
    if chance.random() < 0.6:
        page = page.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, dpi / 300)))
    if chance.random() < 0.5:
        page = ImageChops.add(page, Image.effect_noise(page.size, chance.uniform(5, 40)), 1, -128)
    if chance.random() < 0.3:
        page = page.point(lambda value: 255 if value > 150 else 0)
    return page, {"text": "\n".join(lines), "font": name, "points": points, "dpi": dpi}


def read(page: Image.Image, dpi: int, language: str) -> str:
    """What Tesseract reads of a page."""
    data = io.BytesIO()
    page.save(data, "PNG", dpi=(dpi, dpi), compress_level=1)
    command = ["tesseract", "stdin", "stdout", "-l", language]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, input=data.getvalue(), capture_output=True, check=True, env=environment)
    return done.stdout.decode("utf-8")


def make(texts: pathlib.Path, pages: pathlib.Path, count: int, language: str, seed: int) -> None:
    """Draw and read `count` pages, each with the chance of its own number."""
    pages.mkdir(parents=True, exist_ok=True)
    waiting = choose(paragraphs(texts), count, seed)
    for number in range(count):
        if not waiting:
            break
        target = pages / f"{language}-{number:04d}.json"
        image, told = draw(waiting, random.Random(f"{seed}-{number}"))  # noqa: S311 - repeatable, no secret
        if target.exists():
            continue
        told["read"] = read(image, int(str(told["dpi"])), language)
        target.write_text(json.dumps(told, ensure_ascii=False, indent=0), encoding="utf-8")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=pathlib.Path)
    parser.add_argument("pages", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--language", default="eng")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    make(given.texts, given.pages, given.count, given.language, given.seed)


if __name__ == "__main__":
    main()
