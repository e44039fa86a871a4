"""Addresses of people."""

from __future__ import annotations

from django.urls import path

from lotrinh.web.people.views import bulk, first_login, people, person, tokens

app_name = "people"
urlpatterns = [
    path("", people.people_list, name="list"),
    path("xuat.<str:form>", people.people_export, name="export"),
    path("them/", person.add, name="add"),
    path("them-tu-tep/", bulk.load, name="bulk"),
    path("them-tu-tep/mau.xlsx", bulk.template, name="bulk_template"),
    path("them-tu-tep/xac-nhan/", bulk.confirm, name="bulk_confirm"),
    path("them-tu-tep/lien-ket.xlsx", bulk.links_file, name="bulk_links"),
    path("dat-mat-khau/<str:token>/", first_login.first_login, name="first_login"),
    path("<int:person_id>/", person.detail, name="detail"),
    path("<int:person_id>/sua/", person.edit, name="edit"),
    path("<int:person_id>/ngung/", person.deactivate, name="deactivate"),
    path("<int:person_id>/mo-lai/", person.activate, name="activate"),
    path("<int:person_id>/lien-ket/", person.link, name="link"),
    path("<int:person_id>/ma-truy-cap/<int:token_id>/thu-hoi/", tokens.revoke_of, name="revoke_token"),
    path("<int:person_id>/vai-tro/", person.give_post, name="give_post"),
    path("<int:person_id>/vai-tro/<int:post_id>/", person.change_post, name="change_post"),
    path("<int:person_id>/vai-tro/<int:post_id>/thoi/", person.take_post, name="take_post"),
]
