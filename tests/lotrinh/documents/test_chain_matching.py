"""Which document a citation means, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotrinh.documents.chain.bodies import Likeness, body_of, compare, completed
from lotrinh.documents.chain.matching import Candidate, Facts, Strength, match, resolve, titles_alike
from lotrinh.documents.chain.numbers import dates_agree, number_key, same_day, year_of
from lotrinh.documents.chain.terms import term_of
from lotrinh.documents.vocab import ChainLayer, LinkReason

PROVINCES = st.sampled_from(["Lai Châu", "Nghệ An", "Đồng Tháp", "Hà Nội", "Huế"])
KINDS = st.sampled_from(["KH", "QĐ", "ĐA", "DA", "HĐ", "HD", "CTr", "CT"])
DIGITS = st.integers(1, 9999)
DATES = st.dates().map(lambda day: day.isoformat())


def plan(**fields: str) -> Facts:
    kept = {
        "kind": "KH",
        "number": "3631/KH-UBND",
        "issued_on": "2023-09-22",
        "issuer": "Ủy ban nhân dân tỉnh Lai Châu",
        "title": "Thực hiện Chiến lược phát triển nghề nuôi ong của tỉnh đến năm 2030",
    }
    return Facts(**{**kept, **fields})


def resolution(**fields: str) -> Facts:
    kept = {"kind": "NQ", "number": "57-NQ/TW", "issued_on": "2024-12-22", "issuer": "Bộ Chính trị"}
    return Facts(**{**kept, **fields})


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("20 NQ/TW", "20-NQ/TW"),
        ("20-NQ/TW", "20-NQ/TW"),
        ("Số: 3", ""),
        ("03-QĐ/BCĐ", "3-QĐ/BCĐ"),
        ("66-QyĐ/TW", "66-QĐ/TW"),
        ("12/2024/QyĐ-UBND", "12/2024/QYĐ-UBND"),
        ("/KH-UBND", ""),
        ("…/KH-UBND", ""),
        ("", ""),
        ("93/2025/QH15", "93/2025/QH15"),
    ],
)
def test_a_number_is_looked_up_in_one_form_however_it_is_printed(printed: str, key: str) -> None:
    assert number_key(printed) == key


@pytest.mark.parametrize(("one", "other"), [("ĐA", "DA"), ("HĐ", "HD"), ("CT", "CTr"), ("QĐ", "QyĐ")])
def test_codes_of_the_state_that_differ_by_a_mark_stay_different(one: str, other: str) -> None:
    assert number_key(f"12/{one}-UBND") != number_key(f"12/{other}-UBND")


@given(st.text(max_size=80))
def test_any_text_has_a_number_key_that_is_short_and_settled(text: str) -> None:
    key = number_key(text)
    assert len(key) <= 60
    assert number_key(key) == key or not number_key(key)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("2024", "2024-06-12", True),
        ("2024-06", "2024-06-12", True),
        ("2024-06", "2024-07-12", False),
        ("2024", "2023-06-12", False),
        ("", "2024", None),
        ("2026-Q3", "2026", None),
    ],
)
def test_dates_are_compared_as_far_as_both_are_known(one: str, other: str, *, agree: bool | None) -> None:
    assert dates_agree(one, other) is agree
    assert dates_agree(other, one) is agree


@given(DATES, st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10]))
def test_a_date_agrees_with_itself_however_exact(day: str, one: int, other: int) -> None:
    assert dates_agree(day[:one], day[:other]) is True
    assert same_day(day[:one], day[:other]) is (one == other == 10)


def test_the_year_in_a_number_counts_before_the_date() -> None:
    assert year_of("02/2024/TT-BKHCN", "2025-01-03") == "2024"
    assert year_of("3631/KH-UBND", "2023-09-22") == "2023"
    assert not year_of("3631/KH-UBND", "")


@pytest.mark.parametrize(
    ("day", "other", "central", "same"),
    [
        ("2021-02-02", "2025-12-31", True, True),
        ("2020-12-31", "2021-02-02", True, False),
        ("2025-12-31", "2026-02-01", True, False),
        ("2016", "2017", True, None),
        ("2012-11-01", "2014", True, True),
        ("2021-01-15", "2024", False, True),
        ("2025-06-30", "2025-11-01", False, False),
        ("2025-08", "2025-11-01", False, None),
    ],
)
def test_terms_of_the_party_end_with_their_congresses(
    day: str, other: str, *, central: bool, same: bool | None
) -> None:
    terms = term_of(day, central=central), term_of(other, central=central)
    assert (None if None in terms else terms[0] == terms[1]) is same


@given(DATES, DATES, st.booleans())
def test_terms_follow_each_other(one: str, other: str, central: bool) -> None:  # noqa: FBT001 - drawn
    first, second = sorted((one, other))
    terms = term_of(first, central=central), term_of(second, central=central)
    assert terms[0] is None or terms[1] is None or terms[0] <= terms[1]


@pytest.mark.parametrize(
    ("issuer", "number", "province", "layer", "code", "place"),
    [
        ("UBND tỉnh", "3631/KH-UBND", "Lai Châu", ChainLayer.PROVINCE, "UBND", "Lai Châu"),
        ("ỦY BAN NHÂN DÂN TỈNH LAI CHÂU", "", "", ChainLayer.PROVINCE, "UBND", "Lai Châu"),
        ("Chủ tịch Ủy ban nhân dân tỉnh Lai Châu", "", "", ChainLayer.PROVINCE, "UBND", "Lai Châu"),
        ("UBND Thành phố", "1229/QĐ-UBND", "Hà Nội", ChainLayer.PROVINCE, "UBND", "Hà Nội"),
        ("HĐND tỉnh Nghệ An", "5/NQ-HĐND", "", ChainLayer.PROVINCE, "HĐND", "Nghệ An"),
        ("Ban Thường vụ Tỉnh ủy", "50-CTr/TU", "Lai Châu", ChainLayer.PARTY, "TU", "Lai Châu"),
        ("Ban chấp hành Đảng bộ tỉnh Nghệ An", "328-KH/TU", "", ChainLayer.PARTY, "TU", "Nghệ An"),
        ("Ban Cán sự đảng UBND tỉnh Lai Châu", "", "", ChainLayer.PARTY, "BCSĐ", "Lai Châu"),
        ("Bộ Chính trị trên địa bàn tỉnh", "57-NQ/TW", "Nghệ An", ChainLayer.CENTRAL, "TW", ""),
        ("Ban Chấp hành Trung ương Đảng khóa XI", "", "", ChainLayer.CENTRAL, "TW", ""),
        ("", "569/QĐ-TTg", "", ChainLayer.CENTRAL, "TTG", ""),
        ("Thủ tướng Chính phủ", "", "", ChainLayer.CENTRAL, "TTG", ""),
        ("Quốc hội", "163/2024/QH15", "", ChainLayer.CENTRAL, "QH", ""),
        ("Bộ trưởng Bộ Xây dựng", "", "", ChainLayer.CENTRAL, "BXD", ""),
        ("Sở Khoa học và Công nghệ tỉnh Lai Châu", "5/KH-SKHCN", "", ChainLayer.LOCAL, "SKHCN", "Lai Châu"),
        ("Ủy ban nhân dân tỉnh Sông Trà", "", "", ChainLayer.PROVINCE, "UBND", "sông trà"),
        ("", "", "", ChainLayer.OTHER, "", ""),
    ],
)
def test_an_issuer_is_a_level_a_body_and_a_province(  # noqa: PLR0913, PLR0917 - a table
    issuer: str, number: str, province: str, layer: ChainLayer, code: str, place: str
) -> None:
    body = body_of(issuer, number, province=province)
    assert (body.layer, body.code, body.province) == (layer, code, place)


def test_a_commune_is_no_province_though_both_sign_ubnd() -> None:
    commune = body_of("UBND xã Bình An", "3/KH-UBND", province="Lai Châu")
    assert commune.layer is ChainLayer.LOCAL
    assert compare(commune, body_of("UBND tỉnh", "3/KH-UBND", province="Lai Châu")) is Likeness.DIFFERENT


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("UBND tỉnh Bắc Giang", "Ủy ban nhân dân tỉnh Bắc Ninh", Likeness.SUCCEEDED),
        ("Tỉnh ủy Thừa Thiên - Huế", "Thành ủy Huế", Likeness.SAME),
        ("Bộ Thông tin và Truyền thông", "Bộ Khoa học và Công nghệ", Likeness.SUCCEEDED),
        ("Bộ Xây dựng", "Bộ Công an", Likeness.DIFFERENT),
        ("UBND tỉnh Lai Châu", "UBND tỉnh Nghệ An", Likeness.DIFFERENT),
        ("UBND tỉnh Lai Châu", "Tỉnh ủy Lai Châu", Likeness.DIFFERENT),
        ("UBND tỉnh", "UBND tỉnh Nghệ An", Likeness.UNKNOWN),
        ("Bộ Chính trị", "Ban Bí thư", Likeness.SAME),
    ],
)
def test_renamed_and_merged_bodies_are_told_from_others(one: str, other: str, likeness: Likeness) -> None:
    assert compare(body_of(one, ""), body_of(other, "")) is likeness
    assert compare(body_of(other, ""), body_of(one, "")) is likeness


def test_a_bare_name_is_completed_by_the_province_of_the_citing_document() -> None:
    assert completed("UBND tỉnh", "Lai Châu") == "UBND tỉnh Lai Châu"
    assert completed("UBND tỉnh", "sông trà") == "UBND tỉnh Sông Trà"
    assert completed("UBND tỉnh Nghệ An", "Lai Châu") == "UBND tỉnh Nghệ An"
    assert completed("Bộ Chính trị trên địa bàn tỉnh", "Lai Châu") == "Bộ Chính trị trên địa bàn tỉnh"


def test_number_issuer_and_year_of_the_state_are_sure() -> None:
    found = match(plan(issuer="UBND tỉnh", province="Lai Châu", title=""), plan())
    assert found.strength is Strength.SURE
    assert found.reasons == (LinkReason.NUMBER_SAME, LinkReason.ISSUER_SAME, LinkReason.DATE_SAME)


@pytest.mark.parametrize("cited", ["2023", "2023-09", "2023-09-22"])
def test_a_date_as_precise_as_its_source_is_enough(cited: str) -> None:
    assert match(plan(issued_on=cited), plan()).strength is Strength.SURE


def test_state_numbers_begin_anew_each_year() -> None:
    assert match(plan(issued_on="2022-09-22", title=""), plan()).strength is Strength.NONE


def test_a_year_that_differs_beside_the_same_title_is_asked_about() -> None:
    found = match(plan(issued_on="2022-09-22"), plan())
    assert found.strength is Strength.LIKELY
    assert LinkReason.DATE_DIFFERS in found.reasons


def test_another_day_of_the_year_is_asked_about() -> None:
    assert match(plan(issued_on="2023-09-21", title=""), plan()).strength is Strength.LIKELY


def test_the_same_number_of_another_province_is_another_document() -> None:
    assert match(plan(issuer="UBND tỉnh Nghệ An"), plan()).strength is Strength.NONE


def test_without_a_date_a_number_is_only_a_proposal() -> None:
    found = match(plan(issued_on="", title=""), plan())
    assert found.strength is Strength.LIKELY
    assert LinkReason.DATE_MISSING in found.reasons


def test_a_merged_province_is_a_proposal() -> None:
    kept = plan(issuer="Ủy ban nhân dân tỉnh Bắc Giang")
    found = match(plan(issuer="UBND tỉnh Bắc Ninh"), kept)
    assert found.strength is Strength.LIKELY
    assert LinkReason.ISSUER_SUCCEEDED in found.reasons


def test_party_numbers_run_through_a_term() -> None:
    assert match(resolution(), resolution()).strength is Strength.SURE
    assert match(resolution(issued_on="2024"), resolution()).strength is Strength.SURE
    assert match(resolution(issued_on="2019-05-01"), resolution()).strength is Strength.NONE
    assert match(resolution(issued_on="2022"), resolution()).strength is Strength.LIKELY


def test_a_decision_of_the_party_may_be_a_regulation() -> None:
    kept = Facts(kind="QyĐ", number="66-QĐ/TW", issued_on="2017-02-06", issuer="Ban Chấp hành Trung ương")
    exact = Facts(kind="QĐ", number="66-QĐ/TW", issued_on="2017-02-06", issuer="Trung ương")
    vague = Facts(kind="QĐ", number="66-QĐ/TW", issued_on="2017", issuer="Trung ương")
    assert match(exact, kept).strength is Strength.SURE
    assert match(vague, kept).strength is Strength.LIKELY
    assert LinkReason.KIND_UNSURE in match(vague, kept).reasons


def test_a_paper_without_number_is_proposed_by_title_date_and_issuer() -> None:
    found = match(plan(issuer="UBND tỉnh", province="Lai Châu"), plan(number="/KH-UBND"))
    assert found.strength is Strength.LIKELY
    assert set(found.reasons) == {
        LinkReason.NUMBER_MISSING,
        LinkReason.TITLE_ALIKE,
        LinkReason.DATE_SAME,
        LinkReason.ISSUER_SAME,
    }


def test_a_paper_without_title_is_proposed_by_its_first_words_be_they_damaged() -> None:
    damaged = "thuc hien chien lwec phat trien nghe nuoi ong cua tinh dén nam 2030 can cu quyet dinh"
    kept = Facts(opening=damaged)
    assert LinkReason.TITLE_IN_TEXT in match(plan(), kept).reasons
    assert match(plan(title="Phòng, chống cháy rừng trên địa bàn tỉnh năm 2024"), kept).strength is Strength.NONE


@pytest.mark.parametrize("wrong", [{"issued_on": "2022-09-22"}, {"issuer": "Bộ Xây dựng"}, {"kind": "QĐ"}])
def test_words_that_agree_do_not_outweigh_what_contradicts(wrong: dict[str, str]) -> None:
    assert match(plan(), plan(number="", **wrong)).strength is Strength.NONE


def test_titles_are_compared_as_far_as_the_shorter_goes() -> None:
    whole = "Về đột phá phát triển nghề nuôi ong, trồng hoa và chế biến mật trên địa bàn tỉnh"
    assert titles_alike("đột phá phát triển nghề nuôi ong, trồng hoa", whole)
    assert not titles_alike("đột phá phát triển nghề đánh cá, làm muối", whole)
    assert titles_alike("Dữ liệu", "dữ liệu")
    assert not titles_alike("Dữ liệu", "Dữ liệu mở")
    assert not titles_alike("", "")


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    party = draw(st.booleans())
    kind, digits, province = draw(KINDS), draw(DIGITS), draw(PROVINCES)
    number = f"{digits}-{kind}/TU" if party else f"{digits}/{kind}-UBND"
    return Facts(
        kind=kind,
        number=draw(st.sampled_from([number, "", f"/{kind}-UBND"])),
        issued_on=draw(DATES)[: draw(st.sampled_from([0, 4, 7, 10]))],
        issuer=draw(st.sampled_from(["", "UBND tỉnh", f"UBND tỉnh {province}", f"Tỉnh ủy {province}"])),
        title=draw(st.sampled_from(["", "Phát triển nghề nuôi ong của tỉnh", "Phòng, chống cháy rừng mùa khô"])),
        province=draw(st.sampled_from(["", province])),
    )


@given(facts(), facts())
def test_matching_is_symmetric(one: Facts, other: Facts) -> None:
    assert match(one, other).strength is match(other, one).strength


@given(facts(), facts())
def test_sure_means_same_number_same_province_and_no_contradicting_date(one: Facts, other: Facts) -> None:
    if match(one, other).strength is Strength.SURE:
        assert one.number_key == other.number_key != ""
        assert dates_agree(one.issued_on, other.issued_on)
        assert compare(one.body, other.body) is Likeness.SAME


@given(st.lists(facts(), max_size=6), facts(), st.randoms())
def test_the_order_of_the_candidates_does_not_matter(kept: list[Facts], cited: Facts, shuffler: object) -> None:
    candidates = [Candidate(pk=pk, facts=item) for pk, item in enumerate(kept, 1)]
    shuffled = list(candidates)
    shuffler.shuffle(shuffled)  # type: ignore[attr-defined]  # random.Random
    assert resolve(cited, candidates) == resolve(cited, shuffled)


@given(st.lists(facts(), min_size=1, max_size=6), facts())
def test_only_one_sure_document_resolves_by_itself(kept: list[Facts], cited: Facts) -> None:
    candidates = [Candidate(pk=pk, facts=item, apart=True) for pk, item in enumerate(kept, 1)]
    sure = [item for item in candidates if match(cited, item.facts).strength is Strength.SURE]
    found = resolve(cited, candidates)
    assert found.sure is (len(sure) == 1)
    if len(sure) > 1:
        assert LinkReason.SEVERAL in found.reasons
    assert not resolve(cited, candidates, careful=True).sure


def test_copies_of_one_document_are_one_and_the_nearest_is_taken() -> None:
    copies = [
        Candidate(pk=1, facts=plan(), rank=(1, 0)),
        Candidate(pk=2, facts=plan(issuer="UBND tỉnh Lai Châu"), rank=(0, 0)),
    ]
    found = resolve(plan(), copies)
    assert (found.target, found.sure) == (2, True)


def test_two_documents_with_one_number_are_asked_about() -> None:
    found = resolve(plan(), [Candidate(pk=1, facts=plan(), apart=True), Candidate(pk=2, facts=plan())])
    assert (found.target, found.sure) == (1, False)
    assert LinkReason.SEVERAL in found.reasons
