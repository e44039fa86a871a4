"""Every address of the platform."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/", include("lotrinh.api.urls")),
    path("", include("lotrinh.portal.urls")),
    path("", include("lotrinh.web.urls")),
]

handler400 = "lotrinh.web.errors.bad_request"
handler403 = "lotrinh.web.errors.permission_denied"
handler404 = "lotrinh.web.errors.not_found"
handler500 = "lotrinh.web.errors.server_error"
