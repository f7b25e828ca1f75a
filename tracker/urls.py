"""All addresses: the admin, signing in and out, and the app."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    # Not django.contrib.auth.urls: a forgotten password would need mail, which is not set up; the staff give a new one.
    path("accounts/login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("accounts/logout/", auth.LogoutView.as_view(), name="logout"),
    path("accounts/password_change/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("accounts/password_change/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("", include("positions.urls")),
]

handler400 = "positions.views.errors.bad_request"
handler403 = "positions.views.errors.forbidden"
handler404 = "positions.views.errors.not_found"
handler500 = "positions.views.errors.server_error"
