"""Sentences and clauses."""

from __future__ import annotations

from vanban.language.sentences import clauses, sentences


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_a_sentence_ends_before_a_capital() -> None:
    assert parts("Đạt 30% GDP. Tỉ lệ đạt 80%! Đến năm 2030, xong") == [
        "Đạt 30% GDP.",
        "Tỉ lệ đạt 80%!",
        "Đến năm 2030, xong",
    ]


def test_a_shortened_word_ends_no_sentence() -> None:
    assert parts("Gửi UBND TP. Huế trước 10 giờ. Hết") == ["Gửi UBND TP. Huế trước 10 giờ.", "Hết"]


def test_numbers_are_not_cut() -> None:
    assert parts("Đạt 1.234 ha và 5.6 tấn") == ["Đạt 1.234 ha và 5.6 tấn"]


def test_clauses_stand_between_semicolons() -> None:
    text = "a đạt 1; b đạt 2 ;"
    assert [text[start:end] for start, end in clauses(text)] == ["a đạt 1", "b đạt 2"]
