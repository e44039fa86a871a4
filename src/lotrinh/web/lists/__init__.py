"""Lists: one implementation of search, filters, order, columns, pages, saved views, selection and export.

An area declares a `ListPage` (columns, filters, default order) and gives it the rows that the person may see; the page,
the exports and the choice of rows for a bulk act all come from the same declaration and the same address.
"""

from lotrinh.web.lists.columns import Column, printed
from lotrinh.web.lists.filters import Filter, choice, date_from, date_to, flag
from lotrinh.web.lists.page import Bulk, Listing, ListPage

__all__ = ["Bulk", "Column", "Filter", "ListPage", "Listing", "choice", "date_from", "date_to", "flag", "printed"]
