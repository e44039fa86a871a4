"""The library's forms of signing in with Vietnamese labels."""

from __future__ import annotations

from typing import Any, Final

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as codes
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_PASSWORD: Final = _("Mật khẩu")
_NEW: Final = _("Mật khẩu mới")
_AGAIN: Final = _("Nhập lại mật khẩu mới")
_CODE: Final = _("Mã xác thực")
_REQUIRED: Final = _("Hãy điền mục này.")
_LONGEST: Final = 200


class _Labelled:
    """Gives the fields of a form their labels and sentences; a placeholder would only repeat the label."""

    labels: dict[str, str | Promise] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in self.labels:
                field.label = str(self.labels[name])
            field.help_text = ""
            field.error_messages["required"] = _REQUIRED
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["maxlength"] = str(_LONGEST)


class LoginForm(_Labelled, account.LoginForm):  # type: ignore[misc]  # the library publishes no types
    """Sign in."""

    labels = {"login": _("Tên đăng nhập"), "password": _PASSWORD}


class ChangePasswordForm(_Labelled, account.ChangePasswordForm):  # type: ignore[misc]  # see above
    """Change the password."""

    labels = {"oldpassword": _("Mật khẩu hiện tại"), "password1": _NEW, "password2": _AGAIN}

    def clean(self) -> dict[str, Any]:
        """The two new passwords are the same."""
        return _same(self)


class SetPasswordForm(_Labelled, account.SetPasswordForm):  # type: ignore[misc]  # see above
    """Choose a first password (for those who sign in at an outside provider)."""

    labels = {"password1": _NEW, "password2": _AGAIN}

    def clean(self) -> dict[str, Any]:
        """The two new passwords are the same."""
        return _same(self)


class ReauthenticateForm(_Labelled, account.ReauthenticateForm):  # type: ignore[misc]  # see above
    """Confirm who one is."""

    labels = {"password": _PASSWORD}


class AuthenticateForm(_Labelled, mfa.AuthenticateForm):  # type: ignore[misc]  # see above
    """The second factor at sign-in."""

    labels = {"code": _CODE}


class ReauthenticateMFAForm(_Labelled, mfa.ReauthenticateForm):  # type: ignore[misc]  # see above
    """The second factor to confirm who one is."""

    labels = {"code": _CODE}


class ActivateTOTPForm(_Labelled, totp.ActivateTOTPForm):  # type: ignore[misc]  # see above
    """Set up the second factor."""

    labels = {"code": _("Mã 6 chữ số trên ứng dụng")}


class GenerateRecoveryCodesForm(_Labelled, codes.GenerateRecoveryCodesForm):  # type: ignore[misc]  # see above
    """Make recovery codes anew."""


def _same(form: forms.Form) -> dict[str, Any]:
    """What was typed, with a sentence where the two new passwords differ."""
    data: dict[str, Any] = form.cleaned_data
    if "password1" in data and "password2" in data and data["password1"] != data["password2"]:
        form.add_error("password2", _("Hai mật khẩu không giống nhau."))
    return data
