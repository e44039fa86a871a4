"""Addresses of the pages about documents."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.documents import audience, completing, listing, receiving, standing, views

app_name = "documents"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("xuat.<slug:form>", listing.exported, name="export"),
    path("tai-len/", receiving.upload, name="upload"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/dang-doc/", views.reading_state, name="reading"),
    path("<int:pk>/tai-ve/akn.xml", views.akoma_ntoso, name="akn"),
    path("<int:pk>/tai-ve/ho-so.json", views.record, name="record"),
    path("<int:pk>/them-tep/", receiving.further, name="further"),
    path("<int:pk>/thong-tin/", completing.identity, name="identity"),
    path("<int:pk>/trung/", views.same, name="same"),
    path("<int:pk>/hieu-luc/", standing.standing, name="standing"),
    path("<int:pk>/hieu-luc/tim/", standing.choices, name="choices"),
    path("<int:pk>/pham-vi/", audience.audience, name="audience"),
    path("<int:pk>/noi-nhan/", audience.recipients, name="recipients"),
    path("quan-he/<int:relation_id>/go/", standing.undo_relation, name="undo_relation"),
    path("tep/<int:file_id>/tai-ve/", views.download, name="download"),
    path("tep/<int:file_id>/doc-lai/", views.read_again, name="read_again"),
]
