"""Indexes for histories: all kinds of change in one pass, what was known on a day, whose words wait. No column changes.

On PostgreSQL they are built while people go on writing (CREATE INDEX CONCURRENTLY). Where that was
interrupted an index is left that is not valid: drop it, and migrate again.
"""

from typing import Any

import django.db.models.functions.text
import django.db.models.lookups
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class AddIndexMeanwhile(AddIndexConcurrently):
    """Beside others who write, where the database can do that."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        else:
            migrations.AddIndex.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)
        else:
            migrations.AddIndex.database_backwards(self, app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("positions", "0002_workbench"),
    ]

    operations = [
        AddIndexMeanwhile(
            model_name="historicalarticle",
            index=models.Index(
                fields=["negotiation", "history_type", "id", "published_on"], name="history_article_corrections"
            ),
        ),
        AddIndexMeanwhile(
            model_name="historicalposition",
            index=models.Index(
                fields=["party", "proposal", "published_on", "article", "start", "id", "history_id"],
                name="history_position_track",
            ),
        ),
        AddIndexMeanwhile(
            model_name="position",
            index=models.Index(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length("condition"), 500)
                ),
                fields=["party", "proposal", "published_on", "article", "start", "id", "stance", "move", "condition"],
                name="position_reading",
            ),
        ),
        AddIndexMeanwhile(
            model_name="position",
            index=models.Index(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length("condition"), 500)
                ),
                fields=["negotiation"],
                name="position_outgrown",
            ),
        ),
        AddIndexMeanwhile(
            model_name="position",
            index=models.Index(
                condition=models.Q(("text_length", None)), fields=["negotiation"], name="position_unplaced"
            ),
        ),
    ]
