"""Where things stand in one negotiation: the latest changes, each issue as it is, talks, coverage."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Max, Min, Q, QuerySet

from positions.analysis.changes import Kind
from positions.models import Agreement, Article, Issue, Negotiation, Participation, Position, Talks, Track
from positions.reports import rounds
from positions.reports.changes import MovedPosition, in_order, moved
from positions.reports.proposals import ProposalStanding, standings

NEWEST_ARTICLES = 4
MOST_MOVES = 12  # of one article; the page of its changes holds the rest
NEWEST_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class News:
    """What one article changed, movement first. Who said the same again stands apart: a quieter finding."""

    article: Article
    moves: list[MovedPosition]
    more: int
    reaffirmed: list[MovedPosition]


@dataclass(frozen=True, slots=True)
class IssueStanding:
    issue: Issue
    proposals: list[ProposalStanding]

    @property
    def demands(self) -> int:
        return sum(row.proposal.kind == "demand" for row in self.proposals)

    @property
    def offers(self) -> int:
        return sum(row.proposal.kind == "offer" for row in self.proposals)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much was read. The dates are those of the first and last article, None before the first.

    `waiting` positions were coded in words that a corrected text does not hold; they count like any other.
    """

    articles: int
    positions: int
    waiting: int
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """`principals` says whose stances the issues show: the principals', or everybody's where nobody has that role."""

    news: list[News]
    issues: list[IssueStanding]
    principals: bool
    next_talks: list[Talks]
    latest_talks: list[Talks]
    agreements: list[Agreement]
    coverage: Coverage
    has_parties: bool

    @property
    def has_proposals(self) -> bool:
        return any(issue.proposals for issue in self.issues)


def standing(negotiation: Negotiation, *, today: date) -> Standing:
    principals = set(
        Participation.objects.filter(negotiation=negotiation, role=Participation.Role.PRINCIPAL).values_list(
            "party", flat=True
        )
    )
    tracks = Track.objects.filter(negotiation=negotiation)
    proposals = standings(negotiation.proposals.all(), tracks.filter(party__in=principals) if principals else tracks)
    by_issue = {key: list(group) for key, group in groupby(proposals, key=lambda row: row.proposal.issue_id)}
    talks = Talks.objects.filter(negotiation=negotiation)
    to_come = talks.filter(status__in=rounds.STILL_TO_COME).exclude(starts_on__lt=today)
    agreements = Agreement.objects.filter(negotiation=negotiation).order_by("-agreed_on", "-pk")
    past = talks.filter(starts_on__isnull=False).exclude(status__in=rounds.STILL_TO_COME, starts_on__gte=today)
    return Standing(
        news=news(negotiation),
        issues=[IssueStanding(issue, by_issue.get(issue.pk, [])) for issue in negotiation.issues.all()],
        principals=bool(principals),
        next_talks=soonest_first(to_come)[:NEWEST_ROUNDS],
        latest_talks=list(past.select_related("venue").order_by("-starts_on", "-pk")[:NEWEST_ROUNDS]),
        agreements=rounds.agreements_newest_first(agreements[:NEWEST_ROUNDS]),
        coverage=coverage(negotiation),
        has_parties=negotiation.parties.exists(),
    )


def soonest_first(rows: QuerySet[Talks]) -> list[Talks]:
    """Dated talks by their day, then those without one."""
    return sorted(rows.select_related("venue"), key=lambda row: (row.starts_on or rounds.FAR_OFF, row.pk))


def news(negotiation: Negotiation) -> list[News]:
    """What the newest coded articles changed."""
    coded = negotiation.articles.filter(positions__isnull=False).distinct().newest_first()
    keys = list(coded.values_list("published_on", "pk")[:NEWEST_ARTICLES])
    rows = in_order(moved(Position.objects.filter(article__in=[pk for _, pk in keys])))
    found = []
    for article, group in groupby(rows, key=lambda row: row.after.article):
        changed = list(group)
        moved_first = sorted(changed, key=lambda row: row.kind == Kind.NEW)
        moves = [row for row in moved_first if row.kind != Kind.REAFFIRMED]
        reaffirmed = [row for row in changed if row.kind == Kind.REAFFIRMED]
        found.append(News(article, moves[:MOST_MOVES], max(0, len(moves) - MOST_MOVES), reaffirmed))
    return found


def coverage(negotiation: Negotiation) -> Coverage:
    articles = negotiation.articles.aggregate(number=Count("pk"), since=Min("published_on"), until=Max("published_on"))
    positions = negotiation.positions.aggregate(number=Count("pk"), waiting=Count("pk", filter=Q(text_length=None)))
    return Coverage(
        articles=articles["number"],
        positions=positions["number"],
        waiting=positions["waiting"],
        since=articles["since"],
        until=articles["until"],
    )
