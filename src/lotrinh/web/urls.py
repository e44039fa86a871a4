"""The addresses of the pages: a line for each area."""

from __future__ import annotations

from django.urls import include, path

from lotrinh.web.home import views as home

urlpatterns = [
    path("", home.home, name="home"),
    path("tai-khoan/", include("allauth.urls")),
]
