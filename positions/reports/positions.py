"""The coded statements, filtered, and the columns in which they leave."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse

from positions.analysis import stances
from positions.analysis.moves import event_code
from positions.analysis.stances import Stance
from positions.models import Position
from positions.reports.columns import Column
from positions.reports.scope import Scope, whole_tracks


def select(scope: Scope) -> QuerySet[Position]:
    """All positions that the scope asks for, kinds of change aside."""
    rows = on_tracks(scope)
    if scope.sources:
        rows = rows.filter(article__source__in=scope.sources)
    if scope.article:
        rows = rows.filter(article=scope.article)
    if scope.stances:
        rows = rows.filter(stance__in=scope.stances)
    if scope.since:
        rows = rows.filter(published_on__gte=scope.since)
    if scope.until:
        rows = rows.until(scope.until)
    return rows


def on_tracks(scope: Scope) -> QuerySet[Position]:
    """Those of the parties and proposals asked for: always whole tracks."""
    return whole_tracks(Position.objects.all(), scope)


def address(position: Position, negotiation: str) -> str:
    """Where the words stand: the article, at the passage. `negotiation` is its slug."""
    return f"{reverse('article', args=[negotiation, position.article_id])}#p-{position.key}"


# The first nineteen are those of the exchange format, in its order; the rest are joined to them.
COLUMNS: Sequence[Column] = (
    Column("id", "stable identifier of the position, unique in its negotiation", lambda p: p.key),
    Column("article", "key of the article", lambda p: p.article.key),
    Column("party", "slug of the party", lambda p: p.party.slug),
    Column("proposal", "slug of the demand or offer", lambda p: p.proposal.slug),
    Column("stance", "code of the stance", lambda p: p.stance),
    Column("stance_value", "−3 to +3; empty off the scale", lambda p: p.stance_value),
    Column("condition", "what the stance is tied to", lambda p: p.condition, is_text=True),
    Column("move", "code of the speech act", lambda p: p.move),
    Column("attribution", "how the article knows", lambda p: p.attribution),
    Column("speaker", "name and office, as written", lambda p: p.speaker, is_text=True),
    Column("party_as_written", "the article's name for the party", lambda p: p.party_as_written, is_text=True),
    Column("stated_on", "when it was said, as precisely as is known", lambda p: p.stated_on),
    Column("quote", "the exact words of the article", lambda p: p.quote, is_text=True),
    Column("start", "where the quote starts in the text, in Unicode code points", lambda p: p.start),
    Column("end", "where it ends, exclusive", lambda p: p.end),
    Column("credibility", "Admiralty grade of the information, 1–6; 6 cannot be judged", lambda p: p.credibility),
    Column("note", "the coder's note", lambda p: p.note, is_text=True),
    Column("coder", "account that coded it", lambda p: p.coder, is_text=True),
    Column("recorded_at", "when it was coded, UTC", lambda p: p.recorded_at),
    Column("article_title", "title of the article", lambda p: p.article.title, is_text=True),
    Column("published_on", "date of the article", lambda p: p.published_on),
    Column("source", "slug of the source", lambda p: p.article.source.slug),
    Column(
        "reliability", "Admiralty grade of the source, A–F; F cannot be judged", lambda p: p.article.source.reliability
    ),
    Column("party_name", "name of the party", lambda p: p.party.name, is_text=True),
    Column("issue", "slug of the issue", lambda p: p.proposal.issue.slug),
    Column("type", "demand or offer", lambda p: p.proposal.kind),
    Column("proposal_title", "the proposition", lambda p: p.proposal.title, is_text=True),
    Column("url", "address of the article", lambda p: p.article.url),
    Column(
        "stance_percent",
        "the stance on 0–100, for models of bargaining; empty off the scale",
        lambda p: stances.percent(Stance(p.stance)),
    ),
    Column(
        "agreement",
        "true for, false against, for networks of discourse; empty when open or off the scale",
        lambda p: stances.agrees(Stance(p.stance)),
    ),
    Column(
        "cameo", "event code of the speech act in CAMEO, as text of three digits", lambda p: event_code(p.move).cameo
    ),
    Column("plover", "its event type in PLOVER; empty where that has none", lambda p: event_code(p.move).plover),
)
