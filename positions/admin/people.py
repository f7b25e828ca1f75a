"""Accounts. What each may do in a negotiation stands on the negotiation's page."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from positions.models import User


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts are switched off, not deleted: the history must still know who wrote."""

    list_display = ["username", "email", "first_name", "last_name", "is_active", "is_staff", "last_login"]

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
