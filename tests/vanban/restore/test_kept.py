"""What no repair changes: digits that are digits, usual abbreviations, addresses, other languages, sound lines."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.language.addresses import is_address
from vanban.language.quality import Damage, damage
from vanban.restore import examine, restored
from vanban.restore.candidates import bare
from vanban.restore.choices import Mode, channel
from vanban.restore.model import load
from vanban.restore.names import named
from vanban.restore.repair import repair

SOUND = (
    "Ủy ban nhân dân tỉnh giao Sở Tài chính chủ trì, phối hợp với các sở, ban, ngành và Ủy ban nhân dân các xã "
    "rà soát nguồn vốn, bố trí kinh phí và hướng dẫn các đơn vị thực hiện."
)
#: the same as a recogniser without Vietnamese reads it
READ = (
    "Uy ban nhan dan tinh giao Sé Tai chinh chu tri, phéi hop véi cac sé, ban, nganh va Uy ban nhan dan cac xa "
    "ra soat nguén vén, bé tri kinh phi va huéng dan cac don vi thuc hién."
)
UNMARKED = bare(SOUND)
BOTH = [Mode.READ, Mode.UNMARKED]

number = st.from_regex(r"[0-9]{1,4}([.,/^:–-][0-9]{1,4}){0,3}", fullmatch=True)
word = st.sampled_from(["Muc", "tieu", "thang", "xa", "lop", "a", "c", "TT", "nhiém", "vu", "No", "va"])
glued = st.tuples(number, st.sampled_from([".", ")", ".)", ";", "/", ":", "^"]), word).map("".join)
behind = st.tuples(word, st.sampled_from([".", "(", "/", ":"]), number).map("".join)
coded = st.from_regex(
    r"[ABCDGHKMNQT][0-9]{1,3}|[A-HKM]{2,4}[0-9]{2,3}|[0-9]x[0-9]|[0-9]{2,3}[a-z]|[0-9]th", fullmatch=True
)
counted = st.tuples(st.integers(2, 400), st.sampled_from(["thang", "nam", "ngay", "trieu"])).map(
    lambda pair: f"{pair[0]}{pair[1]}"
)
#: what pages have shown as a misread word is none of these
standing = st.one_of(number, glued, behind, coded, counted).filter(
    lambda token: not any(piece in load().channel.whole for piece in (token, token.strip(".,;:()")))
)


def digits(text: str) -> list[str]:
    return [c for c in text if c.isdigit()]


@given(st.lists(st.one_of(standing, word), min_size=1, max_size=30).map(" ".join), st.sampled_from(BOTH))
def test_digits_that_stand_are_never_changed(text: str, mode: Mode) -> None:
    assert digits(repair(text, mode).text) == digits(text)


@given(st.text(alphabet="abcdghmnotuéêđĐVIXl0123456789 .,-/()^%"))
def test_where_letters_are_trusted_no_digit_is_one(text: str) -> None:
    assert digits(repair(text, Mode.UNMARKED).text) == digits(text)


@pytest.mark.parametrize("base", [READ, UNMARKED])
@pytest.mark.parametrize(
    "text",
    [
        "10^6 4x4 A1 3rd O5 B12 H5N1 CO2 m2",
        "20.4.TT.1.2;",
        "45/BC-STP, 12/TB-UBND, GDP, TP. HCM, 5/GP-UBND, BM-01,",
        "TB, BC, TP, GDP, BT, BK, PC, LB, NP, GP, QP",
    ],
)
def test_numbers_and_abbreviations_stay(base: str, text: str) -> None:
    assert restored(f"{base} {text}").text.endswith(text)


def test_a_number_that_touches_a_word_stays_and_the_word_is_restored() -> None:
    done = restored(f"{READ} Muc: 1.Muc tieu chung; 4.Nhiem vu; trong 6thang")
    assert done.text.endswith("1.Mục tiêu chung; 4.Nhiệm vụ; trong 6tháng")


@pytest.mark.parametrize("mode", BOTH)
def test_every_usual_abbreviation_stays(mode: Mode) -> None:
    usual = [
        word
        for word, full in load().short.items()
        if word == full and len(word) <= 6 and not channel().spelt(word.lower())
    ]
    assert len(usual) > 400
    for short in usual:
        text = f"theo {short} cua tinh, so 12/{short}-UBND va {short}"
        done = repair(text, mode).text
        assert done.count(short) == text.count(short), done


@pytest.mark.parametrize("mode", BOTH)
def test_usual_abbreviations_and_numerals_stay_in_headings(mode: Mode) -> None:
    done = repair("CHUONG XI QUY HOACH KCN VA GDP, ODA, FDI, PCI, OCOP\n\nPHAM VI DIEU CHINH", mode).text
    assert done == "CHƯƠNG XI QUY HOẠCH KCN VÀ GDP, ODA, FDI, PCI, OCOP\n\nPHẠM VI ĐIỀU CHỈNH"


@pytest.mark.parametrize(
    "address",
    [
        "tinh.gov.vn;",
        "so.tinh.gov.vn/bao-cao",
        "zalo.me/so",
        "ke-hoach-2025.docx",
        "C:\\van ban\\ke hoach.doc",
        "/home/so/ke-hoach.pdf",
        "so_luong",
        "#chuyendoiso",
        "vanthu@tinh.gov.vn",
    ],
)
@pytest.mark.parametrize("base", [READ, UNMARKED])
def test_addresses_and_paths_stay(base: str, address: str) -> None:
    assert restored(f"{base} {address}").text.endswith(f" {address}")


@pytest.mark.parametrize("token", ["d@ng", "c6ng.", "1.2.vn3", "20/25", "a.b", "x" * 3000 + ".vn"])
def test_a_misread_word_is_no_address(token: str) -> None:
    assert not is_address(token)


OTHERS = {
    "Spanish": (
        "La oficina revisa cada mes el plan de la provincia y dará la respuesta a las personas según su caso y ley."
    ),
    "German": (
        "Die Behörde prüft jährlich den Plan für Bürger und gibt danach Bericht über Ergebnisse sowie nächste Schritte."
    ),
    "Italian": (
        "La regione esamina ogni mese il piano e manda una nota con i dati raccolti perché sia chiaro chi fa che cosa."
    ),
    "Latin": (
        "Omnia mutantur nos et mutamur in illis, tempora labuntur tacitisque "
        "senescimus annis, ut unda supervenit undam."
    ),
    "Tagalog": (
        "Ang lungsod ay gagawa ng plano sa bawat taon para sa mga bata at matanda na nakatira sa tabi ng dagat at ilog."
    ),
    "Indonesian": (
        "Kantor desa membuat rencana kerja bulan ini dan akan mengirim laporan kepada kepala dinas sebelum hari raya."
    ),
    "Ede": (
        "Ƀuôn sang hmei mâo lu mnuih hriăm hră, čhiăng hdĭp mơ̆ng lŏ hma leh "
        "anăn djŏ hŏng klei bhiăn kluôm ala čar drei."
    ),
    "names": (
        "Giang A Pua, Sung Seo Lu, Thao Mi Say, Y Ben, Ksor Nhan, Rmah Pet, "
        "Kpa Tuyn, Siu Dam, Nay Rit, Rcom Hol, Vang Mi Chu"
    ),
    "places": (
        "Ia Tul, Ia Mron, Kon Braih, Mang Ri, Dak Long, Sa Nhon, Tu Re, Kong "
        "Yang, Ia Piar, Po Kei, Chu Rcam, Uar, Ro Koi"
    ),
}


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("times", [0, 1, 4])
@pytest.mark.parametrize("name", OTHERS)
def test_other_languages_and_names_stay_beside_sound_text(name: str, times: int, gap: str) -> None:
    text = f"{(SOUND + gap) * times}{OTHERS[name]}{(gap + SOUND) * times}"
    assert restored(text).text == text


@pytest.mark.parametrize("base", [READ, UNMARKED])
@pytest.mark.parametrize("name", ["Spanish", "German", "Italian", "Latin", "Tagalog", "Indonesian", "Ede"])
def test_other_languages_stay_beside_damaged_text(name: str, base: str) -> None:
    text = f"{base}\n\n{OTHERS[name]}\n\n{base}"
    assert OTHERS[name] in restored(text).text


@pytest.mark.parametrize("times", [1, 4, 8])
@pytest.mark.parametrize("base", [READ, UNMARKED])
def test_damaged_lines_beside_sound_ones_are_repaired(base: str, times: int) -> None:
    text = "\n".join([SOUND] * times + [base] + [SOUND] * times)
    done = restored(text)
    lines = done.text.split("\n")
    assert [line for place, line in enumerate(lines) if place != times] == [SOUND] * 2 * times
    right = sum(a == b for a, b in zip(lines[times].split(), SOUND.split(), strict=True))
    assert right >= 0.9 * len(SOUND.split())
    assert done.undone() == text


def test_every_second_line_is_repaired() -> None:
    text = "\n".join([SOUND, UNMARKED] * 6)
    assert [one.damage for one in examine(text)] == [Damage.NONE, Damage.UNMARKED] * 6
    assert restored(text).text.count(SOUND) >= 10


@given(st.lists(st.sampled_from([SOUND, READ, UNMARKED, OTHERS["Ede"]]), min_size=1, max_size=5).map("\n".join))
def test_decomposed_text_is_repaired_like_composed(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    done = restored(apart)
    assert unicodedata.normalize("NFC", done.text) == restored(text).text
    assert done.undone() == apart
    for change in done.changes:
        assert done.text[slice(*change.span)] == change.restored


def test_words_that_lost_letters_were_read_by_a_machine() -> None:
    lost = "thii hin cac nhim vu cua ta chic va di vi trog ngah giao duc dao tao o dja ban cac huyn thanh ph"
    assert damage(lost) is Damage.OCR
    assert damage(UNMARKED) is Damage.UNMARKED


@pytest.mark.parametrize("piece", ["é", "A1", "1", "A1-", "a.", "6é"])
def test_endless_tokens_stay(piece: str) -> None:
    text = f"{READ} {piece * 20_000}x"
    assert restored(text).text.endswith(f" {piece * 20_000}x")


#: official sentences of the project's own, long enough for a share of words to tell
TEXT = f"""{SOUND}
Các xã, phường lập danh sách hộ gia đình có đất bị ảnh hưởng, niêm yết công khai tại trụ sở và nhà văn hóa.
Công an tỉnh chỉ đạo lực lượng cảnh sát giao thông bảo đảm trật tự trên các tuyến đường chính trong dịp lễ.
Sở Y tế kiểm tra việc chấp hành quy định về an toàn thực phẩm tại các bếp ăn tập thể của trường học.
Trung tâm xúc tiến thương mại hỗ trợ hợp tác xã đưa sản phẩm lên sàn giao dịch và tìm kiếm thị trường mới."""


def without_tones(text: str) -> str:
    tones = "\u0300\u0301\u0303\u0309\u0323"
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", text) if c not in tones))


def every(step: int) -> str:
    """TEXT, one word of so many without its marks."""
    return "\n".join(
        " ".join(bare(word) if place % step == 0 else word for place, word in enumerate(line.split(" ")))
        for line in TEXT.split("\n")
    )


@pytest.mark.parametrize("text", [every(2), every(3), every(5), without_tones(TEXT)], ids=["2", "3", "5", "tones"])
def test_marks_that_are_lost_here_and_there_come_back(text: str) -> None:
    assert damage(text) is Damage.UNMARKED
    done = restored(text)
    pairs = list(zip(done.text.split(), TEXT.split(), strict=True))
    assert sum(a == b for a, b in pairs) >= 0.97 * len(pairs)
    assert done.undone() == text


def test_one_word_without_marks_is_no_damage() -> None:
    text = TEXT.replace("cảnh sát", "canh sat", 1)
    assert damage(text) is Damage.NONE
    assert restored(text).text == text


def test_a_usual_abbreviation_that_may_be_a_word_stays_among_small_letters() -> None:
    assert "ứng dụng BIM trong" in repair("nghién ctru tng dung BIM trong quan ly xay dung").text


def test_numerals_of_a_list_stay_in_capitals() -> None:
    assert "IV, V, VI, XI" in repair("PHU LUC IV, V, VI, XI KE HOACH", Mode.UNMARKED).text


@pytest.mark.parametrize("mode", BOTH)
def test_family_names_are_told_by_the_words_behind(mode: Mode) -> None:
    text = "Giam doc So: Le Quang Minh; ong Do Van Ba va ba Ngo Thi Lan,\nVu Duc Tam\nTruong Ban Chi dao"
    done = repair(text, mode)
    for name in ("Lê ", "Đỗ Văn ", "Ngô Thị ", "Vũ ", "Trưởng Ban Chỉ đạo"):
        assert name in done.text
    assert {change.restored: change.confidence for change in done.changes}["Lê"] < 0.9
    assert not named(["Le", "Thuy"])
    assert not named(["Truong", "Ban", "Chi"])
    assert not named(["Le", "Quang", "Minh", "Va", "Cac"])


@pytest.mark.parametrize("text", ["º º", "A ß", "º ¹"])
@pytest.mark.parametrize("mode", Mode)
def test_letters_without_a_capital_may_stand_where_a_name_is_thought_of(text: str, mode: Mode) -> None:
    assert repair(text, mode).undone() == text


def test_two_digits_in_a_row_are_vowels_in_few_words_only() -> None:
    assert repair("dinh ky hang nam bao c40 két qua, K40, k40, A40").text.endswith("báo cáo kết quả, K40, k40, A40")


@pytest.mark.parametrize("area", ["100ha", "5ha", "2,5ha", "1.200ha", "4km", "1kg"])
def test_the_symbol_of_a_unit_that_touches_its_number_stays(area: str) -> None:
    assert f" {area} " in repair(f"{READ} Trong moi {area} rimg trén dia ban tinh.").text


@pytest.mark.parametrize("word", ["BIM", "SLA", "OTP", "ERP", "SHA", "ĐTM"])
def test_abbreviations_that_no_vietnamese_word_looks_like_stay_in_headings(word: str) -> None:
    assert f" {word} " in repair(f"UNG DUNG {word} TRONG QUAN LY").text
    assert repair(word).text == word


@pytest.mark.parametrize("mode", BOTH)
def test_the_middle_word_of_mong_names_stays(mode: Mode) -> None:
    assert "Lý A " in repair("Tham du co cac ong: Ly A Tinh, Giang A Su", mode).text
    assert "Giàng A " in repair("Tham du co cac ong: Ly A Tinh, Giang A Su", mode).text
