"""What the admin of every noun has in common: checks, version, reason, history."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import DateField, Field, ForeignKey, ManyToManyField, QuerySet, TextField, URLField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from simple_history.admin import SimpleHistoryAdmin

from positions.actions import nouns, writing
from positions.admin.visible import is_visible, visible
from positions.models import Negotiation
from positions.models.base import Recorded

BESIDE = {"read_version", "reason"}  # fields of the form that are none of the row's
CHANGED_MEANWHILE = (
    "Somebody else changed this after you opened it, and nothing of yours was saved. "
    "Open it afresh in another window, compare, and enter your change there."
)


class RecordedForm(forms.ModelForm):
    """A form that knows on which version of a row it was opened, and checks the whole row, not only its own fields."""

    read_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adding = self.instance.pk is None
        self.fields["read_version"].initial = self.instance.version
        key = nouns.key_field(type(self.instance))
        if self.adding and key in self.fields:
            self.fields[key].required = False
            self.fields[key].help_text = "Leave it empty to have it made from the name or title."

    def clean(self) -> dict[str, Any]:
        """Refuse at once what was opened before somebody else saved; `actions` make sure of it when writing."""
        super().clean()
        if not self.adding and self.cleaned_data.get("read_version") != self.instance.version:
            raise ValidationError(CHANGED_MEANWHILE, code="stale")
        return self.cleaned_data

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors:
            try:
                self.prepare()
                self.check_whole_row()
            except ValidationError as refusal:
                self.refuse(refusal)

    def prepare(self) -> None:
        """Fill in what nobody types."""
        nouns.give_key(self.instance)

    def linked(self) -> dict[str, list[Any]]:
        """What the many-to-many fields shall hold."""
        return nouns.split(type(self.instance), self.cleaned_data)[1]

    def check_whole_row(self) -> None:
        if linked := self.linked():
            nouns.check_links(self.instance.negotiation, linked)
        self.instance.full_clean()

    def refuse(self, refusal: ValidationError) -> None:
        """At the field where the form has it, else above the form."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, errors in refusal.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)

    @property
    def changes_the_row(self) -> bool:
        return bool(set(self.changed_data) - BESIDE)


class ReasonedForm(RecordedForm):
    """With a line for why: it stays in the history."""

    reason = forms.CharField(
        required=False,
        max_length=500,
        label="Why",
        help_text="For the history.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    needs_reason = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.adding:
            self.fields["reason"].required = self.needs_reason


class RecordedInline(admin.TabularInline):
    """Parts of a noun, each with its own version and history."""

    form = RecordedForm
    extra = 0
    show_change_link = False

    def get_formset(self, request: HttpRequest, obj: Recorded | None = None, **kwargs: Any) -> Any:
        """The parts belong to the negotiation of the whole before they are checked."""
        negotiation = obj if isinstance(obj, Negotiation) else getattr(obj, "negotiation", None)

        class OfTheWhole(self.form):  # type: ignore[name-defined]  # a class that only this request knows
            def prepare(self) -> None:
                self.instance.negotiation = negotiation
                super().prepare()

        return super().get_formset(request, obj, **(kwargs | {"form": OfTheWhole}))


class RecordedAdmin(SimpleHistoryAdmin):
    """One noun. Saves and deletes by `actions`; never shows a list of thousands to choose from.

    What a person may not read is in no list, search, choice or filter, and has no page and no history.
    """

    form = ReasonedForm
    list_per_page = 50
    show_full_result_count = False
    save_on_top = False
    history_list_per_page = 25
    object_history_list_template = "admin/positions/history_list.html"
    fixed = ("negotiation",)  # once the row exists
    recorded = ("version", "recorded_at")

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
        elif isinstance(db_field, DateField):
            kwargs["input_formats"] = ["%Y-%m-%d"]  # 03/04 is March to some and April to others
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, TextField) and db_field.max_length:
            field.widget.attrs["rows"] = 4  # a few sentences; an article's text keeps its height
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return visible(request, super().get_queryset(request))

    def get_field_queryset(self, db: str | None, db_field: Field, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_field_queryset(db, db_field, request)
        return visible(request, db_field.remote_field.model._default_manager.all() if rows is None else rows)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Of negotiations only those that have rows in the list."""
        return [
            (one, admin.RelatedOnlyFieldListFilter) if one == "negotiation" else one
            for one in super().get_list_filter(request)
        ]

    def has_view_permission(self, request: HttpRequest, obj: Recorded | None = None) -> bool:
        return super().has_view_permission(request, obj) and is_visible(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Recorded | None = None) -> bool:
        return super().has_change_permission(request, obj) and is_visible(request, obj)

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Every link to another row is searched for, not picked from a list."""
        fields = (*self.opts.fields, *self.opts.many_to_many)
        return [one.name for one in fields if isinstance(one, ForeignKey | ManyToManyField) and one.editable]

    def get_readonly_fields(self, request: HttpRequest, obj: Recorded | None = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        own = {field.name for field in self.opts.fields}
        return (*(name for name in self.fixed if name in own), *self.recorded)

    def get_fields(self, request: HttpRequest, obj: Recorded | None = None) -> list[str]:
        """As the model has them, the link to the negotiation first, and last what concerns the row itself."""
        names = [str(name) for name in super().get_fields(request, obj)]
        first = [name for name in names if name == "negotiation"]
        last = [name for name in names if name in (*self.recorded, *BESIDE)]
        return [*first, *(name for name in names if name not in (*first, *last)), *last]

    def get_inline_instances(self, request: HttpRequest, obj: Recorded | None = None) -> list[Any]:
        """Parts are added once the whole is there."""
        return super().get_inline_instances(request, obj) if obj else []

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What somebody else saved between the check and the writing is told as well, and nothing is written."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except writing.Stale:
            messages.error(request, CHANGED_MEANWHILE)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Recorded, form: ReasonedForm, change: bool) -> None:
        reason = form.cleaned_data.get("reason", "")
        if not change:
            writing.insert(obj, user=request.user, reason=reason or "made in the admin")
        elif form.changes_the_row:
            version = form.cleaned_data["read_version"]
            writing.update(obj, version=version, user=request.user, reason=reason)

    def save_related(self, request: HttpRequest, form: RecordedForm, formsets: list[Any], change: bool) -> None:
        nouns.link(form.instance, form.linked())
        for formset in formsets:
            self.save_formset(request, form, formset, change)

    def save_formset(self, request: HttpRequest, form: ReasonedForm, formset: Any, change: bool) -> None:
        reason = form.cleaned_data.get("reason", "")
        formset.save(commit=False)
        for part in formset.deleted_forms:
            if part.instance.pk:
                version = part.cleaned_data.get("read_version") or part.instance.version
                writing.delete(part.instance, version=version, user=request.user, reason=reason)
        for part in formset.initial_forms:
            if part.changes_the_row and part not in formset.deleted_forms:
                version = part.cleaned_data["read_version"]
                writing.update(part.instance, version=version, user=request.user, reason=reason)
        for part in formset.extra_forms:
            if part.changes_the_row and part not in formset.deleted_forms:
                writing.insert(part.instance, user=request.user, reason=reason)

    def delete_model(self, request: HttpRequest, obj: Recorded) -> None:
        writing.delete(obj, version=obj.version, user=request.user, reason="deleted in the admin")

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """One by one, so that each leaves its history."""
        for obj in queryset:
            self.delete_model(request, obj)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """An earlier reading can be seen. Going back to it is an edit like any other."""
        if request.method != "GET":
            raise PermissionDenied("An earlier version cannot be saved over the present one.")
        return super().history_form_view(request, object_id, version_id, extra_context)
