"""Measures speed and memory of the engine in one run: `make bench`.

Every line names what is measured, the figure, the bar it has to reach and whether it does; the exit status is 1 where
one does not. Times are the best of several runs, on inputs that `inputs.py` makes. What one process does is measured in
its processor time, so that other work on the machine does not count; what two do together, by the clock on the wall.
Each reading with a peak of memory runs in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Final

import vanban
from bench import inputs
from vanban.readers import BlockKind, Limits, read_blocks
from vanban.readers.scan import missing
from vanban.restore import mend, restored
from vanban.restore.recognised import repaired

TEXT_CHARACTERS: Final = 400_000
PDF_PAGES: Final = 100
MEMORY_PAGES: Final = 300
WORD_ROWS: Final = 400
SCANNED_PAGES: Final = 6
PARAGRAPHS: Final = 12  # of a printed page
PYVI_CHARACTERS: Final = 40_000
SIZES: Final = (10_000, 50_000, 200_000, 1_000_000, 5_000_000)

_failed: list[str] = []


def main() -> int:
    """Prints all figures; 0 when every bar is reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=[part.__name__ for part in PARTS], help="measure these alone")
    parser.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--peak-restored", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peak:
        return _print_peak(lambda: vanban.read(arguments.peak))
    if arguments.peak_restored:
        return _print_peak(lambda: restored(inputs.misread(inputs.plan_text(TEXT_CHARACTERS))))
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores, {_processor()}")
    for part in PARTS:
        if not arguments.only or part.__name__ in arguments.only:
            part()
    return 1 if _failed else 0


def text_speed() -> None:
    """Characters a second of whole readings on one core, beside a word tokeniser on the same text."""
    text = inputs.plan_text(TEXT_CHARACTERS)
    data = text.encode()
    ours = len(text) / _best(lambda: vanban.read(data, "plan.txt"), 3)
    _line("text, one core", f"{ours:,.0f} characters/s", "200,000 characters/s", reached=ours >= 200_000)
    theirs = _tokeniser_speed(text)
    _line(
        "underthesea.word_tokenize, same text", f"{theirs:,.0f} characters/s", "slower than ours", reached=theirs < ours
    )


def growth() -> None:
    """Time against size: speed must not depend on it (a quadratic rule would make it fall 500 times)."""
    speeds = []
    for size in SIZES:
        data = inputs.plan_text(size // 4 * 3).encode()
        seconds = _best(partial(vanban.read, data, "plan.txt"), 3 if size < 1_000_000 else 1)
        speeds.append(len(data) / seconds)
        print(f"  {len(data) / 1000:8,.0f} kB {seconds:8.3f} s {speeds[-1] / 1000:8,.0f} kB/s")
    ratio = max(speeds) / min(speeds)
    figure = f"fastest is {ratio:.1f} times slowest"
    _line("time against size, 10 kB to 5 MB", figure, "3 times (linear)", reached=ratio <= 3)


def word_speed() -> None:
    """Two like with like: the whole reading against loading and handing out the text, the reader against loading."""
    import docx

    data = inputs.word_file(WORD_ROWS)

    def load() -> int:
        document = docx.Document(BytesIO(data))
        texts = [paragraph.text for paragraph in document.paragraphs]
        texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return len(texts)

    theirs = _best(load, 3)
    ours = _best(lambda: vanban.read(data, "plan.docx"), 3)
    figure = f"{ours:.2f} s, {ours / theirs:.1f} times python-docx with its text ({theirs:.2f} s)"
    _line(f".docx, {WORD_ROWS} table rows, to the record", figure, "4 times", reached=ours <= 4 * theirs)
    parsing = _best(lambda: docx.Document(BytesIO(data)), 3)
    blocks = _best(lambda: read_blocks(data, "plan.docx"), 3)
    figure = f"{blocks:.2f} s, {blocks / parsing:.1f} times python-docx without its text ({parsing:.2f} s)"
    _line(f".docx, {WORD_ROWS} table rows, to blocks", figure, "4 times", reached=blocks <= 4 * parsing)


def pdf_speed() -> None:
    """Pages a second of a PDF full of ruled tables, with one process and with two files in two processes."""
    data = inputs.ruled_pdf(PDF_PAGES)
    one = PDF_PAGES / _best(lambda: vanban.read(data, "plan.pdf"), 2)
    _line(f"PDF, {PDF_PAGES} pages of ruled tables, 1 process", f"{one:.1f} pages/s", "")
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_rows, [inputs.ruled_pdf(1)] * 2))
        two = 2 * PDF_PAGES / _best(lambda: list(pool.map(_rows, [data, data])), 2, clock=time.perf_counter)
    _line(f"PDF, {PDF_PAGES} pages of ruled tables, 2 processes", f"{two:.1f} pages/s", "20 pages/s", reached=two >= 20)


def memory() -> None:
    """The largest memory of a process that reads a long PDF, Python and libraries included."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.pdf"
        path.write_bytes(inputs.ruled_pdf(MEMORY_PAGES))
        peak = _peak("--peak", str(path))
    _line(f"peak memory, PDF of {MEMORY_PAGES} pages", f"{peak} MB", "300 MB", reached=peak <= 300)


def restoring() -> None:
    """Telling sound text from damaged, and repairing what a recogniser misread or what lost its marks."""
    text = inputs.plan_text(TEXT_CHARACTERS)
    sound = len(text) / _best(lambda: restored(text), 3)
    _line("sound text told from damaged", f"{sound:,.0f} characters/s", "2,000,000", reached=sound >= 2_000_000)
    for name, worn in (("misread", inputs.misread(text)), ("without marks", inputs.unmarked(text))):
        speed = len(worn) / _best(partial(restored, worn), 2)
        _line(f"repair of text {name}", f"{speed:,.0f} characters/s", "60,000", reached=speed >= 60_000)
        done = restored(worn).text.split()
        right = sum(one == two for one, two in zip(done, text.split(), strict=True)) / len(done)
        _line(f"words right afterwards, text {name}", f"{right:.1%}", "")
    lines = inputs.faint(text).split("\n")
    pages = ["\n".join(lines[at : at + PARAGRAPHS]) for at in range(0, len(lines), PARAGRAPHS)]
    pace = _best(lambda: [repaired(page) for page in pages], 2) / len(pages) * 1000
    _line(
        "marks of a recognised page",
        f"{pace:.0f} ms, {len(text) // len(pages):,} characters",
        "30 ms",
        reached=pace <= 30,
    )
    done = " ".join(repaired(page).text for page in pages).split()
    right = sum(one == two for one, two in zip(done, text.split(), strict=True)) / len(done)
    _line("words right afterwards", f"{right:.1%}", "")
    _beside_pyvi(text)
    peak = _peak("--peak-restored")
    _line("peak memory of a repair", f"{peak} MB", "400 MB", reached=peak <= 400)


def _beside_pyvi(text: str) -> None:
    """Lines of paragraphs without their marks, given back one by one by both; capitals and signs do not count."""
    from pyvi import ViUtils

    lines = [line for line in text[:PYVI_CHARACTERS].splitlines()[:-1] if len(line) > 40]
    worn = [inputs.unmarked(line) for line in lines]
    failed = 0

    def theirs(line: str) -> str:
        nonlocal failed
        try:
            return str(ViUtils.add_accents(line))
        except KeyError:  # some lines hold what its features do not know
            failed += 1
            return line

    def ours(line: str) -> str:
        return restored(line).text

    theirs(worn[0])  # loads its model
    for name, repair in (("pyvi", theirs), ("vanban", ours)):
        start = time.process_time()
        done = [repair(line) for line in worn]
        speed = sum(map(len, worn)) / (time.process_time() - start)
        right = sum(_syllables_right(one, two) for one, two in zip(done, lines, strict=True))
        share = right / sum(len(_syllables(line)) for line in lines)
        _line(f"{name}: syllables right, lines without marks", f"{share:.1%}, {speed:,.0f} characters/s", "")
    if failed:
        print(f"  pyvi failed on {failed} of {len(lines)} lines, which count as it was given them")


def _syllables(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _syllables_right(done: str, truth: str) -> int:
    """How many syllables of a line are as in the truth, place by place."""
    return sum(one == two for one, two in zip(_syllables(done), _syllables(truth), strict=False))


def _peak(*arguments: str) -> int:
    """The largest memory, in MB, of a process of this program with those arguments."""
    command = [sys.executable, "-m", "bench.run", *arguments]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def scans() -> None:
    """Pages of 200 dpi with noise and skew, and with red seals: time, errors, memory, beside Tesseract alone.

    A page is read on one core; its time is that of all its processes.
    """
    packages = missing()
    if packages:
        print(f"  scans were not measured: install {' '.join(packages)}")
        return
    from rapidfuzz.distance import Levenshtein

    for name, pages, bar in (
        ("noise and skew", inputs.scanned_pages(SCANNED_PAGES), 0.004),
        ("red seals", inputs.scanned_pages(SCANNED_PAGES, seals=True), 0.015),
    ):
        texts, seconds = _recognised([page for page, _ in pages])
        alone, plain_seconds = _by_tesseract([page for page, _ in pages])
        truths = [truth for _, truth in pages]
        words = name == "noise and skew"
        rate, plain_rate = (
            sum(
                Levenshtein.distance(_units(text, words), _units(truth, words))
                for text, truth in zip(got, truths, strict=True)
            )
            / sum(len(_units(truth, words)) for truth in truths)
            for got in (texts, alone)
        )
        wrong = sum(
            re.findall(r"\d+", text) != re.findall(r"\d+", truth) for text, truth in zip(texts, truths, strict=True)
        )
        measure = "words" if words else "characters"
        figure = (
            f"{rate:.2%} of {measure} wrong (Tesseract alone {plain_rate:.2%}), digits on {wrong} of {len(pages)} pages"
        )
        _line(f"scan, {name}", figure, f"{bar:.1%}", reached=rate <= bar)
        if words:
            figure = f"{seconds:.2f} s a page (Tesseract alone {plain_seconds:.2f} s)"
            _line("scan, 200 dpi, one core", figure, "1.5 s", reached=seconds <= 1.5)


def _units(text: str, words: bool) -> list[str]:  # noqa: FBT001 - words or characters
    return text.split() if words else list(" ".join(text.split()))


def _recognised(pages: list[bytes]) -> tuple[list[str], float]:
    """The text of each page, misread marks put right, and the seconds of a page."""
    limits = Limits(max_page_workers=1)
    start = _all_seconds()
    texts = [
        " ".join(
            block.text
            for block in mend(read_blocks(page, limits=limits))[0].blocks
            if block.kind is not BlockKind.BLANK
        )
        for page in pages
    ]
    return texts, (_all_seconds() - start) / len(pages)


def _by_tesseract(pages: list[bytes]) -> tuple[list[str], float]:
    command = ["tesseract", "-", "-", "-l", "vie", "--dpi", "200"]
    start = _all_seconds()
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    texts = [
        subprocess.run(command, input=page, check=True, capture_output=True, env=environment).stdout.decode()
        for page in pages
    ]
    return texts, (_all_seconds() - start) / len(pages)


def _all_seconds() -> float:
    """Processor time of this process and of those that it started and that have ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _print_peak(action: Callable[[], object]) -> int:
    """The most memory that this process itself held; `ru_maxrss` would begin with its parent's at the fork."""
    action()
    status = Path("/proc/self/status").read_text()
    print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
    return 0


def _rows(data: bytes) -> int:
    return len(vanban.read(data, "plan.pdf").tasks)


def _tokeniser_speed(text: str) -> float:
    from underthesea import word_tokenize

    part = text[:50_000]
    word_tokenize(part[:1000])
    return len(part) / _best(lambda: word_tokenize(part), 2)


def _best(action: Callable[[], object], runs: int, *, clock: Callable[[], float] = time.process_time) -> float:
    """The fewest seconds that `action` took in `runs` runs, by `clock`."""
    seconds = []
    for _ in range(runs):
        start = clock()
        action()
        seconds.append(clock() - start)
    return min(seconds)


def _line(what: str, figure: str, bar: str, *, reached: bool = True) -> None:
    verdict = f"(bar: {bar}) {'ok' if reached else 'NOT REACHED'}" if bar else ""
    print(f"{what + ':':52s} {figure}  {verdict}", flush=True)
    if not reached:
        _failed.append(what)


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown processor"
    )


#: What is measured, in this order.
PARTS: Final = (text_speed, growth, word_speed, pdf_speed, memory, restoring, scans)

if __name__ == "__main__":
    raise SystemExit(main())
