"""Lists of changes: of one article, and between two; and the columns in which all of them leave."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from positions.analysis.changes import RULES, Kind
from positions.analysis.summary import Line, Summary, summarise
from positions.models import Article, Issue, Party, Position, Progress, Proposal
from positions.reports import positions
from positions.reports.changes import (
    MovedPosition,
    by_article_and_track,
    moved,
    standing_of,
    up_to,
)
from positions.reports.changes.article_choice import coded
from positions.reports.columns import Column
from positions.reports.roles import Roles
from positions.reports.scope import Scope

MOVEMENT_FIRST = [kind for kind, _ in RULES]
MOST_IN_FULL = 50  # rows of one article; where there are more, what was reaffirmed is told in a line each


@dataclass(frozen=True, slots=True)
class PartyMoves:
    """What one party's rows of a pair are: by issue what it said, and apart from that what it was silent on.

    `repeated` is what it reaffirmed, where there is too much to show it in full among the rest.
    """

    party: Party
    issues: list[tuple[Issue, list[MovedPosition]]]
    repeated: list[MovedPosition]
    silent: list[MovedPosition]
    tally: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class ArticlePair:
    """Two articles and what lies between them. `earlier` is None for the first article of a negotiation."""

    earlier: Article | None
    later: Article
    rows: list[MovedPosition]
    summary: Summary

    @property
    def tally(self) -> list[tuple[str, int]]:
        return tally(self.rows)

    @property
    def days(self) -> int | None:
        return (self.later.published_on - self.earlier.published_on).days if self.earlier else None

    @property
    def parties(self) -> list[PartyMoves]:
        """The same rows by party, then by issue."""
        by_party = groupby(self.rows, key=lambda row: row.party)
        return [party_moves(party, list(group), in_full=not self.is_long) for party, group in by_party]

    @property
    def is_long(self) -> bool:
        return len(self.rows) > MOST_IN_FULL


def party_moves(party: Party, rows: list[MovedPosition], *, in_full: bool) -> PartyMoves:
    repeated = [] if in_full else [row for row in rows if row.kind == Kind.REAFFIRMED]
    told = [row for row in rows if row.change and row not in repeated]
    issues = [(issue, list(group)) for issue, group in groupby(told, key=lambda row: row.proposal.issue)]
    return PartyMoves(party, issues, repeated, [row for row in rows if row.change is None], tally(rows))


def tally(rows: Iterable[MovedPosition]) -> list[tuple[str, int]]:
    """How many rows there are of each kind, movement first and silence last."""
    counts = Counter(row.kind for row in rows)
    return [(kind, counts[kind]) for kind in (*MOVEMENT_FIRST, "silent") if counts[kind]]


def of_article(article: Article, scope: Scope) -> ArticlePair:
    """What an article changed, each party and proposal against the latest article that covered it.

    Silent is what the coded article just before covered and this one does not.
    """
    rows = positions.on_tracks(scope).filter(article=article)
    changed = [row for row in moved(rows) if wanted(row, scope)]
    earlier = coded(scope.negotiation).before(article).newest_first().first()
    silent = silent_rows(earlier, article, scope) if earlier else []
    return pair_of(earlier, article, [*changed, *silent], scope)


def between(earlier: Article, later: Article, scope: Scope) -> ArticlePair:
    """What changed from one article to another, whatever lies between.

    A party and proposal that only the later article covers is measured against how it stood
    when the earlier one was published.
    """
    rows = positions.on_tracks(scope).filter(article=later)
    changed = [row for row in moved(rows, past=up_to(earlier)) if wanted(row, scope)]
    return pair_of(earlier, later, [*changed, *silent_rows(earlier, later, scope)], scope)


def rows_of(article: Article, scope: Scope, *, since: Article | None = None) -> Iterator[MovedPosition]:
    """The rows of `of_article`, or of `between` for a given earlier one; read when the first is asked for."""
    yield from (between(since, article, scope) if since else of_article(article, scope)).rows


def silent_rows(earlier: Article, later: Article, scope: Scope) -> list[MovedPosition]:
    """Parties and proposals of the earlier article that the later one does not cover.

    An article that nobody has read yet is not silent.
    """
    if scope.kinds:
        return []
    tracks = positions.on_tracks(scope)
    covered = set(tracks.filter(article=later).values_list("party", "proposal"))
    if not covered and not is_read(later):
        return []
    left = [
        row for row in tracks.filter(article=earlier).with_names() if (row.party_id, row.proposal_id) not in covered
    ]
    left.sort(key=by_article_and_track)
    return [
        MovedPosition(
            party=before.party, proposal=before.proposal, before=before, after=None, reference=None, change=None
        )
        for _, group in groupby(left, key=by_article_and_track)
        for before in [standing_of(list(group))]
    ]


def is_read(article: Article) -> bool:
    """Whether positions were coded in it, or somebody said that there are none."""
    return article.positions.exists() or Progress.objects.filter(article=article, state=Progress.State.DONE).exists()


def pair_of(earlier: Article | None, later: Article, rows: Iterable[MovedPosition], scope: Scope) -> ArticlePair:
    """By party, the principals first; what a party said before what it was silent on, then by issue and proposal."""
    roles = Roles(scope.negotiation)
    ordered = sorted(rows, key=lambda row: (roles.order(row.party), row.change is None, row.order))
    proposers = Party.objects.in_bulk({row.proposal.proposer_id for row in ordered})
    summary = summarise(
        [line(row, roles, proposers[row.proposal.proposer_id]) for row in ordered],
        earlier=earlier and earlier.published_on,
        later=later.published_on,
        first=earlier is None,
        selected=scope.is_of_some_tracks or bool(scope.kinds),
    )
    return ArticlePair(earlier, later, ordered, summary)


def line(row: MovedPosition, roles: Roles, proposer: Party) -> Line:
    """A row as the summary sees it. A counter-offer is an offer."""
    return Line(
        party=row.party.slug,
        name=row.party.name,
        kind=row.kind,
        noun="demand" if row.proposal.kind == Proposal.Kind.DEMAND else "offer",
        is_own=row.party == proposer,
        proposer=proposer.name,
        title=row.proposal.title,
        direction=row.change and row.change.direction,
        step=row.change and row.change.delta,
        is_principal=roles.is_principal(row.party),
        before_on=row.before and row.before.published_on,
    )


def wanted(row: MovedPosition, scope: Scope) -> bool:
    return not scope.kinds or row.kind in scope.kinds


def of_change(row: MovedPosition, name: str) -> object:
    return getattr(row.change, name) if row.change else None


def of_position(position: Position | None, name: str) -> object:
    return getattr(position, name) if position else None


COLUMNS: Sequence[Column] = (
    Column("article", "key of the later article; empty when silent", lambda r: r.after and r.after.article.key),
    Column("published_on", "its date", lambda r: of_position(r.after, "published_on")),
    Column("source", "slug of its source", lambda r: r.after and r.after.article.source.slug),
    Column("party", "slug of the party", lambda r: r.party.slug),
    Column("party_name", "name of the party", lambda r: r.party.name, is_text=True),
    Column("issue", "slug of the issue", lambda r: r.proposal.issue.slug),
    Column("type", "demand or offer", lambda r: r.proposal.kind),
    Column("proposal", "slug of the demand or offer", lambda r: r.proposal.slug),
    Column("proposal_title", "the proposition", lambda r: r.proposal.title, is_text=True),
    Column("kind", f"{', '.join(Kind)}; or silent: covered before, not now", lambda r: r.kind),
    Column("direction", "which way the stance moved", lambda r: of_change(r, "direction")),
    Column("from_stance", "stance in the earlier article", lambda r: of_position(r.before, "stance")),
    Column("from_value", "its value, empty off the scale", lambda r: of_position(r.before, "stance_value")),
    Column("to_stance", "stance in the later article", lambda r: of_position(r.after, "stance")),
    Column("to_value", "its value, empty off the scale", lambda r: of_position(r.after, "stance_value")),
    Column(
        "reference_stance",
        "the stance that movement is measured against: from_stance, or the last on the scale before it",
        lambda r: of_position(r.reference, "stance"),
    ),
    Column("reference_value", "its value, empty off the scale", lambda r: of_position(r.reference, "stance_value")),
    Column("reference_position", "id of its position", lambda r: of_position(r.reference, "key")),
    Column("delta", "steps on the scale since the reference, up is positive", lambda r: of_change(r, "delta")),
    Column(
        "home_pole", "1 or −1: the side that is the party's own; empty: none yet", lambda r: of_change(r, "home_pole")
    ),
    Column("mixed", "the article reports stances of both signs", lambda r: of_change(r, "is_mixed")),
    Column(
        "from_condition", "condition in the earlier article", lambda r: of_position(r.before, "condition"), is_text=True
    ),
    Column("to_condition", "condition in the later article", lambda r: of_position(r.after, "condition"), is_text=True),
    Column("from_article", "key of the earlier article", lambda r: r.before and r.before.article.key),
    Column("from_published_on", "its date", lambda r: of_position(r.before, "published_on")),
    Column("days_between", "days between the two articles", lambda r: of_change(r, "days_between")),
    Column("from_position", "id of the earlier position", lambda r: of_position(r.before, "key")),
    Column("to_position", "id of the later position", lambda r: of_position(r.after, "key")),
    Column("from_quote", "its words", lambda r: of_position(r.before, "quote"), is_text=True),
    Column("to_quote", "the later words", lambda r: of_position(r.after, "quote"), is_text=True),
)
