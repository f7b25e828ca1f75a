"""The admin, with a site of its own."""

from django.contrib.admin.apps import AdminConfig


class TrackerAdminConfig(AdminConfig):
    default_site = "tracker.admin.TrackerAdminSite"
