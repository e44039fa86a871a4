"""Straight lines and pictures of one PDF page."""

from __future__ import annotations

import ctypes
from typing import Final

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from vanban.readers.pdf.frame import Frame
from vanban.readers.pdf.geometry import Rule

_THIN: Final = 3.0
_SHORTEST_RULE: Final = 4.0
_STRAIGHT: Final = 0.7
_MOST_SEGMENTS: Final = 20_000
_MOST_OBJECTS: Final = 100_000
_MOST_FORMS_DEEP: Final = 4

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Final[_Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Drawing:
    """Straight lines and pictures among the objects of a page, those inside forms included."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self.horizontal: list[Rule] = []
        self.vertical: list[Rule] = []
        self.picture_area = 0.0
        self._floats = tuple(ctypes.c_float() for _ in range(4))
        self._pointers = tuple(map(ctypes.byref, self._floats))
        self._x, self._y = ctypes.c_float(), ctypes.c_float()
        self._segments = 0
        self._objects = 0

    def read(self, page: pypdfium2.PdfPage) -> None:
        """Read all objects of a page."""
        raw = page.raw
        for index in range(pdfium.FPDFPage_CountObjects(raw)):
            self._object(pdfium.FPDFPage_GetObject(raw, index), _IDENTITY, 0)

    def _object(self, item: object, matrix: _Matrix, depth: int) -> None:
        self._objects += 1
        if self._objects > _MOST_OBJECTS:
            return
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            x0, top, x1, bottom = self._bounds(item, matrix)
            self.picture_area += max(x1 - x0, 0.0) * max(bottom - top, 0.0)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MOST_FORMS_DEEP:
            inner = _multiply(_matrix(item), matrix)
            for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                self._object(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _bounds(self, item: object, matrix: _Matrix) -> tuple[float, float, float, float]:
        if not pdfium.FPDFPageObj_GetBounds(item, *self._pointers):
            return 0.0, 0.0, 0.0, 0.0
        left, bottom, right, top = (value.value for value in self._floats)
        if matrix is not _IDENTITY:
            (left, bottom), (right, top) = _apply(matrix, left, bottom), _apply(matrix, right, top)
        return self._frame.box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))

    def _path(self, item: object, matrix: _Matrix) -> None:
        x0, top, x1, bottom = self._bounds(item, matrix)
        width, height = x1 - x0, bottom - top
        if width <= _THIN and height <= _THIN:
            return
        if height <= _THIN:
            self._add_rule(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
        elif width <= _THIN:
            self._add_rule((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)
        elif self._is_stroked(item):
            self._outline(item, matrix)

    @staticmethod
    def _is_stroked(item: object) -> bool:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        return bool(pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke)) and stroke.value)

    def _outline(self, item: object, matrix: _Matrix) -> None:
        """The straight pieces of a path: frames, and grids that are drawn in one stroke."""
        count = pdfium.FPDFPath_CountSegments(item)
        self._segments += max(count, 0)
        if self._segments > _MOST_SEGMENTS:
            return
        own = _multiply(_matrix(item), matrix)
        start = previous = (0.0, 0.0)
        x, y = ctypes.byref(self._x), ctypes.byref(self._y)
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                continue
            point = _apply(own, self._x.value, self._y.value)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                self._straight(previous, point)
            if kind != pdfium.FPDF_SEGMENT_MOVETO and pdfium.FPDFPathSegment_GetClose(segment):
                self._straight(point, start)
            previous = point

    def _straight(self, begin: tuple[float, float], end: tuple[float, float]) -> None:
        left, right = sorted((begin[0], end[0]))
        low, high = sorted((begin[1], end[1]))
        x0, top, x1, bottom = self._frame.box(left, low, right, high)
        self._add_rule(x0, top, x1, bottom)

    def _add_rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        if bottom - top <= _STRAIGHT and x1 - x0 >= _SHORTEST_RULE:
            self.horizontal.append(Rule(x0=x0, y0=(top + bottom) / 2, x1=x1, y1=(top + bottom) / 2))
        elif x1 - x0 <= _STRAIGHT and bottom - top >= _SHORTEST_RULE:
            self.vertical.append(Rule(x0=(x0 + x1) / 2, y0=top, x1=(x0 + x1) / 2, y1=bottom))


def _matrix(item: object) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _multiply(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """The matrix that applies `inner` first."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
