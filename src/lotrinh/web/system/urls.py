"""Addresses under /he-thong/."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.system import views

app_name = "system"
urlpatterns = [
    path("giao-dien/", views.components, name="components"),
    path("mau-giao-dien/", views.theme, name="theme"),
    path("phien/", views.session, name="session"),
]
