"""The addresses of one's own account.

The names without a namespace are those the sign-in library asks for. What it offers beyond them
(signing up, several addresses) has no address here.
"""

from django.urls import path, re_path

from vorort.accounts.views import account, factors, office, sign_in

urlpatterns = [
    path("", account.overview, name="account_overview"),
    path("anmelden/", sign_in.sign_in, name="account_login"),
    path("anmelden/code/", sign_in.second_factor, name="mfa_authenticate"),
    path("anmelden/verwaltung/", office.start, name="account_office"),
    path("anmelden/verwaltung/zurueck/", office.callback, name="account_office_callback"),
    path("abmelden/", sign_in.sign_out, name="account_logout"),
    path("bestaetigen/", account.confirm, name="account_confirm"),
    path("weiter/", account.go_on, name="account_go_on"),
    path("sitzungen/", account.sessions, name="account_sessions"),
    path("sitzungen/andere-beenden/", account.end_others, name="account_sessions_end_others"),
    path("sitzungen/<str:public_id>/beenden/", account.end_session, name="account_session_end"),
    path("zweiter-faktor/", factors.factors, name="account_factors"),
    path("zweiter-faktor/app/", factors.add_app, name="account_factor_app"),
    path("zweiter-faktor/schluessel/", factors.add_key, name="account_factor_key"),
    path("zweiter-faktor/<int:pk>/entfernen/", factors.remove_factor, name="account_factor_remove"),
    path("zweiter-faktor/ersatzcodes/", factors.recovery_codes, name="account_recovery_codes"),
    path(
        "zweiter-faktor/ersatzcodes.txt",
        factors.recovery_codes_file,
        name="account_recovery_codes_file",
    ),
    path("adresse/", account.address, name="account_address"),
    path("adresse/<str:key>/", account.confirm_address, name="account_address_confirm"),
    path("passwort/", sign_in.change_password, name="account_change_password"),
    path("passwort/vergessen/", sign_in.forgot_password, name="account_reset_password"),
    path(
        "passwort/vergessen/gesendet/",
        sign_in.forgot_password_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.new_password,
        name="account_reset_password_from_key",
    ),
    path(
        "passwort/neu/fertig/",
        sign_in.new_password_done,
        name="account_reset_password_from_key_done",
    ),
]
