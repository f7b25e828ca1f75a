"""Accounts that the program itself makes; all others are made in the admin."""

from django.db import transaction

from positions.models import User


@transaction.atomic
def make_local_analyst(*, username: str, password: str) -> User:
    """The account of the person whose own machine this runs on: an analyst who may also do everything in the admin."""
    return User.objects.create_user(username, password=password, is_staff=True, is_superuser=True)
