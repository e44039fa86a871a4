"""Addresses under /he-thong/thong-bao-may/."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("", views.listing, name="list"),
    path("dang-ky/", views.make, name="make"),
    path("<int:webhook_id>/", views.detail, name="detail"),
    path("<int:webhook_id>/sua/", views.change, name="change"),
    path("<int:webhook_id>/bi-mat/", views.renew, name="renew"),
    path("<int:webhook_id>/gui-thu/", views.try_out, name="try"),
    path("<int:webhook_id>/bat/", views.switch_on, name="on"),
    path("<int:webhook_id>/tat/", views.switch_off, name="off"),
    path("<int:webhook_id>/xoa/", views.remove, name="remove"),
    path("<int:webhook_id>/gui-lai/<uuid:key>/", views.send_again, name="again"),
]
