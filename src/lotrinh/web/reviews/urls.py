"""The addresses of reviews."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.reviews import approval, listing, pages, views

app_name = "reviews"

urlpatterns = [
    path("", listing.index, name="list"),
    path("xuat.<slug:form>", listing.exported, name="export"),
    path("mo/<int:reading_id>/", views.open_review, name="open"),
    path("<int:review_id>/", views.show, name="screen"),
    path("<int:review_id>/muc/<slug:anchor>/", views.item, name="item"),
    path("<int:review_id>/quyet-dinh/", views.decide, name="decide"),
    path("<int:review_id>/chap-nhan/", views.accept_above, name="accept_above"),
    path("<int:review_id>/hoan-tac/", views.undo, name="undo"),
    path("<int:review_id>/dong-bo/", views.sync, name="sync"),
    path("<int:review_id>/trang/<int:number>.jpg", pages.image, name="page"),
    path("<int:review_id>/trang/<int:number>/chu/", pages.words, name="page_words"),
    path("<int:review_id>/duyet/", approval.show, name="approval"),
    path("<int:review_id>/duyet/<str:action>/", approval.act, name="act"),
]
