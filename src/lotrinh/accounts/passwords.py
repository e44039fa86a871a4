"""The rules of passwords, said in Vietnamese."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lotrinh.accounts.models import User

SHORTEST: Final = 10
#: Argon2 takes any length; nobody types more, and a machine shall not be kept busy with it.
LONGEST: Final = 200


class Length:
    """From ten to two hundred characters, not digits alone."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError where the rule is not kept."""
        if len(password) < SHORTEST:
            raise ValidationError(
                _("Mật khẩu cần ít nhất %(count)d ký tự.") % {"count": SHORTEST}, code="password_too_short"
            )
        if len(password) > LONGEST:
            raise ValidationError(_("Mật khẩu dài quá %(count)d ký tự.") % {"count": LONGEST}, code="password_too_long")
        if password.isdigit():
            raise ValidationError(_("Mật khẩu không được chỉ gồm chữ số."), code="password_entirely_numeric")

    def get_help_text(self) -> str:
        """The rule."""
        return _("Từ %(count)d ký tự trở lên, không chỉ gồm chữ số.") % {"count": SHORTEST}


class Common(CommonPasswordValidator):
    """Not one of those that everybody tries first."""

    def get_error_message(self) -> str:
        """The sentence."""
        return _("Mật khẩu này quá phổ biến, dễ bị đoán.")

    def get_help_text(self) -> str:
        """The rule."""
        return _("Không phải mật khẩu phổ biến.")


class Similarity(UserAttributeSimilarityValidator):
    """Not the person's own name."""

    DEFAULT_USER_ATTRIBUTES = ("username", "full_name", "email")

    def __init__(self) -> None:
        super().__init__(user_attributes=self.DEFAULT_USER_ATTRIBUTES)

    def get_error_message(self) -> str:
        """The sentence."""
        return _("Mật khẩu quá giống họ tên, tên đăng nhập hoặc thư điện tử.")

    def get_help_text(self) -> str:
        """The rule."""
        return _("Không giống họ tên, tên đăng nhập hoặc thư điện tử.")
