"""The header of a page whose letters tell no bold, as on a picture: places alone show what is set like what."""

from __future__ import annotations

from vanban.extract.header import read_header
from vanban.readers.blocks import Block, BlockKind, Reading
from vanban.structure import build


def printed(text: str, left: float, right: float, top: float) -> Block:
    centred = abs(left + right - 620) < 16 and left > 115
    return Block(kind=BlockKind.LINE, text=text, page=1, box=(left, top, right, top + 14), centred=centred)


def test_a_subject_goes_on_in_the_middle_below_a_full_line() -> None:
    blocks = (
        printed("KẾ HOẠCH", 270, 350, 110),
        printed("Phát triển mạng lưới thư viện xã và tủ sách thôn bản trên địa bàn tỉnh Sơn", 88, 532, 132),
        printed("La năm 2027", 268, 352, 150),
        printed("Thực hiện Luật Thư viện, Ủy ban nhân dân tỉnh ban hành Kế hoạch với các nội", 120, 532, 176),
        printed("dung sau:", 88, 140, 194),
    )
    found = read_header(build(Reading(media_type="application/pdf", pages=1, blocks=blocks)))
    assert found.title == "Phát triển mạng lưới thư viện xã và tủ sách thôn bản trên địa bàn tỉnh Sơn La năm 2027"
