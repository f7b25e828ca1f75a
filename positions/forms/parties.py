"""The form of a party, with the names that articles give it and its roles."""

from typing import Any

from django import forms

from positions.forms.nouns import NounForm, past_of
from positions.models import Alias, Participation, Party


def beside_at(past: Any) -> tuple[list[Alias], list[Participation]] | None:
    """The names and roles of a party as its next edit found them."""
    following = past and Party.history.filter(id=past.id, version=past.version + 1).order_by("history_id").first()
    if not following:
        return None
    then = following.history_date
    return tuple(list(model.history.as_of(then).filter(party=past.id)) for model in (Alias, Participation))


def lines(text: str) -> list[str]:
    """The lines that hold something, each once, their spaces made single."""
    cleaned = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(line for line in cleaned if line))


class PartyForm(NounForm):
    groups = (
        ("Who it is", ("name", "short_name", "kind", "description")),
        ("Names and roles", ("aliases", "roles")),
        ("Address", ("slug",)),
    )
    quick = ("name", "short_name", "kind", "aliases")

    aliases = forms.CharField(
        label="Names articles use",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One a line: Kyiv, the Kremlin. The party’s own name is not needed.",
    )
    roles = forms.MultipleChoiceField(
        label="Role in this negotiation",
        required=False,
        choices=Participation.Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Roles with dates are kept beside these; they are edited in the admin.",
    )

    # The names as they were read: those that others add meanwhile, in passing, are left alone.
    aliases_read = forms.CharField(required=False, widget=forms.HiddenInput)

    READ = ("aliases_read",)

    class Meta:
        model = Party
        fields = ("name", "short_name", "kind", "description", "slug")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kwargs.get("instance") is None:
            del self.fields["aliases_read"]

    def beside(self, instance: Any) -> dict[str, Any]:
        if instance is None:
            return {"roles": [Participation.Role.PRINCIPAL]}
        aliases, roles = beside_at(past_of(instance)) or (instance.aliases.all(), instance.participations.all())
        names = "\n".join(sorted((row.alias for row in aliases), key=str.casefold))
        undated = [row.role for row in roles if not row.since and not row.until]
        return {"aliases": names, "aliases_read": names, "roles": undated}

    def clean_aliases(self) -> list[str]:
        return lines(self.cleaned_data["aliases"])

    def clean_aliases_read(self) -> list[str]:
        return lines(self.cleaned_data["aliases_read"])
