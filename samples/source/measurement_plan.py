"""Sample 5: a plan that becomes a PDF with page numbers and a ruled appendix table over two pages."""

from __future__ import annotations

from typing import Final

from docx.document import Document

import layout
from layout import BULLET, NUMBER, ROMAN

COLUMNS: Final = ("STT", "Nội dung công việc", "Kết quả dự kiến", "Đơn vị chủ trì", "Đơn vị phối hợp", "Tiến độ")
ROWS: Final[tuple[layout.Row, ...]] = (
    (
        "1",
        "Rà soát, công bố danh mục chuẩn đo lường đang sử dụng tại các cơ sở y tế công lập",
        "Danh mục được công bố",
        "Sở Y tế",
        "Sở Khoa học và Công nghệ",
        "Quý III/2026",
    ),
    (
        "2",
        "Kiểm định, thay thế cân đối chứng tại các chợ hạng I, hạng II",
        "Cân đối chứng được lắp đặt",
        "Ủy ban nhân dân các xã, phường",
        "Sở Công Thương",
        "Tháng 12/2026",
    ),
    (
        "3",
        "Xây dựng quy chuẩn kỹ thuật địa phương đối với nước mắm Cửa Việt",
        "Quyết định ban hành quy chuẩn",
        "Sở Nông nghiệp và Môi trường",
        "Sở Y tế; Sở Khoa học và Công nghệ",
        "2026 - 2027",
    ),
    (
        "4",
        "Đầu tư thiết bị thử nghiệm vật liệu xây dựng cho Trung tâm Kỹ thuật Tiêu chuẩn Đo lường Chất lượng",
        "Hệ thống thiết bị thử nghiệm",
        "Sở Khoa học và Công nghệ",
        "Sở Tài chính; Sở Xây dựng",
        "2027 - 2028",
    ),
    (
        "5",
        "Hướng dẫn doanh nghiệp xây dựng, công bố tiêu chuẩn cơ sở",
        "30 tiêu chuẩn cơ sở",
        "Sở Khoa học và Công nghệ",
        "Hiệp hội Doanh nghiệp tỉnh",
        "Hằng năm",
    ),
    (
        "6",
        "Thanh tra, kiểm tra đo lường trong kinh doanh xăng dầu, vàng trang sức",
        "Kết luận thanh tra, kiểm tra",
        "Thanh tra tỉnh",
        "Sở Công Thương; Công an tỉnh",
        "Thường xuyên",
    ),
    (
        "7",
        "Áp dụng hệ thống truy xuất nguồn gốc cho cà phê Khe Sanh, hồ tiêu và dược liệu",
        "Mã số truy xuất cho 20 sản phẩm",
        "Sở Nông nghiệp và Môi trường",
        "Sở Khoa học và Công nghệ",
        "31/12/2028",
    ),
    (
        "8",
        "Số hóa hồ sơ kiểm định, dán tem điện tử cho đồng hồ nước, công tơ điện, taximet và cột đo xăng dầu",
        "Cơ sở dữ liệu đo lường của tỉnh kết nối với cơ sở dữ liệu quốc gia",
        "Sở Khoa học và Công nghệ",
        "Sở Công Thương; các đơn vị cấp nước, điện lực",
        "6/2027",
    ),
    (
        "9",
        "Hỗ trợ phòng thử nghiệm của Trường Cao đẳng Kỹ thuật Quảng Trị đạt chuẩn ISO/IEC 17025 về nước uống và nông sản",
        "Chứng chỉ công nhận phòng thử nghiệm",
        "Trường Cao đẳng Kỹ thuật Quảng Trị",
        "Sở Khoa học và Công nghệ; Sở Y tế",
        "2027",
    ),
    (
        "10",
        "Khảo sát mức độ hài lòng của người tiêu dùng đối với nhãn hàng hóa, định lượng hàng đóng gói sẵn",
        "Báo cáo khảo sát",
        "Sở Công Thương",
        "Ủy ban nhân dân các xã, phường",
        "Hằng năm",
    ),
    (
        "11",
        "Tổ chức hội nghị tổng kết thực hiện Kế hoạch",
        "Báo cáo tổng kết",
        "Sở Khoa học và Công nghệ",
        "Các sở, ban, ngành liên quan",
        "Quý IV/2030",
    ),
)


def build() -> Document:
    """The document, ready to be saved."""
    document = layout.new_document()
    layout.header(
        document, ("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG TRỊ"), "Số: 118/KH-UBND", "Quảng Trị, ngày 18 tháng 3 năm 2026"
    )
    layout.title(
        document,
        "KẾ HOẠCH",
        "Phát triển hoạt động tiêu chuẩn, đo lường, chất lượng trên địa bàn tỉnh Quảng Trị giai đoạn 2026 - 2030",
    )
    layout.body(
        document,
        "Căn cứ Luật Tiêu chuẩn và Quy chuẩn kỹ thuật số 68/2006/QH11; Luật Đo lường số 04/2011/QH13; theo đề nghị của "
        "Giám đốc Sở Khoa học và Công nghệ tại Tờ trình số 52/TTr-SKHCN ngày 10 tháng 3 năm 2026, Ủy ban nhân dân tỉnh "
        "ban hành Kế hoạch như sau:",
    )
    layout.numbered(document, ROMAN, "MỤC TIÊU", heading=True)
    layout.numbered(document, NUMBER, "Mục tiêu chung", heading=True)
    layout.body(
        document,
        "Đưa hoạt động tiêu chuẩn, đo lường, chất lượng trở thành công cụ bảo vệ người tiêu dùng và nâng sức cạnh tranh "
        "của hàng hóa địa phương.",
    )
    layout.numbered(document, NUMBER, "Mục tiêu cụ thể đến năm 2030", heading=True)
    for text in (
        "Ít nhất 95% phương tiện đo nhóm 2 đang sử dụng được kiểm định đúng thời hạn.",
        "Tỷ lệ hàng hóa vi phạm về nhãn giảm còn dưới 5%.",
        "Có từ 03 đến 05 sản phẩm mang thương hiệu quốc gia.",
        "Tốc độ đổi mới công nghệ, thiết bị đạt 12 - 15%/năm.",
    ):
        layout.numbered(document, BULLET, text)
    layout.numbered(document, ROMAN, "NHIỆM VỤ", heading=True)
    for text in (
        "Tuyên truyền, phổ biến pháp luật về tiêu chuẩn, đo lường, chất lượng đến tiểu thương và người tiêu dùng.",
        "Nâng cao năng lực kiểm định, thử nghiệm của các tổ chức sự nghiệp công lập; khuyến khích tư nhân đầu tư phòng "
        "thử nghiệm.",
        "Mở rộng áp dụng hệ thống quản lý chất lượng tiên tiến trong cơ quan hành chính và doanh nghiệp.",
    ):
        layout.numbered(document, BULLET, text)
    layout.numbered(document, ROMAN, "KINH PHÍ", heading=True)
    layout.body(
        document,
        "Kinh phí thực hiện Kế hoạch giai đoạn 2026 - 2030 là 12.500 triệu đồng, bố trí từ ngân sách tỉnh.",
    )
    layout.numbered(document, ROMAN, "TỔ CHỨC THỰC HIỆN", heading=True)
    layout.numbered(document, NUMBER, "Sở Khoa học và Công nghệ", heading=True)
    layout.body(
        document,
        "Là cơ quan thường trực, theo dõi việc thực hiện Kế hoạch; trước ngày 20 tháng 12 hằng năm tổng hợp, báo cáo Ủy "
        "ban nhân dân tỉnh.",
    )
    layout.numbered(document, NUMBER, "Sở Công Thương", heading=True)
    layout.body(
        document,
        "Chủ trì, phối hợp với Công an tỉnh xử lý hành vi gian lận thương mại về đo lường, chất lượng.",
    )
    layout.numbered(document, NUMBER, "Ủy ban nhân dân các xã, phường", heading=True)
    layout.body(document, "Bố trí cán bộ làm đầu mối, vận động hộ kinh doanh sử dụng phương tiện đo đã kiểm định.")
    layout.signature(
        document,
        ("Thường trực Tỉnh ủy;", "Các sở, ban, ngành tỉnh;", "UBND các xã, phường;", "Lưu: VT, KT."),
        ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        "Nguyễn Đăng Khải",
    )
    layout.landscape_section(document)
    layout.title(document, "PHỤ LỤC", "PHÂN CÔNG NHIỆM VỤ GIAI ĐOẠN 2026 - 2030")
    layout.centred(
        document, "(Kèm theo Kế hoạch số 118/KH-UBND ngày 18/3/2026 của Ủy ban nhân dân tỉnh Quảng Trị)", italic=True
    )
    layout.task_table(document, COLUMNS, ROWS, (1.3, 8, 4.4, 4, 4, 3))
    layout.page_numbers(document)
    return document
