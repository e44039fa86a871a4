"""The addresses of searching."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.search import views

app_name = "search"

urlpatterns = [
    path("", views.page, name="page"),
    path("goi-y/", views.suggestions, name="suggestions"),
]
