"""Addresses of places."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.places import views

app_name = "places"
urlpatterns = [
    path("", views.place_list, name="list"),
    path("xuat.<str:form>", views.place_export, name="export"),
    path("nap/", views.load, name="load"),
    path("nap-bang/", views.own_table, name="own"),
    path("mau.xlsx", views.template, name="template"),
    path("mau-thay-doi.xlsx", views.template_of_changes, name="template_of_changes"),
    path("<int:place_id>/", views.detail, name="detail"),
    path("<int:place_id>/sua/", views.edit, name="edit"),
    path("<int:place_id>/bo-sua/", views.undo, name="undo"),
]
