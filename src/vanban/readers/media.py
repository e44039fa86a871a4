"""The names of the media types that the readers know."""

from __future__ import annotations

from typing import Final

TEXT: Final = "text/plain"
MARKDOWN: Final = "text/markdown"
HTML: Final = "text/html"
MHTML: Final = "multipart/related"
PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCM: Final = "application/vnd.ms-word.document.macroEnabled.12"
ODT: Final = "application/vnd.oasis.opendocument.text"
DOC: Final = "application/msword"
RTF: Final = "application/rtf"
#: An Office file inside an encrypted container.
ENCRYPTED_OFFICE: Final = "application/x-ms-encrypted-office"
IMAGE_PREFIX: Final = "image/"

#: What an error message calls a format.
SHORT_NAMES: Final = {
    TEXT: "TXT",
    MARKDOWN: "Markdown",
    HTML: "HTML",
    MHTML: "HTML",
    PDF: "PDF",
    DOCX: "DOCX",
    ODT: "ODT",
    DOC: "DOC",
    RTF: "RTF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/tiff": "TIFF",
    "image/gif": "GIF",
    "image/webp": "WebP",
    "image/bmp": "BMP",
    "image/jp2": "JPEG 2000",
}
