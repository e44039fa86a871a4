"""The addresses of the pages: a line for each area."""

from __future__ import annotations

from django.urls import include, path

from lotrinh.web.home import views as home

urlpatterns = [
    path("", home.home, name="home"),
    path("bat-dau/", include("lotrinh.web.first_run.urls")),
    path("tai-khoan/", include("lotrinh.web.people.sign_in_urls")),
    path("tai-khoan-nguoi-dung/", include("lotrinh.web.people.urls")),
    path("co-quan/nap-bang/", include("lotrinh.web.unit_import.urls")),
    path("co-quan/lap-danh-muc/", include("lotrinh.web.founding.urls")),
    path("co-quan/", include("lotrinh.web.organisations.urls")),
    path("dia-danh/", include("lotrinh.web.places.urls")),
    path("nhat-ky/", include("lotrinh.web.audit.urls")),
    path("van-ban/", include("lotrinh.web.documents.urls")),
    path("van-ban/", include("lotrinh.web.chain.urls")),
    path("luu-giu/", include("lotrinh.web.keeping.urls")),
    path("", include("lotrinh.web.coverage.urls")),
    path("", include("lotrinh.web.plans.urls")),
    path("chuyen-giao/", include("lotrinh.web.handovers.urls")),
    path("danh-sach/", include("lotrinh.web.lists.urls")),
    path("ra-soat/", include("lotrinh.web.reviews.urls")),
    path("tim-kiem/", include("lotrinh.web.search.urls")),
    path("soat-du-thao/", include("lotrinh.web.draft_check.urls")),
    path("he-thong/thong-bao-may/", include("lotrinh.web.webhooks.urls")),
    path("he-thong/", include("lotrinh.web.system.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
