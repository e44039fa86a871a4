"""Charts: drawn on the server, links for marks, a table under each, nothing that the policy forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import override_settings
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lotrinh.web import charts
from lotrinh.web.charts import Bar, Chart, Piece, bars, stacked_by_year, svg
from lotrinh.web.svg import inline


def _chart() -> Chart:
    return bars(
        "Nhiệm vụ theo cơ quan",
        [Bar("Sở Tài chính", 1234.5, "/nhiem-vu/?co-quan=2"), Bar("Quá hạn", 3, "/nhiem-vu/?han=qua", "bad")],
        heads=("Cơ quan", "Số nhiệm vụ"),
    )


def test_marks_are_links_and_numbers_are_vietnamese() -> None:
    drawn = str(svg(_chart().spec))
    assert 'href="/nhiem-vu/?co-quan=2"' in drawn
    assert "1.234,5" in drawn
    assert 'aria-label="Sở Tài chính: 1.234,5"' in drawn


def test_drawings_hold_nothing_that_the_policy_forbids_and_take_our_colours() -> None:
    for spec in (_chart().spec, _chart().narrow):
        drawn = str(svg(spec))
        assert not re.search(r"style|<script|\son\w+=|xlink|https?://(?!www\.w3\.org/2000/svg)", drawn)
        assert "var(--bad)" in drawn
        assert "currentColor" in drawn


def test_languages_have_drawings_of_their_own() -> None:
    spec = stacked_by_year("Kinh phí", [Piece(2026, "Tỉnh", 1500, "/"), Piece(2027, "Tỉnh", 2500, "/")], "Năm").spec
    assert "2.000" in str(svg(spec))
    with translation.override("en"):
        assert "2,000" in str(svg(spec))


def test_the_same_drawing_is_made_once() -> None:
    assert svg(_chart().spec) is svg(_chart().spec)


def test_years_and_parts_are_summed_for_the_table() -> None:
    pieces = [Piece(2027, "Trung ương", 2), Piece(2026, "Tỉnh", 1), Piece(2026, "Tỉnh", 4), Piece(2027, "Tỉnh", 3)]
    chart = stacked_by_year("Kinh phí", pieces, "Năm")
    assert chart.heads == ("Năm", "Trung ương", "Tỉnh")
    assert [row.cells for row in chart.rows] == [("2026", 0, 5), ("2027", 2, 3)]


def test_the_table_stands_under_the_drawing() -> None:
    page = Template("{% chart drawing %}").render(Context({"drawing": _chart()}))
    assert page.count("<svg") == 2
    assert '<th scope="row"><a href="/nhiem-vu/?co-quan=2">Sở Tài chính</a></th><td class="num">1.234,5</td>' in page


@pytest.mark.parametrize(
    "hostile",
    [
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><style>*{}</style><path style="fill:red;behavior:url(x)"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><a href="javascript:alert(1)"><path/></a></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><a href="//example.org/"><foreignObject/></a></svg>',
    ],
)
def test_drawings_of_others_are_cleaned(hostile: str) -> None:
    cleaned = str(inline(hostile))
    assert not re.search(r"script|onload|style|foreignObject|example|behavior", cleaned)


def test_names_inside_two_drawings_do_not_meet() -> None:
    def drawn(colour: str) -> str:
        return str(
            inline(
                '<svg xmlns="http://www.w3.org/2000/svg"><clipPath id="c"/>'
                f'<path fill="{colour}" clip-path="url(#c)"/></svg>'
            )
        )

    first, second = (re.findall(r'id="([^"]+)"|#([^)]+)', drawn(colour)) for colour in ("red", "blue"))
    assert first != second
    assert first[0][0] == first[1][1] != "c"


def test_declarations_become_attributes() -> None:
    assert 'fill="red"' in inline('<svg xmlns="http://www.w3.org/2000/svg"><path style="fill: red"/></svg>')


@pytest.mark.parametrize("text", ["", "không phải hình", "<html/>", "<svg><path></svg>"])
def test_what_is_no_drawing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no SVG"):
        inline(text)


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(st.text(max_size=40), st.floats(min_value=0, max_value=1e12), st.text(max_size=40)),
        max_size=6,
        unique_by=lambda item: item[0],
    )
)
def test_any_labels_and_numbers_give_clean_xml(items: list[tuple[str, float, str]]) -> None:
    chart = bars("Biểu đồ", [Bar(label, value, f"/{href}") for label, value, href in items], ("a", "b"))
    root = etree.fromstring(str(svg(chart.spec)))
    assert all("style" not in element.attrib for element in root.iter())


def test_a_drawing_is_kept_for_every_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path}
    with override_settings(CACHES={"default": kept, "drawings": kept}):
        charts._made.cache_clear()
        first = svg(_chart().spec)
        charts._made.cache_clear()
        monkeypatch.setattr(charts, "_drawn", lambda _spec: pytest.fail("drawn twice"))
        assert svg(_chart().spec) == first
