"""Texts as a font without a map to Unicode hands them out: every letter as the number of its glyph."""

from __future__ import annotations

import random
from collections.abc import Callable

MACINTOSH = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùû"
_BLOCK = [chr(code) for code in range(0x1EA0, 0x1EFA)]
_OTHERS = [c for c in "ĂăĐđĨĩŨũƠơƯưÀÁÂÃÈÊÌÍÒÓÔÕÙÚÝý" if c not in MACINTOSH]

LINES = (
    "Ủy ban nhân dân tỉnh giao Sở Khoa học và Công nghệ chủ trì, phối hợp với các sở, ban, ngành tổ chức thực hiện.",
    "Kế hoạch số 182/KH-UBND ngày 15/12/2025 triển khai Nghị quyết số 57-NQ/TW và Quyết định số 749/QĐ-TTg.",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "1. Đến năm 2030, ít nhất 80% thủ tục hành chính được giải quyết trên môi trường điện tử (mức độ 4).",
    "2. Tỷ lệ hộ gia đình có đường truyền Internet đạt 95,5%; tốc độ tăng GDP đạt 8% mỗi năm.",
    "3. Bố trí kinh phí 1.250 triệu đồng từ ngân sách nhà nước cho các nhiệm vụ quy định tại Nghị quyết này.",
    "II. TỔ CHỨC THỰC HIỆN",
    "- Sở Tài chính tham mưu Ủy ban nhân dân tỉnh cân đối nguồn vốn, hướng dẫn các đơn vị sử dụng đúng mục đích.",
    "- Sở Nội vụ chủ trì xây dựng chương trình đào tạo, bồi dưỡng cán bộ, công chức, viên chức hằng năm.",
    "- Ủy ban nhân dân các xã, phường chịu trách nhiệm kiểm tra, giám sát và báo cáo kết quả trước ngày 30 tháng 11.",
    "- Các cơ quan báo chí đẩy mạnh tuyên truyền để người dân, doanh nghiệp hiểu rõ và tích cực tham gia.",
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị gửi ý kiến về Sở Khoa học và Công nghệ.",
    "Giám đốc Công an tỉnh bảo đảm an ninh mạng; Chủ tịch Ủy ban nhân dân tỉnh khen thưởng đơn vị có thành tích.",
    "Những nội dung khác giữ nguyên như Kế hoạch cũ; định kỳ sáu tháng sơ kết, cuối mỗi năm tổng kết, đánh giá.",
)
#: a document of enough words, its lines apart
DOCUMENT = "\n".join(LINES * 3)


def font(seed: int, *, ordered: bool = True) -> Callable[[str], str]:
    """A cipher of letters; `ordered` keeps the order of the Vietnamese block, as most fonts do."""
    chance = random.Random(seed)  # noqa: S311 - a cipher for tests
    numbers = list(range(0x400 + 7 * seed, 0x400 + 7 * seed + len(_BLOCK)))
    others = list(range(0x1F4, 0x1F4 + len(_OTHERS)))
    if not ordered:
        chance.shuffle(numbers)
        chance.shuffle(others)
    table = {letter: chr(number) for letter, number in zip([*_BLOCK, *_OTHERS], [*numbers, *others], strict=True)}
    table |= {letter: chr(98 + place) for place, letter in enumerate(MACINTOSH[:29])}
    table |= {chr(code): chr(code - 29) for code in range(0x21, 0x7F)}
    return lambda text: "".join(table.get(c, c) for c in text)


def throughout(text: str, cipher: Callable[[str], str]) -> str:
    """Every word ciphered; line ends and blanks stay."""
    return "\n".join(" ".join(map(cipher, line.split(" "))) for line in text.split("\n"))


def in_words(text: str, cipher: Callable[[str], str]) -> str:
    """Only words with a letter beyond ASCII ciphered."""

    def word(token: str) -> str:
        return token if token.isascii() else cipher(token)

    return "\n".join(" ".join(map(word, line.split(" "))) for line in text.split("\n"))
