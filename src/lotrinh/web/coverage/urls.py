"""Addresses of plans beside the documents they answer to."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.coverage import across, views

app_name = "coverage"
urlpatterns = [
    path("ke-hoach/so-sanh/", across.side_by_side, name="side_by_side"),
    path("ke-hoach/so-sanh/xuat.<str:form>", across.side_by_side_export, name="side_by_side_export"),
    path("ke-hoach/<int:plan_id>/bao-phu/", views.choose, name="choose"),
    path("ke-hoach/<int:plan_id>/bao-phu/<int:above_id>/", views.detail, name="detail"),
    path("ke-hoach/<int:plan_id>/bao-phu/<int:above_id>/muc/<slug:duty_key>/", views.duty, name="duty"),
    path("ke-hoach/<int:plan_id>/bao-phu/<int:above_id>/ket-luan/", views.decide, name="decide"),
    path("ke-hoach/<int:plan_id>/bao-phu/<int:above_id>/xac-nhan-tu/", views.confirm_above, name="confirm_above"),
    path("ke-hoach/<int:plan_id>/bao-phu/<int:above_id>/hoan-tac/", views.undo, name="undo"),
    path("ke-hoach/<int:plan_id>/bao-phu/<int:above_id>/xuat.<str:form>", views.export, name="export"),
]
