"""The tags and filters that pages are made of."""

from __future__ import annotations

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from lotrinh.web.templatetags.ui.lists import changed_query
from lotrinh.web.templatetags.ui.parts import Step
from lotrinh.web.templatetags.ui.values import device, dong, localize_number, partial_date, percent


def _render(source: str, query: str = "", **context: object) -> html.HtmlElement:
    request = RequestFactory().get(f"/danh-sach/{query}")
    text = Template(source).render(Context({"request": request, **context}))
    return html.fragment_fromstring(text, create_parent="div")


class _Form(forms.Form):
    name = forms.CharField(label="Tên", help_text="Như trong văn bản.")
    note = forms.CharField(label="Ghi chú", required=False)
    sure = forms.BooleanField(label="Đã đối chiếu")
    audience = forms.ChoiceField(
        label="Phạm vi", choices=[("a", "Nội bộ"), ("b", "Công khai")], widget=forms.RadioSelect
    )
    back = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize(
    ("amount", "vi", "en"),
    [
        (226_000_000_000, "226 tỷ đồng", "226"),
        (124_500_000_000, "124,5 tỷ đồng", "124.5"),
        (1_500_000, "1,5 triệu đồng", "1.5"),
        (1_234_567, "1.234.567 đồng", "1,234,567"),
        (1_234_567_000, "1.234,567 triệu đồng", "1,234.567"),
        (1_234_567_891, "1.234.567.891 đồng", "1,234,567,891"),
        (2_500_000_000_000, "2.500 tỷ đồng", "2,500"),
        (0, "0 đồng", "0"),
        (-3_000_000, "-3 triệu đồng", "-3"),
        (None, "", ""),
    ],
)
def test_money_is_written_as_officers_write_it(amount: int | None, vi: str, en: str) -> None:
    assert dong(amount) == vi
    with translation.override("en"):
        assert dong(amount).split(" ")[0] == en


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_no_dong_is_hidden_by_a_larger_unit(amount: int) -> None:
    number, _, words = dong(amount).partition(" ")
    size = {"tỷ đồng": 10**9, "triệu đồng": 10**6, "đồng": 1}[words]
    whole, _, decimals = number.replace(".", "").partition(",")
    digits = int(whole + decimals)
    assert digits * size == amount * 10 ** len(decimals)


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("2026-02-05", "05/02/2026", "05/02/2026"),
        ("2026-02", "02/2026", "02/2026"),
        ("2026-Q3", "Quý III/2026", "Q3/2026"),
        ("2026", "2026", "2026"),
        ("hằng năm", "hằng năm", "hằng năm"),
        (None, "", ""),
    ],
)
def test_partial_dates_keep_their_exactness(text: str | None, vi: str, en: str) -> None:
    assert partial_date(text) == vi
    with translation.override("en"):
        assert partial_date(text) == en


def test_numbers_and_shares_take_the_separators_of_the_language() -> None:
    assert [localize_number(value) for value in (1234.5, 12, "a", None)] == ["1.234,5", "12", "a", ""]
    assert percent(0.974) == "97%"


def test_browsers_are_named() -> None:
    edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0"
    assert device(edge) == "Edge, Windows"
    assert device("curl/8") == "Trình duyệt khác"


@given(
    st.dictionaries(st.sampled_from(["q", "sort", "page", "unit"]), st.text(max_size=8)),
    st.dictionaries(st.sampled_from(["sort", "page"]), st.one_of(st.none(), st.text(max_size=8))),
)
def test_a_changed_query_keeps_what_is_not_named(kept: dict[str, str], changes: dict[str, str | None]) -> None:
    request = RequestFactory().get("/", kept)
    found = QueryDict(changed_query(request, **changes)[1:])
    for key, value in kept.items():
        if key not in changes:
            assert found[key] == value
    for key, change in changes.items():
        assert found.get(key, "") == (change or "")


def test_sorting_turns_about_and_goes_back_to_the_first_page() -> None:
    source = (
        '<table><tr>{% sort_link "Tên" "name" default="name" %}{% sort_link "Hạn" "due" default="name" %}</tr></table>'
    )
    first, second = _render(source, "?q=a&page=3").iter("th")
    assert (first.get("aria-sort"), second.get("aria-sort")) == ("ascending", None)
    assert [cell.find("a").get("href") for cell in (first, second)] == ["?q=a&sort=-name", "?q=a&sort=due"]
    (_, turned) = _render(source, "?sort=-due").iter("th")
    assert (turned.get("aria-sort"), turned.find("a").get("href")) == ("descending", "?sort=due")


def test_pages_of_a_list_keep_the_query() -> None:
    page = Paginator(range(95), 10).get_page(4)
    root = _render("{% pagination page %}", "?q=s%E1%BB%9F&page=4", page=page)
    links = root.xpath(".//li/a/@href")
    assert "?q=s%E1%BB%9F" in links
    assert "?q=s%E1%BB%9F&page=3" in links
    assert root.xpath(".//*[@aria-current='page']/text()") == ["4"]
    assert "31–40 trong 95" in root.text_content()


def test_a_list_of_one_page_says_only_how_long_it_is() -> None:
    root = _render("{% pagination page %}", page=Paginator(range(3), 10).get_page(1))
    assert (root.text_content().strip(), root.xpath(".//a")) == ("3 dòng", [])


def test_a_field_ties_label_help_and_error_to_its_control() -> None:
    root = _render("{% field form.name %}", form=_Form({"name": ""}))
    control = root.xpath(".//input")[0]
    assert root.xpath(".//label/@for") == [control.get("id")]
    assert control.get("aria-invalid") == "true"
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    assert set(control.get("aria-describedby").split()) <= ids


def test_fields_that_may_stay_empty_say_so() -> None:
    root = _render("{% field form.note %}{% field form.sure %}", form=_Form())
    assert [label.text_content().strip() for label in root.iter("label")] == [
        "Ghi chú (không bắt buộc)",
        "Đã đối chiếu",
    ]


def test_choices_are_a_group_with_a_name() -> None:
    root = _render("{% field form.audience %}", form=_Form())
    assert root.xpath(".//fieldset/legend/text()") == ["Phạm vi"]
    assert root.xpath(".//label/@for") == root.xpath(".//input/@id")


def test_hidden_fields_have_no_label() -> None:
    assert not _render("{% field form.back %}", form=_Form()).xpath(".//label")


def test_a_whole_form_is_made_of_the_same_fields() -> None:
    root = _render("{{ form }}", form=_Form())
    assert len(root.find_class("field")) == 4


def test_what_is_wrong_with_a_form_leads_to_each_field() -> None:
    root = _render("{% form_errors form %}", form=_Form({"name": "", "audience": "a", "sure": "on"}))
    assert root.xpath(".//li/a/@href") == ["#id_name"]
    assert root.xpath("./div/@role") == ["alert"]
    assert not _render("{% form_errors form %}", form=_Form()).xpath("./div")


@pytest.mark.parametrize("kind", ["ok", "warn", "bad", "info", "muted"])
def test_a_badge_is_a_word_with_a_shape(kind: str) -> None:
    badge = _render("{% badge text kind %}", text="Quá hạn <b>", kind=kind)[0]
    assert (badge.get("class"), badge.text) == (f"badge badge--{kind}", "Quá hạn <b>")


def test_levels_of_messages_become_kinds_of_notices() -> None:
    for level, kind in {"success": "ok", "warning": "warn", "error": "bad", "lạ": "info"}.items():
        assert _render("{% notice 'Đã ghi.' kind=level %}", level=level).find_class(f"notice--{kind}")


def test_steps_say_in_words_where_the_chain_stands() -> None:
    steps = [Step("Chuyên viên", "done"), Step("Trưởng phòng", "now", "Đang chờ"), Step("Lãnh đạo")]
    root = _render("{% steps steps 'Duyệt' %}", steps=steps)
    assert len(root.xpath(".//li[@aria-current='step']")) == 1
    assert "Chuyên viên (đã xong)" in root.text_content()


def test_progress_of_unknown_length_has_no_value() -> None:
    assert _render("{% progress None label='Đang đọc' %}").xpath(".//progress/@value") == []
    assert _render("{% progress 52 81 'Đã rà soát' %}").xpath(".//progress/@value") == ["64"]


def test_buttons_are_links_where_they_lead_somewhere() -> None:
    root = _render("{% button 'Xuất' href='/xuat/' %}{% button 'Lưu' kind='primary small' name='a' value='1' %}")
    assert [element.tag for element in root] == ["a", "button"]
    assert root[1].get("class") == "btn btn--primary btn--small"


def test_an_empty_state_says_what_to_do() -> None:
    root = _render("{% empty 'Chưa có văn bản' 'Tải lên một kế hoạch.' href='/a/' action='Tải lên' %}")
    assert root.xpath(".//a/text()") == ["Tải lên"]


def test_key_numbers_lead_to_what_they_count() -> None:
    root = _render("{% figure 'Quá hạn' 5 href='/a/' kind='bad' %}{% figure 'Tổng' 81 %}")
    assert [element.tag for element in root] == ["a", "div"]
