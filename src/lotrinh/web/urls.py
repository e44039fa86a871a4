"""The addresses of the pages: a line for each area."""

from __future__ import annotations

from django.urls import include, path

from lotrinh.web.home import views as home

urlpatterns = [
    path("", home.home, name="home"),
    path("tai-khoan/", include("allauth.urls")),
    path("van-ban/", include("lotrinh.web.documents.urls")),
    path("soat-du-thao/", include("lotrinh.web.draft_check.urls")),
    path("he-thong/", include("lotrinh.web.system.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
