"""Where stretches of the text stand on their page: words of recognised pages, lines of pages with text."""

from __future__ import annotations

import io
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

import vanban
from vanban.readers.blocks import Block, BlockKind, BlockWord, PageSize, Reading
from vanban.restore import mend
from vanban.structure import build
from vanban.structure.places import matched

BOX = (10.0, 20.0, 30.0, 32.0)
WORDS = st.lists(
    st.text(st.sampled_from("aăbcđêghươ12,-;()/"), min_size=1, max_size=6).filter(lambda word: word.strip("-|")),
    min_size=1,
    max_size=30,
)


def block(words: list[str], *, kind: BlockKind = BlockKind.LINE, text: str | None = None, page: int = 1) -> Block:
    """A line of a recognised page; the n-th word stands at x = n."""
    whole = " ".join(words) if text is None else text
    placed, at = [], 0
    for number, word in enumerate(words):
        start = whole.index(word, at)
        at = start + len(word)
        placed.append(BlockWord((start, at), page, (float(number), 20.0, number + 0.5, 32.0)))
    return Block(kind=kind, text=whole, page=page, box=BOX, words=tuple(placed))


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


@given(WORDS)
def test_every_word_of_an_unchanged_line_is_found(words: list[str]) -> None:
    line = block(words)
    found = matched(line, line.text)
    assert [(index, squeezed(line.text[slice(*span)])) for index, span in found] == list(enumerate(words))


@given(WORDS, st.data())
def test_a_stretch_has_the_characters_of_its_word_whatever_was_dropped(words: list[str], data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    text = data.draw(st.sampled_from([" ", "", "  ", "-"])).join(
        word for word, stays in zip(words, kept, strict=True) if stays
    )
    found = matched(block(words), text)
    for index, (start, end) in found:
        assert squeezed(text[start:end]) in {words[index], words[index].rstrip("-")}
    ends = [place for _, span in found for place in span]
    assert ends == sorted(ends)
    assert [index for index, _ in found] == sorted({index for index, _ in found})


def test_decomposed_letters_and_words_in_pieces_are_found() -> None:
    line = block([unicodedata.normalize("NFD", "nghị"), "quyết", "phát-", "triển"])
    text = "nghị quyết phát triển"
    assert [text[slice(*span)] for _, span in matched(line, text)] == ["nghị", "quyết", "phát", "triển"]


def reading(*blocks: Block) -> Reading:
    return Reading(media_type="image/png", pages=1, blocks=blocks, sizes=(PageSize(1, 595.0, 842.0, True),))


def places(given: Reading) -> dict[str, float]:
    """X of the words of the only page, by their text."""
    structure = build(given)
    return {structure.content[place[0] : place[1]]: place[2] for place in structure.pages[0].places}


def test_lines_that_are_joined_and_columns_of_a_letterhead_keep_their_words() -> None:
    first = block(["Ủy", "ban", "nhân", "dân", "tỉnh", "ban", "hành", "kế", "hoạch", "phát"])
    second = block(["triển", "khoa", "học", "và", "công", "nghệ."])
    found = places(reading(first, second))
    assert found["triển"] == 0.0
    assert found["nghệ."] == 5.0
    assert len(build(reading(first, second)).content.split("\n")) == 1


def test_a_row_whose_cells_become_lines_of_their_own_keeps_its_words() -> None:
    cells = ("Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")
    text = " | ".join(cells)
    words = block([word for cell in cells for word in cell.split()], kind=BlockKind.ROW, text=text)
    row = Block(
        kind=BlockKind.ROW, text=text, cells=cells, table=0, row=0, page=1, box=BOX, layout=True, words=words.words
    )
    structure = build(reading(row))
    assert structure.content.split("\n")[-1] == "CHỦ TỊCH"
    there = [structure.content[place[0] : place[1]] for place in structure.pages[0].places]
    assert "".join(there) == squeezed(structure.content)


def test_running_heads_lead_nowhere() -> None:
    head = Block(kind=BlockKind.RUNNING, text="Trang 2", page=1, box=BOX, words=block(["Trang", "2"]).words)
    assert set(places(reading(head, block(["Kế", "hoạch"])))) == {"Kế", "hoạch"}


def test_repaired_words_lead_to_where_the_damaged_ones_stood() -> None:
    lines = (
        "Uy ban nhan dan tinh ban hanh Ké hoach trién khai thuc hién Nghi quyét vé phat trién khoa hoc va céng nghé",
        "trén dia ban tinh dén nam 2030, nhu sau: cac sé, ban, nganh va Uy ban nhan dan cac huyén, thanh phé phéi hop",
        "t6 chirc thuc hién va bao cao két qua vé Sé Khoa hoc va Céng nghé truéc ngay 15 thang 12 hang nam.",
    )
    mended, done = mend(reading(*(block(line.split()) for line in lines)))
    assert done.changes
    structure = build(mended)
    there = [structure.content[place[0] : place[1]] for place in structure.pages[0].places]
    assert there == structure.content.split()
    # the n-th word of a line stands at x = n, whatever it is called now
    assert [place[2] for place in structure.pages[0].places] == [
        float(number) for line in lines for number in range(len(line.split()))
    ]


def pdf(*lines: str) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for number, line in enumerate(lines):
        canvas.drawString(80, 780 - 18 * number, line)
    canvas.save()
    return buffer.getvalue()


def test_of_a_page_with_text_each_line_has_a_place() -> None:
    record = vanban.read(pdf("The first line of a paragraph which is long enough", "and the second line of it."))
    (page,) = record.text.pages
    assert (page.width, page.height, page.recognised) == (595.0, 842.0, False)
    there = [record.text.content[place[0] : place[1]] for place in page.places]
    assert there == ["The first line of a paragraph which is long enough", "and the second line of it."]
    assert page.places[0][3] < page.places[1][3]


def test_formats_without_pages_have_none() -> None:
    assert vanban.read("Ủy ban nhân dân tỉnh ban hành Kế hoạch.".encode(), "a.txt").text.pages == ()
