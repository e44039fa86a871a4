"""Tables of units: the forms to fill in, what was filled in, what was found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lotrinh.organisations.services.importing import (
    MOST_ROWS,
    Outcome,
    Report,
    UnitRow,
    Verdict,
    kind_labels,
    way_labels,
)
from lotrinh.organisations.vocab import Level, ReorganisationKind, UnitKind
from lotrinh.web.tables import Column, Limits, read
from lotrinh.web.tables.writing import csv_text, heads, lines, workbook

#: A cell is cut a little behind what any column takes, so that it is refused, not shortened in silence.
_LIMITS: Final = Limits(lines=MOST_ROWS, cell=2100)
COLUMNS: Final = (
    Column(key="code", label=gettext_lazy("Mã định danh"), heads=("ma dinh danh", "ma co quan")),
    Column(key="name", label=gettext_lazy("Tên đầy đủ"), heads=("ten day du", "ten co quan"), required=True),
    Column(key="short_name", label=gettext_lazy("Tên viết tắt"), heads=("ten viet tat",)),
    Column(key="kind", label=gettext_lazy("Loại"), heads=("loai",), required=True),
    Column(key="level", label=gettext_lazy("Cấp"), heads=("cap",)),
    Column(key="parent", label=gettext_lazy("Cấp trên"), heads=("cap tren",)),
    Column(key="names", label=gettext_lazy("Tên gọi khác"), heads=("ten goi khac", "ten khac")),
    Column(key="place", label=gettext_lazy("Mã địa danh"), heads=("ma dia danh", "ma don vi hanh chinh")),
    Column(key="starts_on", label=gettext_lazy("Hoạt động từ"), heads=("hoat dong tu",)),
    Column(key="ends_on", label=gettext_lazy("Đến hết ngày"), heads=("den het ngay", "den ngay")),
    Column(key="predecessors", label=gettext_lazy("Kế thừa của"), heads=("ke thua cua", "ke thua tu")),
    Column(key="how", label=gettext_lazy("Hình thức"), heads=("hinh thuc",)),
    Column(key="subject", label=gettext_lazy("Lĩnh vực"), heads=("linh vuc",)),
    Column(key="act_number", label=gettext_lazy("Số văn bản"), heads=("so van ban", "so, ky hieu")),
    Column(key="act_issued_on", label=gettext_lazy("Ngày văn bản"), heads=("ngay van ban", "ngay ban hanh")),
    Column(key="act_effective_on", label=gettext_lazy("Hiệu lực từ"), heads=("hieu luc tu", "co hieu luc")),
)
KEYS: Final = tuple(column.key for column in COLUMNS)
LABELS: Final[Mapping[str, str | Promise]] = {column.key: column.label for column in COLUMNS}
OUTCOMES: Final[Mapping[Outcome, str | Promise]] = {
    Outcome.ADD: gettext_lazy("sẽ thêm"),
    Outcome.CHANGE: gettext_lazy("sẽ sửa"),
    Outcome.SAME: gettext_lazy("đã có, không đổi"),
    Outcome.WRONG: pgettext_lazy("row", "sai"),
}
_WIDTHS: Final = (16, 42, 18, 26, 14, 34, 34, 14, 14, 14, 40, 24, 26, 20, 14, 14)
#: What stands in each column, for the sheet of explanations.
_ABOUT: Final[Mapping[str, str | Promise]] = {
    "code": gettext_lazy("Mã trong danh mục mã định danh (ví dụ H12.05) hoặc ký hiệu văn bản; nhận ra cơ quan đã có."),
    "name": gettext_lazy("Bắt buộc. Không có mã thì cơ quan đã có được nhận ra theo tên đầy đủ dưới cùng cấp trên."),
    "short_name": gettext_lazy("Ví dụ: Sở KH&CN."),
    "kind": gettext_lazy("Bắt buộc; chọn trong danh sách. Doanh nghiệp, ngân hàng không cần tài khoản vẫn ghi được."),
    "level": gettext_lazy("Để trống thì tính theo loại."),
    "parent": gettext_lazy("Tên hoặc mã; có thể là một dòng khác của bảng, ở trên hay ở dưới."),
    "names": gettext_lazy("Tên cũ, cách gọi trong văn bản; cách nhau bằng dấu chấm phẩy. Tên đã có không bị xóa."),
    "place": gettext_lazy("Mã tỉnh hai chữ số hoặc mã xã năm chữ số theo danh mục của Nhà nước."),
    "starts_on": gettext_lazy("Ngày/tháng/năm, ngày đầu tiên hoạt động."),
    "ends_on": gettext_lazy("Ngày cuối cùng hoạt động; để trống nếu còn hoạt động."),
    "predecessors": gettext_lazy("Tên hoặc mã của cơ quan trước; nhiều cơ quan thì cách nhau bằng dấu chấm phẩy."),
    "how": gettext_lazy(
        "Giải thể mà không ghi “Kế thừa của”: cơ quan ở dòng này kết thúc, không có cơ quan nhận nhiệm vụ. Cơ quan "
        "nhận thêm từ lần khác thì ghi thêm một dòng cùng tên."
    ),
    "subject": gettext_lazy("Phần nhiệm vụ được chuyển; để trống nếu chuyển tất cả."),
    "act_number": gettext_lazy("Số, ký hiệu văn bản quyết định việc sắp xếp."),
    "act_issued_on": gettext_lazy("Ngày ban hành văn bản đó."),
    "act_effective_on": gettext_lazy("Ngày đầu tiên của bộ máy mới; cơ quan cũ kết thúc hết ngày liền trước."),
}


def template(known: Sequence[tuple[str, str]]) -> bytes:
    """The empty table as XLSX with lists, and sheets with an example, explanations and the units that there are.

    known: name and code of each unit.
    """

    def fill(book: Any) -> None:
        text = book.add_format({"num_format": "@"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("Cơ quan"))
        heads(book, sheet, zip(_heads(), _WIDTHS, strict=True), text)
        example = book.add_worksheet(_("Ví dụ"))
        heads(book, example, zip(_heads(), _WIDTHS, strict=True), wrapped)
        lines(example, ([row.get(key, "") for key in KEYS] for row in _example()), wrapped)
        about = book.add_worksheet(_("Cách điền"))
        heads(book, about, ((_("Cột"), 20), (_("Nội dung cần ghi"), 100)))
        lines(about, ((str(LABELS[key]), str(_ABOUT[key])) for key in KEYS), wrapped)
        lists = book.add_worksheet(_("Danh mục"))
        names, codes = [name for name, _code in known], [code for _name, code in known]
        columns = (
            (_("Loại"), 28, list(kind_labels())),
            (_("Cấp"), 16, [str(level.label) for level in Level]),
            (_("Hình thức"), 34, list(way_labels())),
            (_("Cơ quan đã có"), 60, names),
            (_("Mã định danh"), 20, codes),
        )
        heads(book, lists, ((label, width) for label, width, _values in columns))
        for index, (_label, _width, values) in enumerate(columns):
            for number, value in enumerate(values, 1):
                lists.write_string(number, index, value)
        sources = (("kind", "A", 0, "stop"), ("level", "B", 1, "stop"), ("how", "C", 2, "stop"))
        for key, letter, index, strictness in (*sources, ("parent", "D", 3, "information")):
            if columns[index][2]:
                # Another name, a code or a row of this table may be typed as parent: that list helps, it does not bind.
                source = f"='{lists.get_name()}'!${letter}$2:${letter}${len(columns[index][2]) + 1}"
                place = KEYS.index(key)
                rule = {"validate": "list", "source": source, "error_type": strictness}
                sheet.data_validation(1, place, MOST_ROWS, place, rule)

    return workbook(fill)


def template_csv() -> bytes:
    """The empty table as CSV: its head."""
    return csv_text([_heads()])


def rows(data: bytes) -> list[UnitRow]:
    """The filled lines, each with its number in the file.

    Raises:
        Refused: this is no table, it is too large, or columns are missing.

    """
    return [UnitRow(number=line.number, **line.values) for line in read(data, COLUMNS, _LIMITS)]


def report(found: Report) -> bytes:
    """The rows as they were sent, each with its outcome and what is wrong: to be corrected and sent again."""

    def fill(book: Any) -> None:
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("Kết quả"))
        columns = ((_("Lỗi"), 60), (_("Kết quả"), 40), *zip(_heads(), _WIDTHS, strict=True))
        heads(book, sheet, columns, text)
        lines(sheet, (_reported(verdict) for verdict in found.verdicts), text)
        sheet.autofilter(0, 0, len(found.verdicts), len(columns) - 1)

    return workbook(fill)


def said_faults(verdict: Verdict) -> list[tuple[str, str]]:
    """Each fault with the label of its column."""
    return [(str(LABELS[fault.column]), fault.sentence) for fault in verdict.faults]


def said_changes(verdict: Verdict) -> list[tuple[str, str, str]]:
    """Each change with the label of its column, before and after."""
    return [(str(LABELS[change.column]), change.before, change.after) for change in verdict.changes]


def _heads() -> list[str]:
    return [f"{column.label} *" if column.required else str(column.label) for column in COLUMNS]


def _reported(verdict: Verdict) -> list[str]:
    faults = "\n".join(f"{label}: {sentence}" for label, sentence in said_faults(verdict))
    changes = [
        f"{label}: {before} → {after}" if before else f"{label}: {after}"
        for label, before, after in said_changes(verdict)
    ]
    outcome = "\n".join((str(OUTCOMES[verdict.outcome]), *changes))
    return [faults, outcome, *(getattr(verdict.row, key) for key in KEYS)]


def _example() -> list[dict[str, str]]:
    """Rows that show each way of filling in; the names are invented."""
    department, firm = str(UnitKind.DEPARTMENT.label), str(UnitKind.FIRM.label)
    top = _("Ủy ban nhân dân tỉnh Sông Trà")
    merged = {
        "how": str(ReorganisationKind.MERGE.label),
        "act_number": _("12/NQ-HĐND"),
        "act_issued_on": "20/02/2025",
        "act_effective_on": "01/03/2025",
    }
    return [
        {"name": top, "kind": str(UnitKind.PROVINCE.label), "code": "H99", "place": "99"},
        {
            "name": _("Sở Khoa học và Công nghệ"), "short_name": _("Sở KH&CN"), "kind": department, "code": "H99.05",
            "parent": top, "names": _("Sở Khoa học Công nghệ; Sở KHCN"),
        },
        {
            "name": _("Sở Tài chính"), "kind": department, "parent": "H99", "starts_on": "01/03/2025",
            "predecessors": _("Sở Kế hoạch và Đầu tư; Sở Tài chính"), **merged,
        },
        {
            "name": _("Sở Khoa học và Công nghệ"), "kind": department, "parent": top,
            "predecessors": _("Sở Thông tin và Truyền thông"), "subject": _("chuyển đổi số, viễn thông"), **merged,
            "how": str(ReorganisationKind.TRANSFER.label),
        },
        {"name": _("Phòng Công nghệ"), "kind": str(UnitKind.DIVISION.label), "parent": _("Sở KH&CN")},
        {
            "name": _("Ủy ban nhân dân xã Bình An"), "kind": str(UnitKind.COMMUNE.label), "parent": top,
            "place": "09999", "starts_on": "01/07/2025",
        },
        {"name": _("Công ty cổ phần Cấp nước Sông Trà"), "kind": firm, "parent": top},
        {
            "name": _("Ngân hàng Chính sách xã hội, chi nhánh tỉnh"), "short_name": _("NHCSXH"), "kind": firm,
            "parent": top,
        },
    ]  # fmt: skip
