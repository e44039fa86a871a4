"""Addresses of units."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.unit_list, name="list"),
    path("xuat.<str:form>", views.unit_export, name="export"),
    path("so-do/", views.tree, name="tree"),
    path("them/", views.add, name="add"),
    path("<int:unit_id>/", views.detail, name="detail"),
    path("<int:unit_id>/sua/", views.edit, name="edit"),
    path("<int:unit_id>/ten-goi-khac/", views.names, name="names"),
    path("<int:unit_id>/quy-trinh-duyet/", views.chain, name="chain"),
]
