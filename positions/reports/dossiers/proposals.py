"""All about one demand or offer, or one issue: who stands where, who moved, and what answers what."""

from dataclasses import dataclass, replace

from django.db.models import QuerySet

from positions.models import Agreement, Issue, Participation, Proposal, Talks, Track
from positions.reports.changes import MovedPosition
from positions.reports.dossiers import rounds
from positions.reports.dossiers.chains import Chains, chains
from positions.reports.dossiers.lanes import MOST, Lanes, by_stance, lanes, of_articles
from positions.reports.dossiers.rounds import Newest
from positions.reports.dossiers.stands import ProposalStands, stands

LAST_WORDS = 20  # the newest readings that the page of an issue tells


@dataclass(frozen=True, slots=True)
class ProposalDossier:
    """The lanes of `past` are the parties from insisting to ruling out. The rest is what hangs together with it."""

    proposal: Proposal
    past: Lanes
    chains: Chains
    talks: Newest[Talks]
    agreements: Newest[Agreement]


@dataclass(frozen=True, slots=True)
class IssueDossier:
    """`principals` are the lanes of those whose dispute it is; `last` the latest readings of anybody, newest first."""

    issue: Issue
    demands: list[ProposalStands]
    offers: list[ProposalStands]
    principals: Lanes
    last: list[MovedPosition]
    chains: Chains
    talks: Newest[Talks]
    agreements: Newest[Agreement]


def dossier(proposal: Proposal, *, whole: bool = False) -> ProposalDossier:
    """Of many lanes, talks and agreements the first; all of them if `whole`."""
    past = lanes(Track.objects.filter(proposal=proposal), most=None if whole else MOST)
    place = {row.party: number for number, row in enumerate(by_stance(lane.now for lane in past.lanes))}
    return ProposalDossier(
        proposal=proposal,
        past=replace(past, lanes=sorted(past.lanes, key=lambda lane: place[lane.party])),
        chains=chains(proposal.negotiation_id, [proposal]),
        talks=rounds.newest_talks(proposal.talks.all(), whole=whole),
        agreements=rounds.newest_agreements(proposal.agreements.all(), whole=whole),
    )


def issue_dossier(issue: Issue, *, whole: bool = False) -> IssueDossier:
    """Of many lanes, talks and agreements the first; all of them if `whole`."""
    proposals = stands(issue.proposals.all(), Track.objects.filter(proposal__issue=issue))
    agreements = Agreement.objects.filter(negotiation=issue.negotiation_id, proposals__issue=issue).distinct()
    principals = Participation.objects.filter(
        party__negotiation=issue.negotiation_id, role=Participation.Role.PRINCIPAL
    ).values("party")
    keys = [row.proposal.pk for row in proposals]
    return IssueDossier(
        issue=issue,
        demands=[row for row in proposals if row.proposal.kind == Proposal.Kind.DEMAND],
        offers=[row for row in proposals if row.proposal.kind == Proposal.Kind.OFFER],
        principals=lanes(
            Track.objects.filter(proposal__in=keys, party__in=principals), longest=0, most=None if whole else MOST
        ),
        last=last_words(proposals),
        chains=chains(issue.negotiation_id, [row.proposal for row in proposals]),
        talks=rounds.newest_talks(Talks.objects.filter(offer__issue=issue), whole=whole),
        agreements=rounds.newest_agreements(agreements, whole=whole),
    )


def last_words(proposals: list[ProposalStands]) -> list[MovedPosition]:
    """What the latest of all their articles changed, newest first."""
    said = sorted(
        (row.after.published_on, row.after.article_id, row.party.pk, row.after.proposal_id)
        for line in proposals
        for row in line.now
    )[-LAST_WORDS:]
    found = of_articles({((party, proposal), article) for _, article, party, proposal in said})
    found.sort(key=lambda row: row.order)
    return sorted(found, key=lambda row: (row.after.published_on, row.after.article_id), reverse=True)


def oldest_first(rows: QuerySet[Proposal]) -> list[Proposal]:
    return sorted(rows, key=lambda row: (row.proposed_on, row.slug))
