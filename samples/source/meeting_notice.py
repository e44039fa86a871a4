"""Sample 7: a notice of the conclusions of a meeting (TB), which becomes an ODT file."""

from __future__ import annotations

from docx.document import Document

import layout
from layout import NUMBER, ROMAN


def build() -> Document:
    """The document, ready to be saved."""
    document = layout.new_document()
    layout.header(document, ("ỦY BAN NHÂN DÂN", "TỈNH CÀ MAU"), "Số: 87/TB-UBND", "Cà Mau, ngày 27 tháng 3 năm 2026")
    layout.title(
        document,
        "THÔNG BÁO",
        "Kết luận của Phó Chủ tịch Ủy ban nhân dân tỉnh Võ Thanh Lam tại cuộc họp về xây dựng hệ sinh thái khởi nghiệp "
        "nuôi tôm công nghệ cao",
    )
    layout.body(
        document,
        "Ngày 25 tháng 3 năm 2026, Phó Chủ tịch Ủy ban nhân dân tỉnh Võ Thanh Lam chủ trì cuộc họp về xây dựng hệ sinh "
        "thái khởi nghiệp nuôi tôm công nghệ cao. Sau khi nghe các đơn vị báo cáo và thảo luận, Phó Chủ tịch kết luận như "
        "sau:",
    )
    layout.numbered(document, ROMAN, "ĐÁNH GIÁ CHUNG", heading=True)
    layout.body(
        document,
        "Các đơn vị đã chuẩn bị tài liệu chu đáo; tuy nhiên việc phối hợp giữa ngành nông nghiệp và ngành khoa học còn "
        "chậm, dữ liệu vùng nuôi chưa được chia sẻ.",
    )
    layout.numbered(document, ROMAN, "NHIỆM VỤ TRONG THỜI GIAN TỚI", heading=True)
    for text in (
        "Sở Khoa học và Công nghệ chủ trì, phối hợp với Sở Nông nghiệp và Môi trường hoàn thiện Đề án hệ sinh thái khởi "
        "nghiệp nuôi tôm, trình Ủy ban nhân dân tỉnh trước ngày 20/4/2026.",
        "Sở Nông nghiệp và Môi trường công khai bản đồ số vùng nuôi tôm siêu thâm canh; thời gian hoàn thành trong tháng "
        "5/2026.",
        "Giao Sở Tài chính hướng dẫn trình tự, thủ tục hỗ trợ doanh nghiệp khởi nghiệp từ Quỹ phát triển khoa học và công "
        "nghệ của tỉnh trong quý II/2026.",
        "Ủy ban nhân dân các xã ven biển thường xuyên vận động hộ nuôi lắp đặt thiết bị quan trắc môi trường nước.",
    ):
        layout.numbered(document, NUMBER, text)
    layout.body(
        document,
        "Ủy ban nhân dân tỉnh thông báo để các cơ quan, đơn vị biết, triển khai thực hiện./.",
    )
    layout.signature(
        document,
        ("Chủ tịch, các Phó Chủ tịch UBND tỉnh;", "Các sở: KH&CN, NN&MT, TC;", "UBND các xã ven biển;", "Lưu: VT, NN."),
        ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
        "Huỳnh Trọng Nghĩa",
    )
    return document
