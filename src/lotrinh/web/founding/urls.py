"""Addresses of the page that makes a province's list of units."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.founding import views

app_name = "founding"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("xem-truoc/", views.preview, name="preview"),
]
