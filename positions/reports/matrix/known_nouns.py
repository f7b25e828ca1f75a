"""What positions refer to, as it stood at a moment: parties, proposals, sources, roles, articles and their dates."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Max, Min

from positions.models import Article, Issue, Negotiation, Participation, Party, Proposal, Source, Successor


def end_of(day: date) -> datetime:
    """The moment at which a day is over."""
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Nouns:
    """What positions refer to, by id, as it stood then."""

    parties: Mapping[int, Party]
    proposals: Mapping[int, Proposal]
    sources: Mapping[int, Source]
    roles: Collection[Participation]


def nouns_of(negotiation: Negotiation, moment: datetime) -> Nouns:
    issues = as_they_stood(Issue, negotiation, moment)
    parties = as_they_stood(Party, negotiation, moment)
    proposals = as_they_stood(Proposal, negotiation, moment)
    for proposal in proposals.values():
        proposal.issue = issues[proposal.issue_id]
    roles = as_they_stood(Participation, negotiation, moment, gone=False)
    return Nouns(parties, proposals, as_they_stood(Source, negotiation, moment), list(roles.values()))


def as_they_stood(model: Any, negotiation: Negotiation, moment: datetime, *, gone: bool = True) -> dict[int, Any]:
    """Rows by id; those whose history is gone as they stand. `gone`: also those that had been removed by then."""
    entries: dict[int, Any] = {}
    for entry in model.history.filter(negotiation=negotiation).order_by("history_date", "history_id"):
        if entry.history_date < moment or entry.id not in entries:
            entries[entry.id] = entry
    without = {row.pk: row for row in model.objects.filter(negotiation=negotiation) if row.pk not in entries}
    return without | {
        pk: entry.instance
        for pk, entry in entries.items()
        if gone or entry.history_type != "-" or entry.history_date >= moment
    }


def articles_of(ids: Collection[int], nouns: Nouns, moment: datetime) -> dict[int, Article]:
    """These articles as they stood, without their texts."""
    columns = ("key", "title", "published_on", "url", "source_id", "negotiation_id")
    entries: dict[int, dict[str, Any]] = {}
    history = Article.history.filter(id__in=ids).order_by("history_date", "history_id")  # type: ignore[attr-defined]
    for entry in history.values("id", "history_date", *columns):
        if entry.pop("history_date") < moment or entry["id"] not in entries:
            entries[entry["id"]] = entry
    rows = {pk: Article(**entry) for pk, entry in entries.items()}
    for row in rows.values():
        row.source = nouns.sources[row.source_id]
    return rows


def corrected_days(negotiation: Negotiation, moment: datetime) -> dict[int, date]:
    """The articles whose date was corrected at some time, with the date as it stood."""
    history = Article.history.filter(negotiation=negotiation)  # type: ignore[attr-defined]
    corrected = history.filter(history_type="~").order_by().values("id")
    dates = Article.history.filter(id__in=corrected).order_by().values("id")  # type: ignore[attr-defined]
    ids = dates.annotate(first=Min("published_on"), last=Max("published_on")).exclude(first=F("last"))
    found: dict[int, date] = {}
    entries = Article.history.filter(id__in=ids.values("id"))  # type: ignore[attr-defined]
    for pk, day, at in entries.order_by("history_date", "history_id").values_list("id", "published_on", "history_date"):
        if at < moment or pk not in found:
            found[pk] = day
    return found


def with_those_merged(table: str, ids: set[int], negotiation: Negotiation) -> set[int]:
    """These rows, and those in whose place they stand by now."""
    merged = Successor.objects.filter(negotiation=negotiation, table=table, successor__in=ids)
    return ids | set(merged.values_list("former", flat=True))
