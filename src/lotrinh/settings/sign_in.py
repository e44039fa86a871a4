"""Signing in (django-allauth): by user name, with a second factor or at an outside identity provider; no sign-up."""

from __future__ import annotations

from typing import Any

from lotrinh.settings import environment

_ENVIRONMENT = environment.load()

ACCOUNT_ADAPTER = "lotrinh.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "lotrinh.accounts.forms.LoginForm",
    "change_password": "lotrinh.accounts.forms.ChangePasswordForm",
    "set_password": "lotrinh.accounts.forms.SetPasswordForm",
    "reauthenticate": "lotrinh.accounts.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
#: User names are kept in small letters; whatever a person types is made so.
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USERNAME_MIN_LENGTH = 3
#: After five wrong passwords for one name, nobody signs in under it for five minutes.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,5/5m/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Lộ Trình"
MFA_ADAPTER = "lotrinh.accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "lotrinh.accounts.forms.AuthenticateForm",
    "reauthenticate": "lotrinh.accounts.forms.ReauthenticateMFAForm",
    "activate_totp": "lotrinh.accounts.forms.ActivateTOTPForm",
    "generate_recovery_codes": "lotrinh.accounts.forms.GenerateRecoveryCodesForm",
}
#: Accounts have no e-mail that the library verifies; the operator vouches for the person.
MFA_ALLOW_UNVERIFIED_EMAIL = True
#: `accounts.sessions.SeenMiddleware` notes it with fewer writes.
USERSESSIONS_TRACK_ACTIVITY = False

SOCIALACCOUNT_ADAPTER = "lotrinh.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_ONLY = False
#: A link leads to the provider: a form that ends there is stopped by our own policy (form-action).
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": _ENVIRONMENT.oidc_name or "OpenID Connect",
                    "client_id": _ENVIRONMENT.oidc_client_id,
                    "secret": _ENVIRONMENT.oidc_client_secret,
                    "settings": {"server_url": _ENVIRONMENT.oidc_server},
                }
            ],
        }
    }
    if _ENVIRONMENT.oidc_server
    else {}
)
