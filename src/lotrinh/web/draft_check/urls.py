"""The address of the draft check."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.draft_check import views

urlpatterns = [path("", views.draft_check, name="draft_check")]
