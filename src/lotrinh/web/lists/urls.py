"""Addresses of what people keep of lists."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.lists import views

app_name = "lists"
urlpatterns = [
    path("<slug:page>/luu/", views.save, name="save"),
    path("luu/<int:view_id>/xoa/", views.remove, name="remove"),
]
