"""Addresses of the chain of directives."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.chain import views

app_name = "chain"
urlpatterns = [
    path("con-thieu/", views.missing, name="missing"),
    path("<int:pk>/chuoi/", views.chain, name="page"),
    path("<int:pk>/chuoi/quyet-dinh/", views.decide, name="decide"),
    path("trich-dan/<int:link_id>/", views.point, name="point"),
]
