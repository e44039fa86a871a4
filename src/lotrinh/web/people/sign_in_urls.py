"""Addresses of signing in: of the library's pages only those that the platform offers.

Sign-up, the management of e-mails and passwords reset by mail are not among them: accounts and their e-mails are the
operator's.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import path

from lotrinh.web.people.views import delegations, own, tokens
from lotrinh.web.people.views.sign_in import answers_422 as shown

urlpatterns = [
    path("dang-nhap/", shown(account.login), name="account_login"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("da-ngung/", account.account_inactive, name="account_inactive"),
    path("xac-nhan/", shown(account.reauthenticate), name="account_reauthenticate"),
    path("mat-khau/", shown(account.password_change), name="account_change_password"),
    path("mat-khau/dat/", shown(account.password_set), name="account_set_password"),
    path("phien/", own.sessions, name="usersessions_list"),
    path("uy-quyen/", delegations.absence, name="absence"),
    path("uy-quyen/vai-tro/<int:post_id>/", delegations.give, name="absence_give"),
    path("uy-quyen/<int:delegation_id>/thu-hoi/", delegations.withdraw, name="absence_withdraw"),
    path("ma-truy-cap/", tokens.tokens, name="tokens"),
    path("ma-truy-cap/tao/", tokens.make, name="tokens_make"),
    path("ma-truy-cap/<int:token_id>/thu-hoi/", tokens.revoke, name="tokens_revoke"),
    path("hai-lop/", mfa.index, name="mfa_index"),
    path("hai-lop/dang-nhap/", shown(mfa.authenticate), name="mfa_authenticate"),
    path("hai-lop/xac-nhan/", shown(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("hai-lop/bat/", shown(totp.activate_totp), name="mfa_activate_totp"),
    path("hai-lop/tat/", shown(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("hai-lop/ma-khoi-phuc/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("hai-lop/ma-khoi-phuc/tao/", shown(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("hai-lop/ma-khoi-phuc/tai/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("he-thong-chung/da-huy/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("he-thong-chung/loi/", social.login_error, name="socialaccount_login_error"),
    path("he-thong-chung/<slug:provider_id>/", oidc.login, name="openid_connect_login"),
    path("he-thong-chung/<slug:provider_id>/ve/", oidc.callback, name="openid_connect_callback"),
]
