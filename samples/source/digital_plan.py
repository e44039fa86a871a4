"""Sample 1: a plan of a provincial People's Committee in Word, with an appendix table of merged cells and groups."""

from __future__ import annotations

from typing import Final

from docx.document import Document

import layout
from layout import BULLET, NUMBER, POINT, ROMAN

COLUMNS: Final = (
    "TT",
    "Nhiệm vụ",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời gian hoàn thành",
    "Sản phẩm",
)
ROWS: Final[tuple[layout.Row, ...]] = (
    ("I", "Hoàn thiện thể chế, chính sách"),
    (
        "1",
        "Xây dựng chính sách hỗ trợ doanh nghiệp nhỏ và vừa đổi mới công nghệ",
        "Sở Khoa học và Công nghệ",
        "Sở Tài chính; Sở Tư pháp",
        "Quý II/2026",
        "Nghị quyết của Hội đồng nhân dân tỉnh",
    ),
    (
        "2",
        "Sửa đổi Quy chế quản lý nhiệm vụ khoa học và công nghệ cấp tỉnh",
        None,
        "Sở Tư pháp",
        "Tháng 5/2026",
        "Quyết định của Ủy ban nhân dân tỉnh",
    ),
    (
        "3",
        "Ban hành danh mục dữ liệu dùng chung của tỉnh",
        None,
        "Các sở, ban, ngành tỉnh; Ủy ban nhân dân các xã, phường",
        "30/6/2026",
        "Quyết định của Ủy ban nhân dân tỉnh",
    ),
    ("II", "Phát triển hạ tầng số và nhân lực số"),
    (
        "4",
        "Nâng cấp Trung tâm dữ liệu tỉnh theo cấp độ an toàn 3",
        "Sở Khoa học và Công nghệ",
        "Công an tỉnh",
        "Quý IV/2026",
        "Biên bản nghiệm thu hệ thống",
    ),
    (
        "5",
        "Phủ sóng 5G tại các khu công nghiệp và trung tâm xã, phường",
        "Sở Khoa học và Công nghệ",
        "Các doanh nghiệp viễn thông",
        "2026 - 2027",
        "Trạm phát sóng 5G",
    ),
    (
        "6",
        "Bồi dưỡng kỹ năng số cho 2.000 cán bộ, công chức cấp xã",
        "Sở Nội vụ",
        "Trường Chính trị tỉnh",
        "Trước ngày 30/9/2026",
        "Báo cáo kết quả bồi dưỡng",
    ),
    ("III", "Thúc đẩy đổi mới sáng tạo"),
    (
        "7",
        "Tổ chức Cuộc thi khởi nghiệp đổi mới sáng tạo tỉnh",
        "Sở Khoa học và Công nghệ",
        "Tỉnh đoàn; Hội Liên hiệp Phụ nữ tỉnh",
        "Hằng năm",
        "Cuộc thi được tổ chức",
    ),
    (
        "8",
        "Hỗ trợ bảo hộ nhãn hiệu cho sản phẩm bưởi, dừa và gạo đặc sản",
        "Sở Nông nghiệp và Môi trường",
        "Sở Khoa học và Công nghệ; Ủy ban nhân dân các xã, phường",
        "Thường xuyên",
        "Văn bằng bảo hộ",
    ),
)


def build() -> Document:
    """The document, ready to be saved."""
    document = layout.new_document()
    layout.header(
        document,
        ("ỦY BAN NHÂN DÂN", "TỈNH VĨNH LONG"),
        "Số: 41/KH-UBND",
        "Vĩnh Long, ngày 05 tháng 02 năm 2026",
    )
    layout.title(
        document,
        "KẾ HOẠCH",
        "Phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số tỉnh Vĩnh Long năm 2026",
    )
    layout.body(
        document,
        "Thực hiện Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị và Chương trình hành động số "
        "12-CTr/TU ngày 18/11/2025 của Tỉnh ủy Vĩnh Long, Ủy ban nhân dân tỉnh ban hành Kế hoạch phát triển khoa học, "
        "công nghệ, đổi mới sáng tạo và chuyển đổi số năm 2026 với các nội dung sau:",
    )
    _aims(document)
    _tasks(document)
    _organisation(document)
    layout.signature(
        document,
        (
            "Bộ Khoa học và Công nghệ;",
            "Thường trực Tỉnh ủy;",
            "Các sở, ban, ngành tỉnh;",
            "UBND các xã, phường;",
            "Lưu: VT, KGVX.",
        ),
        ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        "Lê Hoàng Minh Tâm",
    )
    layout.landscape_section(document)
    layout.title(document, "PHỤ LỤC", "DANH MỤC NHIỆM VỤ CỤ THỂ NĂM 2026")
    layout.centred(
        document,
        "(Kèm theo Kế hoạch số 41/KH-UBND ngày 05 tháng 02 năm 2026 của Ủy ban nhân dân tỉnh Vĩnh Long)",
        italic=True,
    )
    layout.task_table(document, COLUMNS, ROWS, (1.2, 7.5, 4, 4.5, 3.2, 4.3))
    return document


def _aims(document: Document) -> None:
    layout.numbered(document, ROMAN, "MỤC ĐÍCH, YÊU CẦU", heading=True)
    layout.numbered(document, NUMBER, "Mục đích", heading=True)
    layout.body(
        document,
        "Đưa khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số thành động lực chính của tăng trưởng, phục vụ người "
        "dân và doanh nghiệp ngày càng tốt hơn.",
    )
    layout.numbered(document, NUMBER, "Yêu cầu", heading=True)
    layout.numbered(
        document, BULLET, "Phân công rõ người, rõ việc, rõ thời gian, rõ kết quả; bố trí nguồn lực đúng trọng tâm."
    )
    layout.numbered(document, BULLET, "Gắn kết quả thực hiện với trách nhiệm của người đứng đầu.")
    layout.numbered(document, ROMAN, "MỤC TIÊU", heading=True)
    layout.numbered(document, NUMBER, "Mục tiêu tổng quát", heading=True)
    layout.body(
        document,
        "Xây dựng nền tảng dữ liệu, nhân lực và thị trường công nghệ để kinh tế của tỉnh phát triển nhanh và bền vững.",
    )
    layout.numbered(document, NUMBER, "Mục tiêu cụ thể đến hết năm 2026", heading=True)
    for text in (
        "Tỷ trọng đóng góp của năng suất các nhân tố tổng hợp (TFP) vào tăng trưởng kinh tế đạt trên 45%.",
        "Chi cho khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số đạt tối thiểu 3% tổng chi ngân sách địa phương.",
        "Có thêm 06 doanh nghiệp khoa học và công nghệ và 25 doanh nghiệp khởi nghiệp sáng tạo.",
        "Tỷ lệ doanh nghiệp có hoạt động đổi mới sáng tạo đạt 35 - 40%.",
        "100% hồ sơ công việc cấp tỉnh được xử lý trên môi trường mạng.",
        "Thành lập Trung tâm Đổi mới sáng tạo tỉnh.",
    ):
        layout.numbered(document, BULLET, text)


def _tasks(document: Document) -> None:
    layout.numbered(document, ROMAN, "NHIỆM VỤ, GIẢI PHÁP", heading=True)
    layout.numbered(document, NUMBER, "Nâng cao nhận thức, hoàn thiện thể chế", heading=True)
    for text in (
        "Tổ chức tuyên truyền trên báo chí, mạng xã hội và hệ thống truyền thanh cơ sở về lợi ích của dịch vụ số, công "
        "dân số.",
        "Rà soát, bãi bỏ các quy định của tỉnh đang cản trở việc thử nghiệm công nghệ mới.",
    ):
        layout.numbered(document, POINT, text)
    layout.numbered(document, NUMBER, "Phát triển hạ tầng số, dữ liệu số", heading=True)
    for text in (
        "Mở rộng hạ tầng băng rộng cố định và di động đến vùng sâu, vùng ven biển.",
        "Kết nối cơ sở dữ liệu chuyên ngành của tỉnh với các cơ sở dữ liệu quốc gia; bảo đảm dữ liệu đúng, đủ, sạch, sống.",
    ):
        layout.numbered(document, POINT, text)
    layout.numbered(document, NUMBER, "Phát triển nguồn nhân lực, thị trường công nghệ", heading=True)
    for text in (
        "Sở Giáo dục và Đào tạo chủ trì, phối hợp với các trường đại học trên địa bàn đưa nội dung trí tuệ nhân tạo vào "
        "hoạt động ngoại khóa của học sinh trung học phổ thông, hoàn thành trước tháng 9/2026.",
        "Hỗ trợ doanh nghiệp tham gia chợ công nghệ, kết nối cung - cầu công nghệ trong vùng Đồng bằng sông Cửu Long.",
    ):
        layout.numbered(document, POINT, text)


def _organisation(document: Document) -> None:
    layout.numbered(document, ROMAN, "KINH PHÍ THỰC HIỆN", heading=True)
    layout.body(document, "Tổng kinh phí thực hiện Kế hoạch năm 2026 là 48,5 tỷ đồng, trong đó:")
    for text in (
        "Ngân sách tỉnh: 32 tỷ đồng.",
        "Ngân sách trung ương hỗ trợ: 10 tỷ đồng.",
        "Nguồn xã hội hóa: 6,5 tỷ đồng.",
    ):
        layout.numbered(document, BULLET, text)
    layout.numbered(document, ROMAN, "TỔ CHỨC THỰC HIỆN", heading=True)
    layout.numbered(document, NUMBER, "Sở Khoa học và Công nghệ", heading=True)
    layout.numbered(
        document,
        POINT,
        "Chủ trì, phối hợp với các sở, ban, ngành tỉnh hướng dẫn, kiểm tra, đôn đốc việc thực hiện Kế hoạch.",
    )
    layout.numbered(document, POINT, "Định kỳ hằng quý tổng hợp kết quả thực hiện, báo cáo Ủy ban nhân dân tỉnh.")
    layout.numbered(document, NUMBER, "Sở Tài chính", heading=True)
    layout.body(
        document,
        "Tham mưu Ủy ban nhân dân tỉnh bố trí kinh phí thực hiện Kế hoạch theo khả năng cân đối của ngân sách và phân "
        "cấp hiện hành.",
    )
    layout.numbered(document, NUMBER, "Các sở, ban, ngành tỉnh; Ủy ban nhân dân các xã, phường", heading=True)
    layout.body(
        document,
        "Cụ thể hóa các nhiệm vụ được giao tại Phụ lục kèm theo Kế hoạch này vào chương trình công tác năm; hằng năm, "
        "trước ngày 15 tháng 11 báo cáo kết quả về Ủy ban nhân dân tỉnh (qua Sở Khoa học và Công nghệ).",
    )
    layout.body(
        document,
        "Trên đây là Kế hoạch phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số năm 2026. Quá trình thực "
        "hiện nếu phát sinh khó khăn, vướng mắc, các cơ quan, đơn vị, địa phương báo cáo Ủy ban nhân dân tỉnh (qua Sở "
        "Khoa học và Công nghệ) xem xét, quyết định./.",
    )
