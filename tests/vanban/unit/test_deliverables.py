"""A product is what a sentence makes, not what it cites."""

from __future__ import annotations

import pytest

from vanban.extract.tasks.fields import find_deliverable


@pytest.mark.parametrize(
    ("sentence", "product"),
    [
        ("Ban hành Quy chế quản lý dữ liệu mở, công bố rộng rãi.", "Quy chế quản lý dữ liệu mở"),
        ("Xây dựng và triển khai chương trình đào tạo chuyên gia.", "chương trình đào tạo chuyên gia"),
        ("Xây dựng mới 02 trung tâm hỗ trợ khởi nghiệp.", "02 trung tâm hỗ trợ khởi nghiệp"),
        ("Quản lý việc xây dựng kho lưu trữ theo quy hoạch đô thị.", None),
        ("Triển khai dự án được UBND tỉnh phê duyệt tại Quyết định số 77/QĐ-UBND.", None),
        ("Rà soát việc ban hành Quyết định số 77/QĐ-UBND.", None),
        ("Tổ chức thực hiện các chương trình khuyến công.", None),
        ("Cập nhật việc lập các quy hoạch nêu trên.", None),
    ],
)
def test_a_product_is_made_and_not_cited(sentence: str, product: str | None) -> None:
    assert find_deliverable(sentence) == product
