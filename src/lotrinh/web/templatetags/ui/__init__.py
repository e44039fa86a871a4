"""Tags and filters of the interface, known to every template without `{% load %}`.

The page `/he-thong/giao-dien/` shows what they make. `page`: parts of the frame; `parts`: icons, badges, notices;
`fields`: forms; `lists`: sorting, pages, filters; `values`: money and dates; `pictures`: charts.
"""

from __future__ import annotations

from lotrinh.web.templatetags.ui import fields, lists, page, parts, pictures, values
from lotrinh.web.templatetags.ui.library import register

__all__ = ["fields", "lists", "page", "parts", "pictures", "register", "values"]
