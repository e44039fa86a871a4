"""Signing in (django-allauth): by user name, with a second factor or at an outside identity provider; no sign-up."""

from __future__ import annotations

from typing import Any

from lotrinh.settings import environment

_ENVIRONMENT = environment.load()

ACCOUNT_ADAPTER = "lotrinh.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
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
USERSESSIONS_TRACK_ACTIVITY = True

SOCIALACCOUNT_ADAPTER = "lotrinh.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_ONLY = False
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
