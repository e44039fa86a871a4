"""Addresses of the audit trail."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.trail, name="list"),
    path("xuat.<str:form>", views.trail_export, name="export"),
    path("<int:entry_id>/", views.detail, name="detail"),
]
