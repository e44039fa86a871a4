"""Addresses of units and of what decisions do to them."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.organisations import reorganising, views

app_name = "organisations"
urlpatterns = [
    path("", views.unit_list, name="list"),
    path("xuat.<str:form>", views.unit_export, name="export"),
    path("so-do/", views.tree, name="tree"),
    path("them/", views.add, name="add"),
    path("nhom/<slug:group>/", views.group, name="group"),
    path("nhom/<slug:group>/xuat.<str:form>", views.group_export, name="group_export"),
    path("sap-xep/", reorganising.acts, name="acts"),
    path("sap-xep/xuat.<str:form>", reorganising.acts_export, name="acts_export"),
    path("sap-xep/them/", reorganising.record, name="record"),
    path("sap-xep/<int:act_id>/", reorganising.act, name="act"),
    path("sap-xep/<int:act_id>/rut/", reorganising.withdraw, name="withdraw"),
    path("<int:unit_id>/", views.detail, name="detail"),
    path("<int:unit_id>/sua/", views.edit, name="edit"),
    path("<int:unit_id>/doi-ten/", reorganising.rename, name="rename"),
    path("<int:unit_id>/ten-goi-khac/", views.names, name="names"),
    path("<int:unit_id>/quy-trinh-duyet/", views.chain, name="chain"),
]
