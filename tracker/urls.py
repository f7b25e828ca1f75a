"""All addresses: the admin, signing in and out, and the app."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("django.contrib.auth.urls")),
    path("", include("positions.urls")),
]

handler400 = "positions.views.errors.bad_request"
handler403 = "positions.views.errors.forbidden"
handler404 = "positions.views.errors.not_found"
handler500 = "positions.views.errors.server_error"
