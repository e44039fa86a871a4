"""The one error that reading a document may raise.

Every failure has a code (documented in docs/reference/codes.md), one Vietnamese and one English sentence.
"""

from __future__ import annotations

from typing import Final

#: code -> (Vietnamese, English); `{name}` fields are filled from the keyword arguments of VanbanError.
MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "empty": ("Tệp rỗng, không có gì để đọc.", "The file is empty; there is nothing to read."),
    "not-found": ("Không tìm thấy tệp {name}.", "File {name} was not found."),
    "unreadable": ("Không mở được tệp {name}: {reason}.", "File {name} cannot be opened: {reason}."),
    "too-large": (
        "Tệp quá lớn: {size} byte, giới hạn là {limit} byte.",
        "The file is too large: {size} bytes, the limit is {limit} bytes.",
    ),
    "too-many-pages": (
        "Tệp có {pages} trang, giới hạn là {limit} trang.",
        "The file has {pages} pages, the limit is {limit} pages.",
    ),
    "too-deep": (
        "Bảng lồng nhau quá sâu (giới hạn {limit} lớp).",
        "Tables are nested too deeply (the limit is {limit} levels).",
    ),
    "too-long": (
        "Đọc quá lâu: vượt giới hạn {limit} giây.",
        "Reading took too long: over the limit of {limit} seconds.",
    ),
    "line-too-long": (
        "Có dòng quá dài: {size} ký tự, giới hạn là {limit} ký tự.",
        "A line is too long: {size} characters, the limit is {limit} characters.",
    ),
    "too-many-parts": (
        "Tệp có quá nhiều dòng, đoạn hoặc ô: vượt giới hạn {limit}.",
        "The file has too many lines, paragraphs or cells: over the limit of {limit}.",
    ),
    "unknown-format": (
        "Không nhận ra định dạng: tệp không phải văn bản, Word, ODT, RTF, HTML, PDF hay ảnh.",
        "Unknown format: not a text, Word, ODT, RTF, HTML, PDF or image file.",
    ),
    "damaged": ("Tệp {format} bị hỏng hoặc bị cắt cụt.", "The {format} file is damaged or cut short."),
    "encrypted": (
        "Tệp có mật khẩu; hãy bỏ mật khẩu rồi thử lại.",
        "The file is protected by a password; remove it and try again.",
    ),
    "macro": (
        "Tệp có macro; hãy lưu lại dạng .docx không macro.",
        "The file contains macros; save it as .docx without macros.",
    ),
    "unsafe-archive": (
        "Tệp nén bất thường (nở ra quá lớn khi giải nén); không đọc.",
        "The archive expands abnormally (a zip bomb); it was not read.",
    ),
    "unsafe-xml": (
        "Tệp chứa khai báo XML không an toàn (DTD hoặc thực thể); không đọc.",
        "The file contains unsafe XML declarations (DTD or entities); it was not read.",
    ),
    "scan": (
        (
            "Tệp soạn thảo chỉ có ảnh, không có chữ; hãy xuất tệp ra PDF hoặc đưa chính các ảnh (PNG, JPEG, TIFF): "
            "chữ trong ảnh của PDF và trong tệp ảnh được nhận dạng."
        ),
        (
            "The document has only images and no text; export it as PDF or give the images themselves "
            "(PNG, JPEG, TIFF): the text of images in a PDF and of image files is recognised."
        ),
    ),
    "needs-tesseract": (
        "Tệp là bản quét; để nhận dạng chữ cần cài thêm: {packages}.",
        "The file is a scan; to recognise its text install: {packages}.",
    ),
    "picture-too-large": (
        "Ảnh quá lớn: giới hạn là {limit} điểm ảnh mỗi trang; hãy quét lại ở 200–300 dpi.",
        "The image is too large: the limit is {limit} pixels a page; scan again at 200–300 dpi.",
    ),
    "needs-pillow": (
        "Để vẽ trang cần cài thêm: {packages}.",
        "To draw pages install: {packages}.",
    ),
    "no-page": ("Tệp không có trang {page}.", "The file has no page {page}."),
    "no-pages": (
        "Tệp không có trang để vẽ: chỉ vẽ được trang của PDF và của tệp ảnh.",
        "The file has no pages to draw: only those of PDF and image files can be drawn.",
    ),
    "needs-libreoffice": (
        "Cần LibreOffice để đọc tệp {format}; hãy cài gói libreoffice-writer-nogui.",
        "LibreOffice is needed to read {format} files; install the package libreoffice-writer-nogui.",
    ),
    "model-unusable": (
        "Không dùng được mô hình phục hồi chữ {path}: {reason}; hãy cài lại chương trình.",
        "The model that restores damaged text cannot be used, {path}: {reason}; install the program again.",
    ),
    "no-text": ("Tệp không có chữ nào.", "The file contains no text."),
}


class VanbanError(Exception):
    """A document that cannot be read, with a code and one sentence in each language."""

    def __init__(self, code: str, **fields: object) -> None:
        vietnamese, english = MESSAGES[code]
        self.code = code
        self.vietnamese = vietnamese.format(**fields)
        self.english = english.format(**fields)
        super().__init__(f"{code}: {self.english}")

    def message(self, lang: str = "vi") -> str:
        """The sentence in `lang` (`vi` or `en`)."""
        return self.english if lang == "en" else self.vietnamese
