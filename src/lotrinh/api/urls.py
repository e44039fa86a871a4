"""The addresses of the API."""

from __future__ import annotations

from django.urls import include, path

from lotrinh.api import pages
from lotrinh.api.application import API

_operations, _app, _namespace = API.urls
urlpatterns = [
    path(
        "v1/",
        include(
            (
                [
                    path("openapi.json", pages.schema, name="openapi"),
                    path("docs", pages.docs, name="docs"),
                    *_operations,
                ],
                "api",
            )
        ),
    ),
]
