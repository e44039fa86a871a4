"""The address of the first run."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.first_run import views

app_name = "first_run"
urlpatterns = [path("", views.begin, name="begin")]
