"""What a printer took apart is put together before the repair, and can be taken apart again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vanban
from vanban.readers.blocks import Block, BlockKind, BlockWord, Reading
from vanban.restore import mend, restored
from vanban.restore.joining import with_words_joined

_PIECES = st.sampled_from(
    ["K", "E", "H", "O", "A", "C", "N", " ", "  ", "\n", "-\n", "KH", "CN&DMST", "trién", "tri", "th"]
)


def joined(text: str) -> str:
    done = with_words_joined(text, [(0, len(text))])
    assert done.undone() == text
    return done.text


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("K E  H O A C H", "KE HOACH"),
        ("K E H O A C H", "KE HOACH"),
        ("N G H Ị   Q U Y Ế T", "NGHỊ QUYẾT"),
        ("C H U O N G T R I N H", "CHUONG TRINH"),
        ("T O C H U C T H U C H I E N", "TO CHUC THUC HIEN"),
        ("A B C D", "A B C D"),
        ("a b c d e", "a b c d e"),
        ("X X X X", "X X X X"),
    ],
)
def test_capitals_that_were_set_wide(read: str, meant: str) -> None:
    assert joined(read) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("phat tri-\nén nguén", "phat trién nguén"),
        ("kinh té-\nxa hdi", "kinh té-\nxa hdi"),
        ("s& KH\nCN&DMST va KHCN&DMST, KHCN&DMST", "s& KHCN&DMST va KHCN&DMST, KHCN&DMST"),
        ("thuc hién, thuc viéc thuc th\nuc hién", "thuc hién, thuc viéc thuc thuc hién"),
        ("UBND TINH\nLAI", "UBND TINH\nLAI"),
    ],
)
def test_words_that_a_line_end_or_a_blank_cut(read: str, meant: str) -> None:
    assert joined(read) == meant


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_joining_takes_away_blanks_and_hyphens_only(text: str) -> None:
    new = joined(text)

    def letters(of: str) -> str:
        return "".join(c for c in of.upper() if c.isalpha())

    # a known name of an instrument may bring its own marks along with its blanks
    assert len(letters(new)) == len(letters(text))


def test_a_cut_word_stands_in_the_line_where_it_began_and_tells_what_was_read() -> None:
    lines = [
        "Uy ban nhan dan tinh trién khai Ké hoach thuc hién Nghi quyét vé phat tri-",
        "én khoa hoc va cong nghé trén dia ban tinh; cac sé, ban, nganh phdi hop chat ché trong viéc thuc hién",
    ]
    record = vanban.read("\n".join(lines).encode(), "a.txt")
    assert "phát triển khoa học và công nghệ" in record.text.content
    (word,) = [change for change in record.text.changes if "-" in change.read]
    assert record.text.content[slice(*word.span)] == "triển"
    assert word.read == "tri- én"


def test_a_title_that_was_set_wide_says_what_the_document_is() -> None:
    text = """UY BAN NHAN DAN
TINH LAI CHAU

K E  H O A C H
Phat trién dich vu bwu chinh trén dia ban tinh nam 2026

Can ctr Luat Té chirc chinh quyén dia phuong; Uy ban nhan dan tinh ban hanh Ké hoach phat trién dich vu buu chinh
trén dia ban tinh nhu sau:
"""
    assert vanban.read(text.encode(), "a.txt").document.kind == "KH"
    assert "KẾ HOẠCH" in restored(text).text


#: cut before *cao* the word *nâng* is in doubt, cut before *quả* that word is
SENTENCE = (
    "Cac sd, ban, nganh thuc hién Nghi quyét vé phat trién cong nghé, nang cao chat luong nguon nhan luc, bao cao két "
    "qua vé Uy ban nhan dan tinh truéc ngay 15 hang thang."
)
WORDS = SENTENCE.split()


@pytest.mark.parametrize("place", [WORDS.index("cao"), WORDS.index("qua")])
@pytest.mark.parametrize("between", ["\n\n", "\n\n12\n\n", "\n12\n", "\n\n- 12 -\n\n"])
def test_a_page_number_inside_a_sentence_hides_no_word_from_the_next(place: int, between: str) -> None:
    text = f"{' '.join(WORDS[:place])}{between}{' '.join(WORDS[place:])}"
    done = restored(text)
    assert [word for word in done.text.split() if word not in {"12", "-"}] == restored(" ".join(WORDS)).text.split()
    assert done.undone() == text


def test_a_running_head_inside_a_sentence_hides_no_word_from_the_next() -> None:
    place = WORDS.index("cao")
    before = f"Trong giai doan tu nay dén nam 2030 va cac nam tiép theo, {' '.join(WORDS[:place])}"
    after = " ".join(WORDS[place:])
    pages = "\n\n".join(f"{before}\n\nKé hoach cua tinh - trang {page}\n\n{after}" for page in range(2, 6))
    done = restored(pages)
    kept = [part for part in done.text.split("\n\n") if not part.startswith("Kế hoạch của tỉnh")]
    whole = restored(f"{before} {after}").text
    assert [" ".join(pair) for pair in zip(kept[::2], kept[1::2], strict=True)] == [whole] * 4
    assert done.undone() == pages


def test_the_words_of_a_line_keep_their_places_when_its_first_letters_join_the_line_above() -> None:
    rest = "én kinh té - x4 hdi va giao Sé Tai chinh chu tri, phdi hop véi cac don vi thuc hién nhiém vu"
    lines = ["Uy ban nhan dan tinh ban hanh Ké hoach phat tri-", rest]
    words = tuple(
        BlockWord(span=(rest.index(word), rest.index(word) + len(word)), page=1, box=(0.0, 0.0, 1.0, 1.0))
        for word in ("én", "kinh", "chinh")
    )
    blocks = (Block(kind=BlockKind.LINE, text=lines[0]), Block(kind=BlockKind.LINE, text=rest, words=words))
    line = mend(Reading(media_type="application/pdf", pages=1, blocks=blocks))[0].blocks[1]
    assert [line.text[slice(*word.span)] for word in line.words] == ["kinh", "chính"]
