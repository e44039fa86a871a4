"""Words for parts, fields and values of items."""

from __future__ import annotations

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lotrinh.documents.review.fields import Field, Kind
from lotrinh.documents.review.items import Item
from lotrinh.documents.vocab import ItemState, Part
from vanban.extract.targets.indicators import indicators
from vanban.language import wording
from vanban.language.wording import Lang
from vanban.writers.labels import BUDGET_KINDS, COMPARATORS, FREQUENCIES, RECURRENCES, pick

#: The letters that name a part beside its colour and its line.
LETTERS: Final[dict[str, str | Promise]] = {
    Part.DOCUMENT: _("VB"),
    Part.TARGETS: _("CT"),
    Part.TASKS: _("NV"),
    Part.ASSIGNMENTS: _("PC"),
    Part.REPORTING: _("BC"),
    Part.BUDGET: _("KP"),
}
_NAMES: Final[dict[str, str | Promise]] = {
    "kind": _("Loại văn bản (ký hiệu)"),
    "number": _("Số, ký hiệu"),
    "date": _("Ngày ban hành"),
    "issuer": _("Cơ quan ban hành"),
    "title": _("Trích yếu"),
    "place": _("Nơi ban hành"),
    "province": _("Tỉnh, thành phố"),
    "signer_name": _("Người ký"),
    "signer_position": _("Chức vụ người ký"),
    "signer_capacity": _("Quyền hạn ký"),
    "recipients": _("Nơi nhận"),
    "urgency": _("Mức độ khẩn"),
    "draft": _("Là dự thảo"),
    "text": _("Nội dung"),
    "name": _("Tên chỉ tiêu"),
    "comparator": _("So sánh"),
    "value": _("Giá trị"),
    "value_high": _("Giá trị trên"),
    "unit": _("Đơn vị tính"),
    "year_from": _("Từ năm"),
    "year": _("Năm phải đạt"),
    "every": _("Lặp lại"),
    "lead": _("Cơ quan chủ trì"),
    "partners": _("Cơ quan phối hợp"),
    "indicator": _("Chỉ số thống kê"),
    "start": _("Bắt đầu"),
    "deadline": _("Thời hạn"),
    "deadline_text": _("Thời hạn theo lời văn"),
    "deliverable": _("Sản phẩm"),
    "budget": _("Kinh phí (đồng)"),
    "frequency": _("Kỳ báo cáo"),
    "by": _("Cơ quan báo cáo"),
    "to": _("Nơi nhận báo cáo"),
    "through": _("Gửi qua"),
    "due": _("Hạn gửi"),
    "label": _("Khoản kinh phí"),
    "amount": _("Số tiền (đồng)"),
    "year_first": _("Từ năm"),
    "year_last": _("Đến năm"),
    "source": _("Nguồn vốn"),
}
_SUM_KIND: Final = _("Loại số tiền")
BADGES: Final[dict[str, str]] = {
    ItemState.PENDING: "muted",
    ItemState.ACCEPTED: "ok",
    ItemState.EDITED: "info",
    ItemState.REJECTED: "bad",
    ItemState.GONE: "muted",
}


def lang() -> Lang:
    """The language of the page as the engine calls it."""
    return "en" if (get_language() or "").startswith("en") else "vi"


def field_name(part: str, name: str) -> str | Promise:
    """The name of a field."""
    return _SUM_KIND if (part, name) == (Part.BUDGET, "kind") else _NAMES[name]


def choices(part: str, field: Field) -> list[tuple[str, str]]:
    """The codes of a choice with their words."""
    tables: dict[str, dict[str, Any]] = {
        "comparator": {str(code): words for code, words in COMPARATORS.items()},
        "every": {str(code): words for code, words in RECURRENCES.items()},
        "frequency": dict(FREQUENCIES),
        "kind": {str(code): words for code, words in BUDGET_KINDS.items()},
        "indicator": {one.code: (one.name, one.code.replace("_", " ")) for one in indicators()},
    }
    table = tables.get(field.name, {})
    return [(code, pick(table.get(code, (code, code)), lang())) for code in field.choices]


def typed(field: Field, value: Any) -> Any:
    """A value as a person would type it."""
    if field.kind is Kind.NAMES:
        return "\n".join(value)
    if value is None:
        return [] if field.kind is Kind.CHOICES else ""
    if field.kind is Kind.DATE:
        return wording.date(value)
    if field.kind in {Kind.NUMBER, Kind.MONEY}:
        return wording.number(float(value)) if field.kind is Kind.NUMBER else f"{value:,}".replace(",", ".")
    if field.kind is Kind.CHOICES:
        return value.split("+")
    return value


def shown(part: str, field: Field, value: Any) -> str:
    """A value as it is read; empty for none."""
    if value in (None, "", [], False):
        return ""
    if field.kind is Kind.NAMES:
        return "; ".join(value)
    if field.kind is Kind.DATE:
        return wording.date(value, lang())
    if field.kind is Kind.NUMBER:
        return wording.number(float(value), lang())
    if field.kind is Kind.MONEY:
        return wording.money(value, lang())
    if field.kind is Kind.FLAG:
        return str(_("có"))
    if field.kind in {Kind.CHOICE, Kind.CHOICES}:
        words = dict(choices(part, field))
        return ", ".join(words.get(code, code) for code in str(value).split("+"))
    return str(value)


def order_of(key: str) -> str:
    """The number that people see: items of the reading count from 1, pieces follow a dot, additions a plus."""
    head, dot, rest = key.partition(".")
    return f"{int(head) + 1}{dot}{rest}" if head.isdigit() else key


def mark_of(item: Item) -> str:
    """What the item is called on the page: `NV 12`; the header has no number."""
    letters = str(LETTERS[item.part])
    return letters if item.part == Part.DOCUMENT else f"{letters} {order_of(item.key)}"


def anchor_of(part: str, key: str) -> str:
    """The item's name in ids of the page: letters, digits, hyphens and underscores only."""
    return f"{part}-{key.replace('.', '_').replace('+', 'a')}"


def address_of(anchor: str) -> tuple[str, str]:
    """Part and key of what `anchor_of` made; an empty part where it is none of ours."""
    part, hyphen, key = anchor.partition("-")
    return (part, key.replace("_", ".").replace("a", "+")) if hyphen and part in LETTERS else ("", "")
