"""Addresses of plans, their rows and all tasks."""

from __future__ import annotations

from django.urls import path, register_converter

from lotrinh.web.plans.addresses import RowKindConverter
from lotrinh.web.plans.views import adopting, changes, files, names, parts, plans, rows, tasks

register_converter(RowKindConverter, "row_kind")

app_name = "plans"
urlpatterns = [
    path("ke-hoach/", plans.plan_list, name="list"),
    path("ke-hoach/xuat.<str:form>", plans.plan_list_export, name="list_export"),
    path("ke-hoach/dua-vao-theo-doi/<int:review_id>/", adopting.adopt, name="adopt"),
    path("ke-hoach/dua-vao-theo-doi/<int:review_id>/ten-co-quan/", names.names, name="names"),
    path("ke-hoach/<int:plan_id>/", plans.overview, name="detail"),
    path("ke-hoach/<int:plan_id>/dau-moi/", plans.bodies, name="bodies"),
    path("ke-hoach/<int:plan_id>/tai-ve/ke-hoach.<str:form>", files.plan_file, name="file"),
    path("ke-hoach/<int:plan_id>/phien-ban/", changes.versions, name="versions"),
    path("ke-hoach/<int:plan_id>/phien-ban/khac-nhau/", changes.difference, name="difference"),
    path("ke-hoach/<int:plan_id>/phat-hien/", parts.findings, name="findings"),
    path("ke-hoach/<int:plan_id>/lich-su/", parts.history, name="history"),
    path("ke-hoach/<int:plan_id>/nguon/", parts.source, name="source"),
    path("ke-hoach/<int:plan_id>/<row_kind:kind>/", parts.rows, name="part"),
    path("ke-hoach/<int:plan_id>/<row_kind:kind>/xuat.<str:form>", parts.rows_export, name="part_export"),
    path("ke-hoach/<int:plan_id>/<row_kind:kind>/<uuid:lineage>/", rows.row, name="row"),
    path("ke-hoach/<int:plan_id>/<row_kind:kind>/<uuid:lineage>/xac-nhan/", rows.confirm, name="confirm"),
    path("nhiem-vu/", tasks.task_list, name="tasks"),
    path("nhiem-vu/xuat.<str:form>", tasks.task_list_export, name="tasks_export"),
    path("nhiem-vu/xac-nhan/", tasks.confirm_chosen, name="confirm_chosen"),
]
