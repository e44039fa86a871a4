"""Make pairs of a page's text and what a recogniser reads of it: without Vietnamese (`eng`), or with it (`vie`).

usage: python -m scripts.restore_pages TEXTS PAGES [--count N] [--language eng] [--seed S]

TEXTS holds official Vietnamese texts (.txt, .md, .xz), one paragraph a line; of the paragraphs every HELD-th is never
drawn. PAGES is a folder that gets one JSON file a page: `{"text", "read", "font", "points", "dpi"}`, lines separated by
newlines. Pages that are there already, of the same text drawn in the same way, are kept, so that an interrupted run
continues; others are read anew. Each page is drawn with another font, size, resolution, skew and grain, and read by
`tesseract` in one thread; a sixth of the lines is set in capitals.
Pages for `vie` are worn far more, and in most of them tones stand above other marks as in Times New Roman.
Needs Pillow, Tesseract and the fonts named in FONTS (Debian: fonts-liberation2, fonts-dejavu, fonts-freefont-ttf).
"""

from __future__ import annotations

import argparse
import io
import json
import os
import pathlib
import random
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from scripts.texts import paragraphs
from vanban.language.syllables import syllables

HELD = 50
COUNT = 360
COUNT_VIE = 240
WORDS_A_PAGE = 620
#: share of the paragraphs that are chosen for the rare words in them
RARE = 0.5
_ENOUGH = 4
#: dots to an inch of the pages, by the language of who reads them; and at which `readers/scan` has pages read
DENSITIES = {"eng": (150, 200, 200, 300, 300), "vie": (100, 120, 150, 150, 200)}
READ_AT = 200
#: share of those for `vie` whose tones stand above other marks
STACKED = 0.6
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


@lru_cache(maxsize=64)
def tone_of(font: ImageFont.FreeTypeFont, tone: str, like: str) -> Image.Image:
    """The tone mark of a font as it stands above the bare letter `like`."""
    bare, marked = (font.getbbox(letter) for letter in (like, unicodedata.normalize("NFC", like + tone)))
    size = (round(max(bare[2], marked[2])) + 4, round(bare[1]))
    image = Image.new("L", size, 0)
    ImageDraw.Draw(image).text((2, 0), unicodedata.normalize("NFC", like + tone), font=font, fill=255)
    return image.crop(image.getbbox())


def stack(page: Image.Image, place: tuple[float, float], line: str, font: ImageFont.FreeTypeFont, fill: int) -> None:
    """Draw a line as Times New Roman sets it: tones above the marks of â, ê, ô.

    The fonts that may be used freely put them beside: there hooks are read as acutes, here they are lost.
    """
    plain, tones = [], []
    for at, character in enumerate(line):
        apart = unicodedata.normalize("NFD", character)
        if len(apart) == 3 and apart[1] == "\u0302" and apart[2] in "\u0300\u0301\u0303\u0309":
            tones.append((at, apart[2]))
            plain.append(unicodedata.normalize("NFC", apart[:2]))
        else:
            plain.append(character)
    text = "".join(plain)
    ImageDraw.Draw(page).text(place, text, font=font, fill=fill)
    for at, tone in tones:
        left, top, right, _ = font.getbbox(text[at])
        mark = tone_of(font, tone, "O" if text[at].isupper() else "o")
        middle = place[0] + font.getlength(text[:at]) + (left + right) / 2
        above = place[1] + top - mark.height
        page.paste(fill, (round(middle - mark.width / 2), round(above)), mark)


def draw(texts: list[str], chance: random.Random, language: str) -> tuple[Image.Image, dict[str, object]]:
    """A page with as many of `texts` as fit (taken from the end of the list), and what stands on it."""
    name = chance.choices(list(FONTS), list(FONTS.values()))[0]
    dpi = chance.choice(DENSITIES[language])
    points = chance.choice((12, 13, 13, 14))
    font = ImageFont.truetype(str(_ROOT / name), round(points * dpi / 72))
    if bytes(font.getmask("ế")) == bytes(font.getmask("\uffff")):
        raise SystemExit(f"{name} has no Vietnamese letters")
    width, height = round(8.27 * dpi), round(11.69 * dpi)
    margin = dpi
    step = round(points * dpi / 72 * chance.uniform(1.15, 1.4))
    stacked = language == "vie" and chance.random() < STACKED
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
            fill = chance.choice((0, 0, 30))
            if stacked:
                stack(page, (margin, top), line, font, fill)
            else:
                pen.text((margin, top), line, font=font, fill=fill)
            lines.append(line)
            top += step
        top += step // 2
    page = worn(page, dpi, chance) if language == "vie" else grained(page, dpi, chance)
    return page, {"text": "\n".join(lines), "font": name, "points": points, "dpi": dpi}


def grained(page: Image.Image, dpi: int, chance: random.Random) -> Image.Image:
    """The page as a scanner in order gives it."""
    if chance.random() < 0.5:
        page = page.rotate(chance.uniform(-0.5, 0.5), Image.Resampling.BICUBIC, fillcolor=255)
    if chance.random() < 0.6:
        page = page.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, dpi / 300)))
    if chance.random() < 0.5:
        page = ImageChops.add(page, Image.effect_noise(page.size, chance.uniform(5, 40)), 1, -128)
    if chance.random() < 0.3:
        page = page.point(lambda value: 255 if value > 150 else 0)
    return page


def worn(page: Image.Image, dpi: int, chance: random.Random) -> Image.Image:
    """The page as a tired scanner gives it, brought to the density at which scans are read.

    Letters are thinned or thickened, blurred, faint, grainy, of one bit or packed until marks run into each other: on
    good pages a recogniser that knows Vietnamese makes too few mistakes to learn from.
    """
    if chance.random() < 0.5:
        page = page.rotate(chance.uniform(-0.5, 0.5), Image.Resampling.BICUBIC, fillcolor=255)
    thickness = chance.choice(("as it is", "as it is", "thin", "thick"))
    if thickness != "as it is":
        other = page.filter(ImageFilter.MaxFilter(3) if thickness == "thin" else ImageFilter.MinFilter(3))
        page = Image.blend(page, other, chance.uniform(0.2, 0.6) * min(1.0, dpi / 200))
    page = page.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, 1.1) * dpi / 150))
    is_faint = chance.random() < 0.4
    if is_faint:
        faint, paper = chance.uniform(0.35, 0.8), chance.randint(225, 255)
        page = page.point(lambda value: round(paper - (255 - value) * faint))
    if chance.random() < 0.7:
        strength = chance.uniform(0.07, 0.6)
        # of its own chance: that of effect_noise depends on the pages drawn before
        grain = Image.frombytes("L", page.size, chance.randbytes(page.width * page.height))
        page = ImageChops.add(page, grain.point(lambda value: round(128 + (value - 128) * strength)), 1, -128)
    kind = chance.random()
    if kind < 0.3 and not is_faint:
        border = chance.randint(110, 200)
        page = page.point(lambda value: 255 if value > border else 0)
    elif kind < 0.75:
        data = io.BytesIO()
        page.save(data, "JPEG", quality=chance.randint(15, 70))
        page = Image.open(data).convert("L")
    if dpi != READ_AT:
        size = (round(page.width * READ_AT / dpi), round(page.height * READ_AT / dpi))
        page = page.resize(size, Image.Resampling.BICUBIC)
    return page


def read(page: Image.Image, dpi: int, language: str) -> str:
    """What Tesseract reads of a page."""
    data = io.BytesIO()
    page.save(data, "PNG", dpi=(dpi, dpi), compress_level=1)
    command = ["tesseract", "stdin", "stdout", "-l", language]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, input=data.getvalue(), capture_output=True, check=True, env=environment)
    return done.stdout.decode("utf-8")


def is_there(target: pathlib.Path, told: Mapping[str, object]) -> bool:
    """Whether a page was read before, from the same text drawn in the same way."""
    if not target.exists():
        return False
    before = json.loads(target.read_text(encoding="utf-8"))
    return "read" in before and {**told, "read": before["read"]} == before


def make(texts: pathlib.Path, pages: pathlib.Path, count: int, language: str, seed: int) -> None:
    """Draw and read `count` pages, each with the chance of its own number."""
    pages.mkdir(parents=True, exist_ok=True)
    waiting = choose(paragraphs(texts), count, seed)
    for number in range(count):
        if not waiting:
            break
        target = pages / f"{language}-{number:04d}.json"
        image, told = draw(waiting, random.Random(f"{seed}-{number}"), language)  # noqa: S311 - repeatable, no secret
        if is_there(target, told):
            continue
        told["read"] = read(image, READ_AT if language == "vie" else int(str(told["dpi"])), language)
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
