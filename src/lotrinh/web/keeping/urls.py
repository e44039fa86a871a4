"""Addresses of keeping."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.keeping import views

app_name = "keeping"
urlpatterns = [
    path("", views.overview, name="list"),
    path("co-quan/<int:unit_id>/", views.kept, name="unit"),
    path("quyet-dinh/<int:keeping_id>/rut/", views.withdraw, name="withdraw"),
    path("noi-nhan/<int:document_id>/", views.add_recipients, name="recipients"),
]
