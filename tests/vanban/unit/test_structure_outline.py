"""The outline: levels, paths and roles survive labels that jump, repeat or are missing."""

from __future__ import annotations

from vanban.readers import read_blocks
from vanban.record import SectionRole
from vanban.structure import Structure, build


def outline(text: str) -> Structure:
    return build(read_blocks(text.encode()))


def paths(text: str) -> list[str]:
    return [section.path for section in outline(text).outline]


def test_labels_nest_and_paths_join_them() -> None:
    text = """I. MỤC TIÊU
1. Mục tiêu chung
Phát triển bền vững.
II. NHIỆM VỤ
1. Hạ tầng
1.1. Hạ tầng số
- Nâng cấp mạng truyền dẫn.
1.2. Hạ tầng đo lường
a) Phòng thử nghiệm
Đầu tư thiết bị.
đ) Kiểm định
Mở rộng phạm vi kiểm định.
2. Nhân lực
Đào tạo cán bộ."""
    assert paths(text) == ["I", "I.1", "II", "II.1", "II.1.1", "II.1.2", "II.1.2.a", "II.1.2.đ", "II.2"]


def test_a_repeated_label_opens_a_section_of_its_own() -> None:
    shape = outline("C. NỘI DUNG\nThực hiện.\nD. GIẢI PHÁP\nLàm.\nD. TỔ CHỨC THỰC HIỆN\nGiao việc.")
    assert [s.path for s in shape.outline] == ["C", "D", "D"]
    assert len({s.id for s in shape.outline}) == 3


def test_a_labelled_sentence_is_no_heading() -> None:
    text = (
        "III. TỔ CHỨC THỰC HIỆN\n1. Sở Tài chính cân đối nguồn vốn cho các nhiệm vụ được giao.\n"
        "2. Sở Nội vụ chủ trì đào tạo.\n"
    )
    assert paths(text) == ["III"]


def test_roles_come_from_the_heading_and_are_inherited() -> None:
    shape = outline(
        "I. MỤC ĐÍCH, YÊU CẦU\nNâng cao nhận thức.\nII. NHIỆM VỤ, GIẢI PHÁP\n1. Hiện trạng\nCòn khó khăn.\n"
        "2. Hạ tầng\nĐầu tư.\nIII. KINH PHÍ\nNgân sách tỉnh.\nIV. TỔ CHỨC THỰC HIỆN\n1. Sở Tài chính\nBố trí vốn."
    )
    roles = {s.path: s.role for s in shape.outline}
    assert roles == {
        "I": SectionRole.PURPOSE, "II": SectionRole.TASKS, "II.1": SectionRole.OTHER, "II.2": SectionRole.TASKS,
        "III": SectionRole.FUNDING, "IV": SectionRole.ORGANISATION, "IV.1": SectionRole.ORGANISATION,
    }  # fmt: skip


def test_a_plan_attached_to_a_decision_is_a_second_instrument() -> None:
    shape = outline(
        "QUYẾT ĐỊNH\nVề việc ban hành Kế hoạch\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch phát triển.\n"
        "Điều 2. Quyết định có hiệu lực từ ngày ký.\nKẾ HOẠCH\nPHÁT TRIỂN CÔNG NGHỆ\n"
        "(Ban hành kèm theo Quyết định số 15/QĐ-UBND ngày 02/3/2026)\nI. MỤC TIÊU\nTăng năng suất."
    )
    assert [(s.path, s.instrument) for s in shape.outline] == [("I", 1)]


def test_an_article_is_a_heading_when_it_has_a_title_and_ends_what_the_one_before_opened() -> None:
    shape = outline(
        "QUYẾT ĐỊNH\nĐiều 1. Phê duyệt Đề án với những nội dung sau:\nI. MỤC TIÊU\nTăng năng suất.\n"
        "Điều 2. Quyết định này có hiệu lực từ ngày ký.\nĐiều 3. Tổ chức thực hiện\nSở Nội vụ thi hành.\n"
    )
    assert [s.path for s in shape.outline] == ["I", "Điều 3"]
    effective = next(p for p in shape.paragraphs if p.text.startswith("Điều 2"))
    assert effective.section is None


def test_recipients_belong_to_no_section_and_an_appendix_opens_after_them() -> None:
    shape = outline(
        "I. NHIỆM VỤ\nLàm việc được giao.\nNơi nhận:\n- Sở Tài chính;\n"
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n"
        "Đỗ Minh An\nPHỤ LỤC I\nDANH MỤC NHIỆM VỤ\nTT | Nhiệm vụ | Chủ trì\n1 | Xây dựng trạm | Sở Xây dựng\n"
    )
    assert [s.path for s in shape.outline] == ["I", "PL I"]
    recipients = next(p for p in shape.paragraphs if p.text.startswith("- Sở Tài chính"))
    assert recipients.section is None
    assert shape.paragraphs[-1].section == shape.outline[-1].id
