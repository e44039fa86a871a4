"""The sentences for what folding refuses, by its codes."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotrinh.core.problems import Refused
from lotrinh.documents.review.items import Invalid

_SENTENCES: Final = {
    "fields": _("Có trường chưa đúng; hãy xem lại."),
    "unknown-field": _("Biểu mẫu có trường không thuộc phần này. Hãy tải lại trang."),
    "unknown-action": _("Không có thao tác này."),
    "not-for-the-header": _("Thông tin văn bản chỉ có thể chấp nhận hoặc sửa."),
    "no-such-item": _("Không có mục này trong bản đọc."),
    "item-is-gone": _("Mục này đã được tách hoặc gộp, không còn đứng riêng."),
    "bad-offset": _("Hãy đặt chỗ tách vào giữa nội dung: mỗi phần phải có chữ."),
    "words-differ": _(
        "Hai phần phải gồm đúng các chữ của mục, không thêm bớt. Muốn sửa chữ, hãy tách rồi sửa từng phần."
    ),
    "not-before": _("Chỉ gộp được với mục đứng trước trong cùng phần."),
    "bad-span": _("Đoạn được chọn không nằm trong văn bản, hoặc quá dài."),
    "no-words": _("Đoạn được chọn không có chữ nào."),
    "bad-key": _("Mục mới không có số hợp lệ. Hãy tải lại trang."),
    "no-such-word": _("Ở chỗ này không có chữ nào đã được khôi phục. Hãy tải lại trang."),
    "word-given-back": _("Chữ này đã được trả lại như đã đọc."),
    "nothing-to-undo": _("Không còn thao tác nào của bạn để hoàn tác."),
    "built-upon": _("Không hoàn tác được: sau đó đã có quyết định khác về cùng mục."),
}
_FIELDS: Final = {
    "required": _("Không được để trống."),
    "not-text": _("Phải là chữ."),
    "too-long": _("Dài quá mức cho phép."),
    "not-a-date": _("Không phải ngày tháng. Ví dụ: 05/06/2026, 6/2026, Quý III/2026, 2026."),
    "not-a-number": _("Không phải số. Ví dụ: 1.234,5."),
    "not-a-year": _("Không phải năm. Ví dụ: 2030."),
    "not-money": _("Không phải số tiền. Ví dụ: 1.500.000.000 hoặc 1,5 tỷ đồng."),
    "out-of-range": _("Số nằm ngoài khoảng cho phép."),
    "too-many": _("Quá nhiều tên: tối đa 100, mỗi tên một dòng."),
    "not-a-choice": _("Không có lựa chọn này."),
    "before-start": _("Đứng trước điểm bắt đầu."),
}


def sentence(code: str) -> str | Promise:
    """What is wrong with a decision."""
    return _SENTENCES.get(code, _SENTENCES["unknown-action"])


def refused(problem: Invalid) -> Refused:
    """The refusal that a person reads."""
    fields = {name: _FIELDS.get(code, _FIELDS["not-a-choice"]) for name, code in problem.fields.items()}
    return Refused(sentence(problem.code), code=f"review-{problem.code}", fields=fields)
