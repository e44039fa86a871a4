"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import include, path, register_converter

from lotrinh.portal.addresses import KindConverter, NumberConverter, RestConverter
from lotrinh.portal.views import machines, pages

register_converter(KindConverter, "public_kind")
register_converter(NumberConverter, "public_number")
register_converter(RestConverter, "public_rest")

_pages = [
    path("", pages.front, name="front"),
    path("ke-hoach-moi.atom", machines.new_plans, name="new_plans"),
    path("ke-hoach/<public_number:plan_id>/", pages.plan, name="plan"),
    path("ke-hoach/<public_number:plan_id>/thay-doi.atom", machines.plan_feed, name="plan_feed"),
    path("ke-hoach/<public_number:plan_id>/du-lieu/<slug:key>.<slug:form>", machines.plan_file, name="plan_file"),
    path("co-quan/", pages.units, name="units"),
    path("co-quan/<public_number:unit_id>/", pages.unit, name="unit"),
    path("tim-kiem/", pages.search, name="search"),
    path("du-lieu/", pages.data, name="data"),
    path("du-lieu/catalog.jsonld", machines.catalog, name="catalog"),
    path("du-lieu/<slug:key>.<slug:form>", machines.file, name="file"),
    path("<public_kind:kind>/", pages.rows, name="rows"),
    path("<public_kind:kind>/<uuid:lineage>/", pages.row, name="row"),
    path("<public_rest:rest>", pages.unknown, name="unknown"),
]
urlpatterns = [
    path("cong-khai/", include((_pages, "portal"))),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<slug:key>-<int:part>.xml", machines.sitemap_part, name="sitemap_part"),
    path("robots.txt", machines.robots, name="robots"),
]
