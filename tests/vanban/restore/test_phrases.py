"""Words that the repair guessed give way to set phrases and to what belongs to a number."""

from __future__ import annotations

import pytest

from vanban.restore.changes import Edits, Restoration
from vanban.restore.phrases import with_set_phrases


def guessed(text: str, **reads: str) -> Restoration:
    """A text of which the words named were read as given; the others were read as they stand."""
    edits = Edits(" ".join(reads.get(word, word) for word in text.split()))
    place = 0
    for word in text.split():
        read = reads.get(word, word)
        edits.put(place, place + len(read), word, 0.9)
        place += len(read) + 1
    return edits.done()


@pytest.mark.parametrize(
    ("text", "reads", "meant"),
    [
        ("hướng chuyên đổi số", {"chuyên": "chuyen"}, "hướng chuyển đổi số"),
        ("nhằm thúc đây phát triển", {"đây": "day"}, "nhằm thúc đẩy phát triển"),
        ("tổng hợp, báo có kết quả", {"có": "co"}, "tổng hợp, báo cáo kết quả"),
        ("12 người trên một vấn dẫn", {"vấn": "van", "dẫn": "dan"}, "12 người trên một vạn dân"),
        ("khoảng 226 từ đông mỗi năm", {"từ": "ti", "đông": "déng"}, "khoảng 226 tỷ đồng mỗi năm"),
        ("chạy 24 từ đông nam", {"từ": "tur", "đông": "dong"}, "chạy 24 từ đông nam"),
        ("trở đi đặt trên 15% mỗi năm", {"đặt": "dat"}, "trở đi đạt trên 15% mỗi năm"),
        ("diện tích rừng đặt 1.700 ha", {"đặt": "dat"}, "diện tích rừng đạt 1.700 ha"),
        ("nhóm 03 tính dẫn dấu", {"tính": "tinh", "dấu": "dau"}, "nhóm 03 tỉnh dẫn đầu"),
        ("phần đầu đến năm 2030", {"phần": "phan", "đầu": "dau"}, "phấn đấu đến năm 2030"),
        ("lắp đặt 15 trạm", {"đặt": "dat"}, "lắp đặt 15 trạm"),
    ],
)
def test_a_guess_gives_way(text: str, reads: dict[str, str], meant: str) -> None:
    done = with_set_phrases(guessed(text, **reads), [(0, len(text))])
    assert done.text == meant
    assert done.undone() == guessed(text, **reads).undone()


def test_a_word_that_was_read_stays() -> None:
    assert with_set_phrases(Restoration("hướng chuyên đổi số"), []).text == "hướng chuyên đổi số"


def test_a_word_without_marks_is_a_guess_where_the_text_is_damaged_alone() -> None:
    text = "12 người trên một van dân"
    assert with_set_phrases(Restoration(text), [(0, len(text))]).text == "12 người trên một vạn dân"
    assert with_set_phrases(Restoration(text), []).text == text
