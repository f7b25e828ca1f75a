"""Pages for what went wrong: two of them must be drawn even when nothing else works."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import RequestFactory

from positions.views import errors


def test_a_failure_is_told_without_a_database(rf: RequestFactory):
    # No `db` fixture: a query here would fail the test.
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_a_request_that_is_none_is_told_without_a_database(rf: RequestFactory):
    response = errors.bad_request(rf.get("/"), SuspiciousOperation("secret detail"))
    assert response.status_code == 400
    assert "secret detail" not in response.content.decode()


@pytest.mark.parametrize("view", [errors.server_error, lambda request: errors.bad_request(request, Exception())])
def test_they_name_their_style_sheets_without_looking_for_them(rf: RequestFactory, settings, view):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    settings.STATIC_ROOT = settings.BASE_DIR / "nowhere"
    assert "/static/css/base.css" in view(rf.get("/")).content.decode()
