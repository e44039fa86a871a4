"""Rules that need more than words: header, plan, budget, labels; and the registry itself."""

from __future__ import annotations

import datetime as dt
import string

import msgspec
import pytest

from vanban.findings import RULES, Context, check
from vanban.readers import read_blocks
from vanban.record import (
    BudgetKind,
    BudgetLine,
    Comparator,
    Document,
    Finding,
    Recurrence,
    Severity,
    Signer,
    Specificity,
    Target,
    Task,
)
from vanban.structure import build
from vanban.structure.text import Label, LabelKind, Paragraph, ParagraphKind, Structure

TODAY = dt.date(2026, 1, 15)
SIGNED = Signer(name="Nguyễn Văn An", position="Phó Chủ tịch", capacity="KT. CHỦ TỊCH")
PLAN = Document(kind="KH", number="12/KH-UBND", date="2026-01-05", signer=SIGNED, issuer="UBND tỉnh")
CODES = (
    "number-missing date-missing date-incomplete citation-number-missing citation-malformed citation-date-conflict "
    "section-label-duplicate section-label-gap appendix-missing targets-missing deadline-missing owner-missing "
    "budget-missing budget-sum-mismatch budget-average-mismatch signature-missing text-damaged body-abolished spelling "
    "secrecy-mark"
)
NO_TEXT = Structure(content="", blocks=(), paragraphs=(), outline=())
UNCLEAR = Specificity(owner=False, deadline=False, deliverable=False, measure=False)


def context(**parts: object) -> Context:
    return msgspec.structs.replace(Context(structure=NO_TEXT, document=PLAN, on=TODAY), **parts)


def codes(found: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in found]


def one(found: tuple[Finding, ...], code: str) -> Finding:
    (finding,) = [finding for finding in found if finding.code == code]
    return finding


def task(lead: str | None = None, deadline: str | None = None, every: Recurrence | None = None) -> Task:
    return Task(
        section=None,
        section_id=None,
        text="Xây dựng đề án",
        lead=(lead,) if lead else (),
        partners=(),
        start=None,
        deadline=deadline,
        deadline_text="thường xuyên" if every else None,
        every=every,
        deliverable=None,
        budget=None,
        specificity=UNCLEAR,
        span=(0, 1),
        confidence=1.0,
    )


def target(value: float | None) -> Target:
    return Target(
        name="Số doanh nghiệp",
        indicator=None,
        comparator=Comparator.EQUAL,
        value=value,
        value_high=None,
        unit=None,
        year=None,
        year_from=None,
        every=None,
        lead=(),
        section=None,
        text="",
        span=(0, 1),
        confidence=1.0,
    )


def line(
    amount: float, kind: BudgetKind, parent: int | None = None, years: tuple[int, int] | None = None
) -> BudgetLine:
    return BudgetLine(
        label="Kinh phí",
        amount=round(amount * 1e9),
        kind=kind,
        years=years,
        source=None,
        parent=parent,
        span=(0, 1),
        confidence=1.0,
    )


def labelled(*labels: tuple[LabelKind, str], instruments: tuple[int, ...] = ()) -> Structure:
    paragraphs = []
    start = 0
    for index, (kind, value) in enumerate(labels):
        text = f"{value}. Nội dung"
        paragraphs.append(
            Paragraph(
                index=index,
                start=start,
                text=text,
                kind=ParagraphKind.PARAGRAPH,
                label=Label(kind=kind, value=value, end=len(value) + 2),
                instrument=instruments[index] if instruments else 0,
            )
        )
        start += len(text) + 1
    content = "\n".join(paragraph.text for paragraph in paragraphs)
    return Structure(content=content, blocks=(), paragraphs=tuple(paragraphs), outline=())


def labels_found(structure: Structure) -> list[tuple[str, str]]:
    return [
        (finding.code.removeprefix("section-label-"), structure.content[slice(*finding.span)].rstrip("."))
        for finding in check(context(structure=structure))
        if finding.code.startswith("section-label") and finding.span
    ]


def test_every_code_of_the_contract_has_one_rule() -> None:
    assert sorted(rule.code for rule in RULES) == sorted(CODES.split())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_wording_stands_in_both_languages_with_the_same_fields(rule: object) -> None:
    assert rule.source  # type: ignore[attr-defined]
    for wording in rule.messages.values():  # type: ignore[attr-defined]
        fields = [{name for _, name, _, _ in string.Formatter().parse(wording[lang]) if name} for lang in ("vi", "en")]
        assert fields[0] == fields[1]
        assert all(wording[lang].endswith(".") for lang in ("vi", "en"))


def test_complete_header_is_not_remarked_upon() -> None:
    found = set(codes(check(context())))
    assert not found & {"number-missing", "date-missing", "date-incomplete", "signature-missing", "secrecy-mark"}


def test_header_without_number_date_and_signer() -> None:
    bare = Document(kind="KH", issuer="UBND tỉnh")
    found = codes(check(context(document=bare)))
    assert {"number-missing", "date-missing", "signature-missing"} <= set(found)
    assert "date-incomplete" not in found


def test_loose_text_without_kind_and_issuer_is_no_document() -> None:
    assert codes(check(context(document=Document()))) == []


@pytest.mark.parametrize(("date", "shown"), [("2024-06", "06/2024"), ("2024", "2024")])
def test_date_without_day_is_incomplete_and_said_as_officers_write_it(date: str, shown: str) -> None:
    found = check(context(document=msgspec.structs.replace(PLAN, date=date)))
    assert shown in one(found, "date-incomplete").message
    assert "date-missing" not in codes(found)


def test_dates_in_english_findings_name_the_month() -> None:
    found = check(context(document=msgspec.structs.replace(PLAN, date="2024-06"), lang="en"))
    assert "only June 2024 is given" in one(found, "date-incomplete").message
    dates = "Kế hoạch số 88/KH-UBND ngày 05/02/2025.\nKế hoạch số 88/KH-UBND ngày 21/3/2025."
    found = check(context(structure=build(read_blocks(dates.encode())), lang="en"))
    assert "5 February 2025 and 21 March 2025" in one(found, "citation-date-conflict").message
    body = "Giao Bộ Thông tin và Truyền thông chủ trì thực hiện."
    found = check(context(structure=build(read_blocks(body.encode())), lang="en"))
    assert "since 1 March 2025;" in one(found, "body-abolished").message


def test_a_day_that_the_calendar_does_not_have_is_said_as_it_was_written() -> None:
    dates = "Kế hoạch số 88/KH-UBND ngày 31/02/2025.\nKế hoạch số 88/KH-UBND ngày 28/02/2025."
    found = check(context(structure=build(read_blocks(dates.encode())), lang="en"))
    assert "31/02/2025 and 28 February 2025" in one(found, "citation-date-conflict").message


def test_secrecy_mark_is_an_error() -> None:
    found = one(check(context(document=msgspec.structs.replace(PLAN, secrecy="tối mật"))), "secrecy-mark")
    assert found.severity is Severity.ERROR
    assert "tối mật" in found.message


def test_plan_without_number_to_reach_and_without_money() -> None:
    found = codes(check(context(targets=(target(None),))))
    assert "targets-missing" in found
    assert "budget-missing" in found


def test_plan_with_both() -> None:
    parts = {"targets": (target(5),), "budget": (line(2, BudgetKind.TOTAL),)}
    assert codes(check(context(**parts))) == []


@pytest.mark.parametrize("kind", ["TT", "TB", "CV", "QĐ", "BC", None])
def test_documents_that_are_no_plans_are_not_asked_for_targets(kind: str | None) -> None:
    document = msgspec.structs.replace(PLAN, kind=kind)
    assert codes(check(context(document=document, tasks=(task(),)))) == []


def test_decision_that_promulgates_a_plan_is_asked() -> None:
    document = msgspec.structs.replace(PLAN, kind="QĐ", promulgates="KH")
    assert "targets-missing" in codes(check(context(document=document)))


def test_directive_is_asked_for_owners_and_deadlines_but_not_for_money() -> None:
    document = msgspec.structs.replace(PLAN, kind="CT")
    found = codes(check(context(document=document, tasks=(task(),))))
    assert found == ["deadline-missing", "owner-missing"]


def test_owners_are_counted_once_for_the_document() -> None:
    found = check(context(tasks=(task("Sở Y tế"), task(), task())))
    assert one(found, "owner-missing").message.startswith("2 trên 3 nhiệm vụ")


def test_one_deadline_is_enough() -> None:
    assert "deadline-missing" not in codes(check(context(tasks=(task(deadline="2026-06"), task()))))


def test_continuous_work_is_no_deadline() -> None:
    assert "deadline-missing" in codes(check(context(tasks=(task(every=Recurrence.CONTINUOUS),))))


def test_a_beginning_is_no_deadline() -> None:
    later = msgspec.structs.replace(task(), start="2027", deadline_text="Sau năm 2026")
    assert "deadline-missing" in codes(check(context(tasks=(later,))))


def test_plan_without_tasks_is_not_asked_for_their_deadlines() -> None:
    assert "deadline-missing" not in codes(check(context()))


def test_average_that_does_not_fit_states_the_figures() -> None:
    budget = (line(226, BudgetKind.TOTAL, years=(2013, 2020)), line(24, BudgetKind.AVERAGE))
    message = one(check(context(budget=budget)), "budget-average-mismatch").message
    assert all(figure in message for figure in ("24 tỷ đồng", "226 tỷ đồng", "8 năm", "2013–2020", "28,25 tỷ đồng"))


def test_average_is_said_in_english_with_english_numbers() -> None:
    budget = (line(226, BudgetKind.TOTAL, years=(2013, 2020)), line(24, BudgetKind.AVERAGE))
    message = one(check(context(budget=budget, lang="en")), "budget-average-mismatch").message
    assert all(figure in message for figure in ("VND 24 billion", "VND 226 billion", "VND 28.25 billion"))


@pytest.mark.parametrize("average", [28.25, 28.3, 28])
def test_average_up_to_rounding_fits(average: float) -> None:
    budget = (line(226, BudgetKind.TOTAL, years=(2013, 2020)), line(average, BudgetKind.AVERAGE))
    assert "budget-average-mismatch" not in codes(check(context(budget=budget)))


def test_average_without_years_is_not_judged() -> None:
    budget = (line(226, BudgetKind.TOTAL), line(24, BudgetKind.AVERAGE))
    assert "budget-average-mismatch" not in codes(check(context(budget=budget)))


@pytest.mark.parametrize(
    ("total", "parts", "wrong"),
    [
        (124.5, (9, 72, 33.5, 8, 2), False),
        (124.5, (9, 72, 33.5, 8, 12), True),
        (100, (60, 35), True),
        (100, (20, 15), False),  # examples, not all parts
        (100, (33.3, 33.3, 33.3), False),  # rounded
        (100, (60, 40, 70, 30), False),  # by period, then by source
        (100, (110,), False),  # one part says nothing
        (100, (60, 50), True),
    ],
)
def test_parts_of_a_sum(total: float, parts: tuple[float, ...], wrong: bool) -> None:  # noqa: FBT001
    budget = (line(total, BudgetKind.TOTAL), *(line(part, BudgetKind.PART, parent=0) for part in parts))
    assert ("budget-sum-mismatch" in codes(check(context(budget=budget)))) is wrong


def test_two_parts_with_one_letter() -> None:
    letters = labelled(*((LabelKind.LETTER, letter) for letter in "ABCDD"))
    assert labels_found(letters) == [("duplicate", "D")]


def test_numbers_that_skip_one() -> None:
    assert labels_found(labelled(*((LabelKind.NUMBER, n) for n in ("1", "2", "4")))) == [("gap", "4")]


def test_roman_numbers_that_skip_one_say_which() -> None:
    structure = labelled(*((LabelKind.ROMAN, n) for n in ("I", "II", "IV")))
    assert "“III”" in one(check(context(structure=structure)), "section-label-gap").message


def test_points_follow_the_vietnamese_alphabet_with_or_without_its_own_letter() -> None:
    for letters in ("abcdđeghik", "abcdegh", "abcdefghij"):
        assert labels_found(labelled(*((LabelKind.POINT, letter) for letter in letters))) == []


def test_lists_start_anew_under_each_heading() -> None:
    kinds = {"I": LabelKind.ROMAN, "II": LabelKind.ROMAN, "a": LabelKind.POINT, "b": LabelKind.POINT}
    values = ["I", "1", "a", "b", "2", "a", "b", "II", "1", "a", "2", "3"]
    assert labels_found(labelled(*((kinds.get(v, LabelKind.NUMBER), v) for v in values))) == []


def test_attached_instrument_numbers_its_parts_anew() -> None:
    articles = [(LabelKind.ARTICLE, n) for n in ("1", "2", "3", "1", "2")]
    assert labels_found(labelled(*articles, instruments=(0, 0, 0, 1, 1))) == []


def test_articles_go_on_over_chapters() -> None:
    chapter, article = LabelKind.CHAPTER, LabelKind.ARTICLE
    structure = labelled((chapter, "I"), (article, "1"), (article, "2"), (chapter, "II"), (article, "3"))
    assert labels_found(structure) == []


def test_year_at_the_start_of_a_line_is_no_label() -> None:
    assert labels_found(labelled(*((LabelKind.NUMBER, n) for n in ("1", "2", "30", "3")))) == []


def test_label_inside_the_line_before_is_not_missing() -> None:
    first = Label(kind=LabelKind.POINT, value="a", end=3)
    last = Label(kind=LabelKind.POINT, value="c", end=3)
    texts = ("a. Thời gian: ba tháng b. Địa điểm: hai xã", "c. Cách làm")
    starts = (0, len(texts[0]) + 1)
    paragraphs = tuple(
        Paragraph(index=i, start=starts[i], text=texts[i], kind=ParagraphKind.PARAGRAPH, label=label)
        for i, label in enumerate((first, last))
    )
    structure = Structure(content="\n".join(texts), blocks=(), paragraphs=paragraphs, outline=())
    assert labels_found(structure) == []


def test_damaged_text_is_said_once_and_not_searched_for_misprints() -> None:
    text = "Thuc hién Ké hoach ctua tinh vé phat trién khoa hoc trén dja ban tinh"
    paragraph = Paragraph(index=0, start=0, text=text, kind=ParagraphKind.PARAGRAPH)
    structure = Structure(content=text, blocks=(), paragraphs=(paragraph,), outline=())
    found = check(context(structure=structure, quality=0.1))
    assert one(found, "text-damaged").span is None
    assert "spelling" not in codes(found)


def test_damaged_passage_of_a_sound_text_is_pointed_at() -> None:
    good = "Các cơ quan, đơn vị căn cứ chức năng, nhiệm vụ được giao xây dựng kế hoạch và tổ chức thực hiện."
    bad = (
        "Cac co quan, don vi can cu chuc nang, nhiem vu duoc giao xay dung ke hoach va to chuc thuc hien, dinh ky "
        "bao cao ket qua ve co quan thuong truc de tong hop."
    )
    paragraphs = (
        Paragraph(index=0, start=0, text=good, kind=ParagraphKind.PARAGRAPH),
        Paragraph(index=1, start=len(good) + 1, text=bad, kind=ParagraphKind.PARAGRAPH),
    )
    structure = Structure(content=f"{good}\n{bad}", blocks=(), paragraphs=paragraphs, outline=())
    assert one(check(context(structure=structure)), "text-damaged").span == paragraphs[1].span


def test_bodies_are_judged_by_the_day_that_the_caller_gives() -> None:
    text = "Giao Sở Kế hoạch và Đầu tư thẩm định."
    paragraph = Paragraph(index=0, start=0, text=text, kind=ParagraphKind.PARAGRAPH)
    structure = Structure(content=text, blocks=(), paragraphs=(paragraph,), outline=())
    assert "body-abolished" in codes(check(context(structure=structure)))
    before = context(structure=structure, on=dt.date(2024, 6, 1))
    assert "body-abolished" not in codes(check(before))
