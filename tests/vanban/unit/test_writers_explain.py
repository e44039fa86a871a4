"""The page that explains a reading: complete, self-contained, linked both ways, legible, and safe for any text."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from vanban.record import Finding, PlanRecord, Severity, Text, TextBlock
from vanban.writers import explain

RECORD: Final = PlanRecord.from_json(Path(__file__).with_name("writers_record.json").read_bytes())
EMPTY: Final = msgspec.structs.replace(
    RECORD, outline=(), citations=(), targets=(), tasks=(), assignments=(), reporting=(), budget=(), findings=()
)
PREFIXES: Final = ("ct", "nv", "pc", "bc", "kp", "vd", "ph")
HOSTILE: Final = '</script><img src=x onerror="alert(1)">&lt;b\'"><style>*{display:none}</style>'


def page(record: PlanRecord = RECORD) -> html.HtmlElement:
    return html.document_fromstring(explain.write(record))


def find(element: html.HtmlElement, path: str) -> list[Any]:
    found = element.xpath(path)
    assert isinstance(found, list)
    return found


def spans(root: html.HtmlElement) -> list[Any]:
    return find(root, "//*[@id='source']//span[@data-i]")


def with_content(content: str) -> PlanRecord:
    """A record whose text is `content` and whose one finding covers all of it."""
    text = Text(content=content, blocks=(TextBlock(span=(0, len(content))),), quality=1.0, restored=False)
    finding = Finding(code="spelling", severity=Severity.NOTE, message=content, span=(0, len(content)))
    return msgspec.structs.replace(EMPTY, text=text, findings=(finding,))


def test_every_item_has_a_card_and_a_mark() -> None:
    root = page()
    counts = [
        len(part)
        for part in (
            RECORD.targets,
            RECORD.tasks,
            RECORD.assignments,
            RECORD.reporting,
            RECORD.budget,
            RECORD.citations,
            RECORD.findings,
        )
    ]
    for prefix, count in zip(PREFIXES, counts, strict=True):
        for order in range(1, count + 1):
            assert find(root, f"//article[@id='{prefix}{order}']")
    marked = {anchor for span in spans(root) for anchor in span.get("data-i").split()}
    assert marked == {f"{p}{n}" for p, c in zip(PREFIXES, counts, strict=True) for n in range(1, c + 1)} - {"ph1"}


def test_all_links_lead_somewhere_and_identifiers_are_unique() -> None:
    root = page()
    identifiers = find(root, "//@id")
    assert len(identifiers) == len(set(identifiers))
    for target in find(root, "//a/@href"):
        assert target.startswith("#")
        assert target[1:] in identifiers


def test_each_side_links_to_the_other() -> None:
    root = page()
    assert find(root, "//*[@id='source']//a[@href='#nv2']/@id") == ["s-nv2"]
    assert find(root, "//article[@id='nv2']//a/@href") == ["#s-nv2"]
    assert find(root, "//*[@id='source']//a[@href='#vd1']/@id") == ["s-vd1", "s-vd1-2"]


def test_the_source_is_there_word_for_word() -> None:
    root = page()
    lines = RECORD.text.content.split("\n")
    for number, line in enumerate(lines, 1):
        element = find(root, f"//*[@id='l{number}']")[0]
        if element.tag == "tr":
            cells = [cell.text_content() for cell in element if cell.get("class") != "g"]
            assert " | ".join(cells) == line
        else:
            assert find(element, "./p")[0].text_content() == line


def test_rows_stand_in_one_table_and_pages_are_marked() -> None:
    root = page()
    assert len(find(root, "//*[@id='source']//table")) == 1
    assert [cell.text_content() for cell in find(root, "//th")][:2] == ["TT", "Nhiệm vụ"]
    assert [mark.text_content() for mark in find(root, "//*[@class='pg']")] == ["Trang 1", "Trang 2", "Trang 3"]


def test_overlapping_spans_keep_every_item() -> None:
    root = page()
    inner = next(s for s in spans(root) if s.text_content() == "226 tỷ đồng")
    assert set(inner.get("data-i").split()) == {"kp1", "kp2"}
    inside = next(s for s in spans(root) if "vd1" in s.get("data-i") and "nv1" in s.get("data-i"))
    assert "k-cite" in inside.get("class").split()


def test_the_page_is_self_contained_under_its_own_policy() -> None:
    text = explain.write(RECORD)
    root = html.document_fromstring(text)
    policy = find(root, "//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    for tag in ("style", "script"):
        (code,) = find(root, f"//{tag}/text()")
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not find(root, "//*[@src] | //link | //@style | //iframe | //object")
    assert not [name for name in find(root, "//@*") if str(name.attrname).startswith("on")]
    assert "url(" not in text
    assert "http://" not in text
    assert "https://" not in text


def test_hostile_text_stays_text() -> None:
    record = with_content(HOSTILE + " | " + HOSTILE)
    record = msgspec.structs.replace(
        record,
        source=msgspec.structs.replace(record.source, filename=HOSTILE),
        document=msgspec.structs.replace(record.document, title=HOSTILE, number=HOSTILE, kind=HOSTILE),
    )
    root = page(record)
    assert not find(root, "//img")
    assert len(find(root, "//script")) == 1
    assert len(find(root, "//style")) == 1
    assert HOSTILE in find(root, "//*[@id='l1']/p")[0].text_content()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_makes_a_page_with_one_script(content: str) -> None:
    text = explain.write(with_content(content))
    assert text.count("<script>") == 1
    assert text.count("</script>") == 1
    assert "<style>" in text
    assert text.count("<style>") == 1


def test_spans_outside_the_text_do_no_harm() -> None:
    finding = Finding(code="spelling", severity=Severity.NOTE, message="x", span=(10_000, 10_010))
    root = page(msgspec.structs.replace(EMPTY, findings=(finding,)))
    assert find(root, "//a[@id='s-ph1']")


def test_an_empty_part_says_why() -> None:
    text = explain.write(EMPTY)
    assert "văn bản không có phần mục tiêu riêng" in text
    assert "văn bản không có phần nhiệm vụ" in text
    with_objectives = msgspec.structs.replace(EMPTY, outline=RECORD.outline)
    assert "chỉ có định hướng chung" in explain.write(with_objectives)


def test_a_card_tells_what_is_given_and_what_is_missing() -> None:
    root = page()
    card = " ".join(find(root, "//article[@id='nv1']")[0].text_content().split())
    assert "Quý III/2026" in card
    assert "Chưa nêu" in card
    assert "chủ trì" in card
    budget = find(root, "//article[@id='kp1']")[0].text_content()
    assert "226 tỷ đồng" in budget
    assert "2026–2030" in budget


def test_confidence_is_a_word_a_figure_and_a_shape() -> None:
    root = page()
    texts = [find(root, f"//article[@id='nv{n}']//span[contains(@class,'q')]")[0].text_content() for n in (1, 2, 3)]
    assert [("cao" in texts[0]), ("vừa" in texts[1]), ("thấp" in texts[2])] == [True, True, True]
    assert "97" in texts[0]


def test_parts_differ_by_colour_word_and_shape() -> None:
    labels = find(page(), "//fieldset//label/span")[1:]
    assert len({find(label, "./i")[0].text for label in labels}) == 7
    assert len({label.get("class") for label in labels}) == 7


def test_the_page_speaks_english_around_a_vietnamese_source() -> None:
    root = html.document_fromstring(explain.write(RECORD, "en"))
    assert root.get("lang") == "en"
    assert find(root, "//*[@id='source']/@lang") == ["vi"]
    assert "What was read" in explain.write(RECORD, "en")


def test_controls_have_names() -> None:
    root = page()
    for control in find(root, "//button | //input[@type='search']"):
        assert control.get("aria-label") or control.text_content().strip()
    assert len(find(root, "//h1")) == 1
    assert find(root, "//main")


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
def test_colours_reach_the_contrast_of_wcag_aa_in_both_themes(theme: int) -> None:
    style = resources.files("vanban.writers.explain").joinpath("style.css").read_text(encoding="utf-8")
    block = style.split(":root {")[theme + 1].split("}")[0]
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", block))
    parts = ("target", "task", "assign", "report", "budget", "cite", "find")
    for part in parts:
        for background in (colours[f"{part}-t"], colours["pane"], colours["bg"]):
            assert contrast(colours[part], background) >= 4.5, (part, background)
        for background in (f"{part}-t", "on", "pane", "bg"):
            assert contrast(colours["text"], colours[background]) >= 4.5, (part, background)
    for ink in ("dim", "accent", "budget", "find"):
        for background in ("pane", "bg"):
            assert contrast(colours[ink], colours[background]) >= 4.5, (ink, background)


def test_a_long_document_is_written_in_linear_time_and_in_pieces() -> None:
    line = "Sở Khoa học và Công nghệ chủ trì xây dựng kế hoạch vườn ươm trong năm 2026."
    content = "\n".join([line] * 12_000)
    step = len(line) + 1
    tasks = tuple(
        msgspec.structs.replace(RECORD.tasks[0], text=line, span=(n * step, n * step + len(line)))
        for n in range(0, 12_000, 4)
    )
    blocks = tuple(TextBlock(span=(n * step, n * step + len(line)), line=n + 1) for n in range(12_000))
    record = msgspec.structs.replace(
        EMPTY, text=Text(content=content, blocks=blocks, quality=1.0, restored=False), tasks=tasks
    )
    text = explain.write(record)
    assert text.count('<div class="pc">') == 300
    assert text.count("<article") == 3_000
