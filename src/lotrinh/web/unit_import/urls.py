"""Addresses of loading units from a table."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.unit_import import views

app_name = "unit_import"
urlpatterns = [
    path("", views.load, name="load"),
    path("mau.xlsx", views.template, name="template"),
    path("mau.csv", views.template_csv, name="template_csv"),
    path("xac-nhan/", views.confirm, name="confirm"),
    path("ket-qua.xlsx", views.report, name="report"),
]
