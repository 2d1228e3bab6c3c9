"""The addresses of one's own account.

The names without a namespace are those the sign-in library asks for. What it offers beyond them
(signing up, changing the address) has no address here.
"""

from django.urls import path, re_path

from vorort.accounts import views

urlpatterns = [
    path("", views.overview, name="account_overview"),
    path("anmelden/", views.sign_in, name="account_login"),
    path("abmelden/", views.sign_out, name="account_logout"),
    path("passwort/", views.change_password, name="account_change_password"),
    path("passwort/vergessen/", views.forgot_password, name="account_reset_password"),
    path(
        "passwort/vergessen/gesendet/",
        views.forgot_password_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.new_password,
        name="account_reset_password_from_key",
    ),
    path(
        "passwort/neu/fertig/",
        views.new_password_done,
        name="account_reset_password_from_key_done",
    ),
]
