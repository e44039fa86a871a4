"""People, and the tokens by which programs act for them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from lotrinh.core import words


class UserManager(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """A new user; without a password nobody can sign in until one is set by a first-login link."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The user of this name, whatever its case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person with an account. Personal data: name, user name, e-mail, nothing else."""

    username = models.CharField(
        _("Tên đăng nhập"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                r"\A[a-z0-9][a-z0-9._@-]*\Z", _("Tên đăng nhập chỉ gồm chữ thường không dấu, số và các dấu . _ @ -.")
            )
        ],
    )
    full_name = models.CharField(_("Họ và tên"), max_length=120)
    email = models.EmailField(_("Thư điện tử"), blank=True)
    #: order by given name (`words.person_sort_key`)
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    search = models.CharField(max_length=300, editable=False)
    is_active = models.BooleanField(_("Đang hoạt động"), default=True)
    #: the link with which the person chooses a password carries it; empty: no link is open (`services.links`)
    link_nonce = models.CharField(max_length=32, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    objects = UserManager()

    class Meta:
        ordering = ("sort_key",)
        constraints = (models.UniqueConstraint(Lower("username"), name="username_any_case"),)

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the keys for order and search in step with the name."""
        self.sort_key = words.person_sort_key(self.full_name)
        self.search = words.fold(f"{self.full_name} {self.username} {self.email}")[:300]
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """The name as it is written."""
        return self.full_name

    def get_short_name(self) -> str:
        """The given name."""
        return self.full_name.split()[-1] if self.full_name else self.username


class AccessToken(models.Model):
    """A key by which a program acts for a person, for a time and within its scopes.

    The key itself is shown once and kept nowhere. Nothing of the person is in it or in its name.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("Tên"), max_length=80)
    #: SHA-256 of the whole key, hexadecimal: the key has 256 random bits, so nothing slower is needed
    digest = models.CharField(max_length=64, unique=True, editable=False)
    #: the first characters of the key, by which its owner recognises it
    prefix = models.CharField(max_length=20, editable=False)
    #: codes of `Scope`
    scopes = models.JSONField(_("Quyền"), default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    #: noted every ten minutes at most
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name
