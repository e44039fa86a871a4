"""Addresses of handing over."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.handovers import views

app_name = "handovers"
urlpatterns = [
    path("", views.board, name="board"),
    path("du-thao.<str:form>", views.draft_file, name="draft"),
    path("xac-nhan/", views.confirm, name="confirm"),
    path("da-ghi/", views.done, name="done"),
    path("<int:handover_id>/", views.detail, name="detail"),
    path("<int:handover_id>/phu-luc.<str:form>", views.file, name="file"),
    path("<int:handover_id>/rut/", views.withdraw, name="withdraw"),
]
