"""The form by which a passage is coded, and those by which a position is corrected or removed."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django import forms

from positions.analysis import quotes
from positions.analysis.quotes import Passage, unix_lines
from positions.analysis.stances import SCALE, Step
from positions.forms.choices import OneOf
from positions.models import Alias, Article, Party, Position, Proposal, User
from positions.models.constraints import storable
from positions.reports.order import by_issue, by_name
from positions.reports.workbench.mentions import split_keywords
from positions.reports.workbench.recent import recent_proposals

PLACES_SHOWN = 12  # more places than anybody would read through
# Why most corrections and removals are made; anybody can say it better.
READ_AGAIN = "corrected on reading again"
BY_MISTAKE = "coded by mistake"


def words(name: str, **options: Any) -> Any:
    """A field of `Position` as a form asks for it."""
    return Position._meta.get_field(name).formfield(required=False, **options)


class DescribedSelect(forms.Select):
    """A list whose options say more of themselves, for scripts: `about` has data attributes by value."""

    about: Mapping[str, Mapping[str, str]] = {}

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **options)
        option["attrs"] |= self.about.get(str(value), {})
        return option


class PositionForm(forms.Form):
    """Who takes which stance on what, in these words.

    The quote is found in the article by its words. `start` and `end` (code points) say which
    of several places is meant; they are believed only when the words really stand there.
    Without them `place`, the start of one of `places`, decides. `passage` is the result.
    """

    quote = forms.CharField(
        strip=False,
        max_length=Position.QUOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Select the words in the text, or paste them here.",
        validators=[storable],
        error_messages={
            "required": "Give the words of the article that say it.",
            "max_length": "Quote at most %(limit_value)s characters; these are %(show_value)s.",
        },
    )
    start = forms.CharField(required=False, widget=forms.HiddenInput)
    end = forms.CharField(required=False, widget=forms.HiddenInput)
    place = forms.CharField(required=False)
    party = OneOf(
        widget=DescribedSelect,
        error_messages={"required": "Choose who says it.", "invalid_choice": "Choose a party of this negotiation."},
    )
    proposal = OneOf(
        label="Demand or offer",
        widget=DescribedSelect,
        error_messages={
            "required": "Choose the demand or offer it is about.",
            "invalid_choice": "Choose a demand or offer of this negotiation.",
        },
    )
    stance = forms.ChoiceField(
        choices=Position.Stance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a stance.", "invalid_choice": "Choose one of the stances shown."},
    )
    condition = words(
        "condition",
        widget=forms.Textarea(attrs={"rows": 1}),
        help_text="Needed for “would accept if…”, refused with a stance off the scale.",
    )
    move = words("move")
    attribution = words("attribution")
    speaker = words("speaker")
    party_as_written = words("party_as_written")
    remember_name = forms.BooleanField(
        label="Remember it as a name of the party",
        required=False,
        help_text="Later articles are read by it; they will be marked where they use it.",
    )
    stated_on = words("stated_on")
    credibility = words("credibility")
    note = words("note", widget=forms.Textarea(attrs={"rows": 2}))

    # The quick path first; a page shows these behind "More".
    LESS_USED = (
        "speaker",
        "party_as_written",
        "remember_name",
        "move",
        "attribution",
        "stated_on",
        "credibility",
        "note",
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, article: Article, user: User | None = None, **options: Any
    ) -> None:
        super().__init__(data, auto_id="code-%s", **options)
        self.article = article
        self.places: list[Passage] = []
        self.passage: Passage | None = None
        self.offer_parties(by_name(Party.objects.filter(negotiation=article.negotiation_id)))
        proposals = Proposal.objects.filter(negotiation=article.negotiation_id).select_related("issue")
        used = recent_proposals(user, article.negotiation_id) if user else []
        self.offer_proposals(by_issue(proposals), used)

    def offer_parties(self, parties: list[Party]) -> None:
        """With all their names, so that a script can find them in the text."""
        self.names: dict[int, list[str]] = {party.pk: [party.name, party.short_name] for party in parties}
        for party, alias in Alias.objects.filter(negotiation=self.article.negotiation_id).values_list("party", "alias"):
            self.names.setdefault(party, []).append(alias)
        field = self.fields["party"]
        field.offer(parties)
        field.widget.about = {
            str(party): {"data-names": ";".join(dict.fromkeys(filter(None, names)))}
            for party, names in self.names.items()
        }

    def offer_proposals(self, proposals: list[Proposal], used: list[int]) -> None:
        """Under their issues, each with what it can be found by; `used` are those used last, the last first."""
        field = self.fields["proposal"]
        field.offer(proposals)
        field.choices = [("", "–"), *grouped(proposals)]
        ranks = {pk: str(rank) for rank, pk in enumerate(used, start=1)}
        field.widget.about = {
            str(row.pk): {
                "data-keywords": ";".join(split_keywords(row.keywords)),
                "data-kind": row.kind,
                "data-issue": row.issue.title,
                "data-proposer": str(row.proposer_id),
                **({"data-used": ranks[row.pk]} if row.pk in ranks else {}),
            }
            for row in proposals
        }

    @property
    def steps(self) -> list[Step]:
        """The scale with its rules, to be read beside the choices."""
        return list(SCALE.values())

    @property
    def less_used(self) -> list[forms.BoundField]:
        return [self[name] for name in self.LESS_USED if name in self.fields]

    @property
    def less_used_matters(self) -> bool:
        """Something in there is filled in or wrong, so a page shows it open."""
        return any(field.errors or field.value() for field in self.less_used)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "quote" in cleaned:
            self.passage = self.find(
                cleaned["quote"], *(number(cleaned.get(name)) for name in ("start", "end", "place"))
            )
        return cleaned

    def find(self, quote: str, start: int | None, end: int | None, place: int | None) -> Passage | None:
        text = self.article.text
        if quote.strip() and start is not None and end is not None and unix_lines(text[start:end]) == unix_lines(quote):
            return quotes.passage(text, start, end)
        found = quotes.find(text, quote)
        if not found:
            self.add_error("quote", "These words are not in the article. Copy them from the text exactly.")
            return None
        if len(found) == 1:
            return found[0]
        chosen = None if place is None else quotes.find_at(text, quote, place)
        if chosen is None:
            self.places = found[:PLACES_SHOWN]
            times = f"{len(found)} times" if len(found) < quotes.MOST_PLACES else f"{len(found)} times or more"
            more = "" if len(found) <= PLACES_SHOWN else f" The first {PLACES_SHOWN} are shown; quote more words."
            self.add_error("quote", f"These words occur {times}. Choose which are meant.{more}")
        return chosen

    def values(self) -> dict[str, Any]:
        """What the person says of the passage, as the actions take it."""
        return {name: self.cleaned_data[name] for name in Position.READING}

    def new_name(self) -> str:
        """The name that the party is to be remembered by; "" where none is, or where it is known already."""
        written = " ".join(self.cleaned_data["party_as_written"].split())
        known = {name.casefold() for name in self.names[self.cleaned_data["party"].pk]}
        return written if self.cleaned_data["remember_name"] and written.casefold() not in known else ""


class RevisionForm(PositionForm):
    """The same for a correction, with its reason and the version that was read."""

    reason = forms.CharField(
        label="Why is it corrected?",
        initial=READ_AGAIN,
        max_length=500,
        help_text="It stays in the history, beside your name.",
        error_messages={"required": "Say in a few words why. It stays in the history."},
        validators=[storable],
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, position: Position, **options: Any) -> None:
        initial = {name: getattr(position, name) for name in (*Position.READING, "quote", "start", "end", "version")}
        initial |= {"party": position.party_id, "proposal": position.proposal_id}
        super().__init__(data, article=position.article, initial=initial, **options)


class RemovalForm(forms.Form):
    """Why a position is taken back."""

    reason = forms.CharField(
        label="Why is it removed?",
        initial=BY_MISTAKE,
        max_length=500,
        help_text="It stays in the history, beside your name.",
        error_messages={"required": "Say in a few words why. It stays in the history."},
        validators=[storable],
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)


def grouped(proposals: list[Proposal]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices under the titles of their issues; `proposals` in the order of `by_issue`."""
    return [
        (issue.title, [(str(row.pk), f"{row.get_kind_display().capitalize()}: {row.title}") for row in rows])
        for issue, rows in groupby(proposals, key=lambda row: row.issue)
    ]


def number(text: str | None) -> int | None:
    """A whole number from a hidden field; None for whatever else was sent."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
