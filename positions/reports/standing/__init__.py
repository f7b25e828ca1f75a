"""Where things stand in one negotiation: what changed last, who moved, what is near to agreement, talks, coverage.

Days are counted back from the newest article, not from today: a record that ends in 2016 shows its last
weeks, and says of when they are.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from positions.analysis.matrix import gap
from positions.analysis.timeline import earlier
from positions.models import Agreement, Issue, Negotiation, Participation, Talks, Track
from positions.reports.dossiers import rounds
from positions.reports.dossiers.stands import ProposalStands, stands
from positions.reports.standing.closeness import Closeness, closeness_of
from positions.reports.standing.coverage import Coverage, coverage_of
from positions.reports.standing.headlines import News, news
from positions.reports.standing.movers import Movers, movers_of

NEWEST_ROUNDS = 3
DAYS = (30, 90, 365)  # to look back
USUAL_DAYS = 90
SHORT = 8  # proposals


@dataclass(frozen=True, slots=True)
class IssueStanding:
    issue: Issue
    proposals: list[ProposalStands]

    @property
    def demands(self) -> int:
        return sum(row.proposal.kind == "demand" for row in self.proposals)

    @property
    def offers(self) -> int:
        return sum(row.proposal.kind == "offer" for row in self.proposals)

    @property
    def widest(self) -> int | None:
        """The most steps between any two of those shown on one proposal; None where no two are on the scale."""
        gaps = [gap(row.after.stance_value for row in line.now) for line in self.proposals]
        return max((found.steps for found in gaps if found), default=None)


@dataclass(frozen=True, slots=True)
class Standing:
    """`principals` says whose stances the issues show: the principals', or everybody's where nobody has that role.

    `movers` and `closeness` are None where there is no article.
    """

    news: News
    days: int
    movers: Movers | None
    closeness: Closeness | None
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

    @property
    def is_short(self) -> bool:
        """Few enough proposals to be shown at once."""
        return sum(len(issue.proposals) for issue in self.issues) <= SHORT


def standing(negotiation: Negotiation, *, today: date, days: int = USUAL_DAYS) -> Standing:
    principals = set(
        Participation.objects.filter(negotiation=negotiation, role=Participation.Role.PRINCIPAL).values_list(
            "party", flat=True
        )
    )
    tracks = Track.objects.filter(negotiation=negotiation)
    proposals = stands(negotiation.proposals.all(), tracks.filter(party__in=principals) if principals else tracks)
    by_issue = {key: list(group) for key, group in groupby(proposals, key=lambda row: row.proposal.issue_id)}
    talks = Talks.objects.filter(negotiation=negotiation)
    to_come = talks.filter(status__in=rounds.STILL_TO_COME).exclude(starts_on__lt=today)
    agreements = Agreement.objects.filter(negotiation=negotiation).order_by("-agreed_on", "-pk")
    past = talks.filter(starts_on__isnull=False).exclude(status__in=rounds.STILL_TO_COME, starts_on__gte=today)
    covered = coverage_of(negotiation, today=today)
    until = covered.until
    return Standing(
        news=news(negotiation),
        days=days,
        movers=movers_of(negotiation, until=until, days=days) if until else None,
        closeness=closeness_of(negotiation, proposals, principals, since=earlier(until, days), until=until)
        if until and principals
        else None,
        issues=[IssueStanding(issue, by_issue.get(issue.pk, [])) for issue in negotiation.issues.all()],
        principals=bool(principals),
        next_talks=soonest_first(to_come)[:NEWEST_ROUNDS],
        latest_talks=list(past.select_related("venue").order_by("-starts_on", "-pk")[:NEWEST_ROUNDS]),
        agreements=rounds.agreements_newest_first(agreements[:NEWEST_ROUNDS]),
        coverage=covered,
        has_parties=negotiation.parties.exists(),
    )


def soonest_first(rows: QuerySet[Talks]) -> list[Talks]:
    """Dated talks by their day, then those without one."""
    return sorted(rows.select_related("venue"), key=lambda row: (row.starts_on or rounds.FAR_OFF, row.pk))
