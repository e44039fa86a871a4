"""Re-flow: what a printer broke is whole again, what the author separated stays apart."""

from __future__ import annotations

from vanban.readers import read_blocks
from vanban.readers.blocks import Block, BlockKind, Reading
from vanban.structure import ParagraphKind, Structure, build


def lines(text: str) -> list[str]:
    return build(read_blocks(text.encode())).content.split("\n")


def structure(*blocks: Block) -> Structure:
    return build(Reading(media_type="text/plain", pages=None, blocks=blocks))


WRAPPED = """I. MỤC TIÊU VÀ YÊU CẦU

1. Tỉnh phấn đấu đến hết nhiệm kỳ có thêm nhiều tổ chức nghiên cứu đủ sức phục vụ phát triển kinh tế
- xã hội của địa phương, trong đó ưu tiên các xã còn khó khăn về hạ tầng và nguồn nhân lực có trình
độ chuyên môn phù hợp với yêu cầu của từng ngành.

2. Các cơ quan chuyên môn chủ động rà soát quy định hiện hành để kiến nghị sửa đổi cho phù hợp với
thực tế, báo cáo cấp có thẩm quyền xem xét quyết định theo quy định của pháp luật.
- Việc rà soát hoàn thành trước kỳ họp gần nhất của cơ quan dân cử cùng cấp và được công bố công
khai trên trang thông tin điện tử.
"""


def test_wrapped_lines_are_joined_and_the_dash_of_a_compound_is_no_bullet() -> None:
    text = lines(WRAPPED)
    assert len(text) == 4
    assert "kinh tế - xã hội của địa phương" in text[1]
    assert text[3].startswith("- Việc rà soát")


def test_a_paragraph_cut_by_a_page_break_is_one() -> None:
    text = lines(
        "1. Sở Tài chính bố trí kinh phí cho các nhiệm vụ được giao\n\n"
        "theo khả năng cân đối ngân sách.\n\n2. Sở Nội vụ."
    )
    assert text == [
        "1. Sở Tài chính bố trí kinh phí cho các nhiệm vụ được giao theo khả năng cân đối ngân sách.",
        "2. Sở Nội vụ.",
    ]


def test_page_numbers_and_rules_are_dropped() -> None:
    assert lines("Dòng thứ nhất.\n\n2\n\n-------\nDòng thứ hai.") == ["Dòng thứ nhất.", "Dòng thứ hai."]


def test_a_footnote_moves_behind_the_paragraph_that_calls_it() -> None:
    shape = structure(
        Block(
            kind=BlockKind.PARAGRAPH,
            text="Tiếp tục thực hiện các nghị quyết của cấp trên và có",
            notes_called=(("1", 10),),
        ),
        Block(kind=BlockKind.NOTE, text="Nghị quyết về khoa học.", note="1"),
        Block(kind=BlockKind.PARAGRAPH, text="chính sách riêng của tỉnh."),
    )
    assert [p.kind for p in shape.paragraphs] == [ParagraphKind.PARAGRAPH, ParagraphKind.NOTE]
    assert shape.paragraphs[0].text.endswith("và có chính sách riêng của tỉnh.")


def test_a_letterhead_table_becomes_lines_and_a_real_table_stays_rows() -> None:
    shape = structure(
        Block(
            kind=BlockKind.ROW, table=0, row=0, text="",
            cells=("ỦY BAN NHÂN DÂN\nTỈNH AN KHÁNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"),
        ),
        Block(kind=BlockKind.ROW, table=1, row=0, text="TT | Nhiệm vụ", cells=("TT", "Nhiệm vụ")),
    )  # fmt: skip
    assert shape.content.split("\n") == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH AN KHÁNH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "TT | Nhiệm vụ",
    ]


def test_cells_keep_their_lines_and_their_place_in_the_text() -> None:
    shape = structure(Block(kind=BlockKind.ROW, table=0, row=0, text="", cells=("1", "Sở A\nSở B", "")))
    cells = shape.paragraphs[0].cells
    assert [cell.text for cell in cells] == ["1", "Sở A\nSở B", ""]
    assert [shape.content[slice(*cell.span)] for cell in cells] == ["1", "Sở A Sở B", ""]


def test_a_line_that_breaks_off_before_a_number_goes_on() -> None:
    text = lines("Thực hiện Nghị định số\n45/2021/NĐ-CP ngày 31 tháng\n3 năm 2021 của Chính phủ.\n")
    assert text == ["Thực hiện Nghị định số 45/2021/NĐ-CP ngày 31 tháng 3 năm 2021 của Chính phủ."]


def test_a_basis_goes_on_until_its_mark_whatever_letter_follows() -> None:
    text = lines("Căn cứ Quyết định số\n318/QĐ-TTg ngày 08/3/2022 của Thủ tướng\nChính phủ;\nCăn cứ Luật Giá;\n")
    assert text == ["Căn cứ Quyết định số 318/QĐ-TTg ngày 08/3/2022 của Thủ tướng Chính phủ;", "Căn cứ Luật Giá;"]


def test_a_heading_in_capitals_goes_on_behind_a_comma() -> None:
    text = lines("I. MỤC ĐÍCH,\nYÊU CẦU\n1. Mục đích\nGiữ vững nhịp độ.\n")
    assert text[0] == "I. MỤC ĐÍCH, YÊU CẦU"


def test_the_dash_inside_a_name_is_no_bullet() -> None:
    text = lines("Theo đề nghị của Sở Lao động\n- Thương binh và Xã hội tại tờ trình.\n")
    assert text == ["Theo đề nghị của Sở Lao động - Thương binh và Xã hội tại tờ trình."]


def test_an_abbreviation_alone_on_the_last_line_ends_its_sentence() -> None:
    text = lines(
        "- Khuyến khích các thành phần kinh tế tham gia đầu tư cho nghiên cứu, ứng dụng và chuyển giao của\n"
        "KH&CN.\n\n"
        "- Các cơ quan chuyên môn rà soát quy định hiện hành để kiến nghị sửa đổi cho phù hợp với yêu cầu\n"
        "thực tế của địa phương, báo cáo cấp có thẩm quyền xem xét quyết định theo quy định của pháp luật\n"
        "hiện hành, gửi kết quả cho cơ quan chủ trì để tổng hợp và công bố công khai trên trang thông tin\n"
        "điện tử.\n"
    )
    assert text[0].endswith("chuyển giao của KH&CN.")
    assert len(text) == 2


def test_a_signature_glued_to_the_recipients_is_parted_from_them() -> None:
    text = lines(
        "1. Sở Tài chính bố trí kinh phí.\n\n"
        "Nơi nhận: TM. ỦY BAN NHÂN DÂN\n"
        "- Bộ Tài chính; KT. CHỦ TỊCH\n"
        "- Lưu: VT, TH. PHÓ CHỦ TỊCH\n"
    )
    assert text[1:] == [
        "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "- Bộ Tài chính;", "KT. CHỦ TỊCH", "- Lưu: VT, TH.", "PHÓ CHỦ TỊCH",
    ]  # fmt: skip


def test_capitals_in_other_lines_are_no_signature() -> None:
    kept = ["- Sở Tài chính theo dõi PHÓ CHỦ TỊCH", "- Mẫu chữ ký thừa lệnh TL. ghi ở đây"]
    assert lines("\n".join(kept)) == kept


def test_text_that_lost_its_first_word_does_not_run_into_the_title_above() -> None:
    def printed(text: str, left: float, right: float, top: float) -> Block:
        return Block(kind=BlockKind.LINE, text=text, page=1, box=(left, top, right, top + 12))

    title = ("Về việc tăng cường phòng, chống cháy rừng", "trong mùa khô")
    body = ("gian qua, các địa phương đã chủ động tuần tra, canh gác", "và ký cam kết với từng hộ dân sống gần rừng")
    found = structure(
        printed(title[0], 180, 440, 100),
        printed(title[1], 250, 370, 115),
        Block(kind=BlockKind.BLANK, text="", page=1),
        printed(body[0], 170, 530, 150),
        printed(body[1], 90, 530, 165),
        printed("ở các xã vùng cao.", 90, 200, 180),
    )
    assert [paragraph.text for paragraph in found.paragraphs] == [
        " ".join(title),
        f"{body[0]} {body[1]} ở các xã vùng cao.",
    ]
