"""Constraints that Django does not bring along, and the text every column can hold."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import BaseConstraint, Model


class SameRecord(BaseConstraint):
    """A foreign key over several columns: the row that `field` names also agrees in other columns.

    `SameRecord(field="party", agree_on=("negotiation",))` says that a row's party belongs to the
    row's own negotiation. Both tables call the columns the same, and in the other table they are
    unique together with the id. With `cascade_update=True` a change there is copied here, which
    is how a copied column can be trusted. An empty `field` is not checked, as SQL defines it.

    Checked at the end of a transaction, on SQLite and PostgreSQL alike.
    """

    default_violation_error_message = "“%(name)s” is violated: both must belong to the same negotiation."
    TEMPLATE: ClassVar[str] = (
        "CONSTRAINT %(name)s FOREIGN KEY (%(columns)s) REFERENCES %(table)s (%(to_columns)s)"
        "%(on_update)s DEFERRABLE INITIALLY DEFERRED"
    )

    def __init__(
        self,
        *,
        field: str,
        agree_on: tuple[str, ...],
        name: str,
        cascade_update: bool = False,
        violation_error_message: str | None = None,
        violation_error_code: str | None = None,
    ) -> None:
        super().__init__(
            name=name, violation_error_message=violation_error_message, violation_error_code=violation_error_code
        )
        self.field = field
        self.agree_on = tuple(agree_on)
        self.cascade_update = cascade_update

    def constraint_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        quote = schema_editor.quote_name
        field = model._meta.get_field(self.field)
        target = field.related_model
        return self.TEMPLATE % {
            "name": quote(self.name),
            "columns": ", ".join(quote(column) for column in [field.column, *self.columns(model)]),
            "table": quote(target._meta.db_table),
            "to_columns": ", ".join(quote(column) for column in [target._meta.pk.column, *self.columns(target)]),
            "on_update": " ON UPDATE CASCADE" if self.cascade_update else "",
        }

    def columns(self, model: type[Model]) -> list[str]:
        return [model._meta.get_field(name).column for name in self.agree_on]

    def create_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} ADD {self.constraint_sql(model, schema_editor)}"

    def remove_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} DROP CONSTRAINT {schema_editor.quote_name(self.name)}"

    def validate(
        self,
        model: type[Model],
        instance: Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Refuse early, with a sentence, what the database would refuse at the end of the transaction."""
        if self.cascade_update or (exclude and {self.field, *self.agree_on} & set(exclude)):
            return
        field = model._meta.get_field(self.field)
        named = getattr(instance, field.attname)
        if named is None:
            return
        agreeing = {name: getattr(instance, model._meta.get_field(name).attname) for name in self.agree_on}
        if not field.related_model._base_manager.using(using).filter(pk=named, **agreeing).exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        kwargs |= {"field": self.field, "agree_on": self.agree_on}
        if self.cascade_update:
            kwargs["cascade_update"] = True
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameRecord) and self.deconstruct() == other.deconstruct()

    __hash__ = None  # type: ignore[assignment]  # as Django's own constraints: compared, never hashed


def storable(text: str) -> None:
    """Refuse what no database stores: NUL characters and halves of surrogate pairs."""
    if "\x00" in text:
        raise ValidationError("This contains a NUL character, which cannot be stored. Remove it.", code="nul")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValidationError(
            "This contains half of a broken character (a lone surrogate), which cannot be stored. Remove it.",
            code="surrogate",
        )
