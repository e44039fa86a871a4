"""Posts, who stands in for their holders, and the steps of approval."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.vocab import Role
from lotrinh.organisations.models.units import Unit


class Post(models.Model):
    """A person in a role in a unit, from a day to a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(_("Vai trò"), max_length=20, choices=Role.choices)
    starts_on = models.DateField(_("Từ ngày"))
    ends_on = models.DateField(_("Đến ngày"), null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "unit", "role", "starts_on"), name="post_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="post_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.unit_id}"


class Delegation(models.Model):
    """Somebody stands in for the holder of a post while the holder is away, both days included."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="delegations")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="delegations")
    starts_on = models.DateField(_("Từ ngày"))
    ends_on = models.DateField(_("Đến hết ngày"))
    reason = models.CharField(_("Lý do"), max_length=300, blank=True)
    #: taken back before its end
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-starts_on", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="delegation_ends_after_start"),
        )

    def __str__(self) -> str:
        return f"{self.post_id} → {self.deputy_id}"


class ApprovalChain(models.Model):
    """The steps by which a unit approves: roles in order; without a row, the default chain holds."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="approval_chain")
    roles = models.JSONField()

    def __str__(self) -> str:
        return " → ".join(self.roles)
