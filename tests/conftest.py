"""The small world of `tests.world`, and its people at their browsers."""

from copy import deepcopy

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.test import Client
from hypothesis import HealthCheck, settings

from positions.models import User
from tests.world import World, make_world

# A machine that does much at once is slow, not wrong.
settings.register_profile("patient", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def made_before() -> list[tuple[World, list[list[Model]]]]:
    """The world and its rows table by table, once some test has needed it."""
    return []


@pytest.fixture
def world(db: None, made_before: list[tuple[World, list[list[Model]]]]) -> World:
    """The Harbour dispute and the River accord, as `tests.world` draws them.

    Made by the actions once; after that the same rows are put back, which takes a tenth of the time.
    """
    if made_before:
        found, tables = deepcopy(made_before[0])
        with transaction.atomic():  # what points at what is checked at its end
            for rows in tables:
                type(rows[0])._base_manager.bulk_create(rows)
        return found
    made = make_world()
    tables = [
        list(model._base_manager.all())
        for model in apps.get_app_config("positions").get_models(include_auto_created=True)
        if not model._meta.proxy
    ]
    made_before.append(deepcopy((made, [rows for rows in tables if rows])))
    return made


@pytest.fixture
def analyst(world: World) -> User:
    """Codes and edits both negotiations."""
    return world.people.analyst


@pytest.fixture
def editor(world: World) -> User:
    """A second analyst of the Harbour dispute, for what two people do at once."""
    return world.people.editor


@pytest.fixture
def reader(world: World) -> User:
    """Reads both negotiations, edits neither."""
    return world.people.reader


@pytest.fixture
def stranger(world: World) -> User:
    """Signed in, and a member of nothing."""
    return world.people.stranger


@pytest.fixture
def staff(world: World) -> User:
    """May do everything, the admin included."""
    return world.people.staff


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def as_analyst(analyst: User) -> Client:
    return signed_in(analyst)


@pytest.fixture
def as_editor(editor: User) -> Client:
    return signed_in(editor)


@pytest.fixture
def as_reader(reader: User) -> Client:
    return signed_in(reader)


@pytest.fixture
def as_stranger(stranger: User) -> Client:
    return signed_in(stranger)


@pytest.fixture
def as_staff(staff: User) -> Client:
    return signed_in(staff)
