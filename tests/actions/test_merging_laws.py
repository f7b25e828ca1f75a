"""Laws of merging: afterwards all is as if the one that is kept had been named from the beginning."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from positions.actions.articles import add_article
from positions.actions.merge_plans import plan
from positions.actions.merging import merge
from positions.actions.nouns import make, start_negotiation
from positions.actions.undoing import undo
from positions.analysis.stances import OFF_SCALE, Stance
from positions.models import Deed, Issue, Negotiation, Party, Position, Proposal, Source
from positions.reports.changes import walk
from positions.reports.housekeeping import effect_of_merging
from tests.snapshots import everything
from tests.world import World, say

pytestmark = pytest.mark.both

# Who says what on what with which stance, article by article. Kyiv and Ukraine are one, and so are P and Q.
STATEMENTS = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(["kyiv", "ukraine", "moscow"]),
            st.sampled_from(["p", "q", "r"]),
            st.sampled_from(list(Stance)),
            st.sampled_from(["", "a truce holds"]),
            st.sampled_from(["", "retract"]),
        ),
        min_size=1,
        max_size=5,
    ),
    min_size=1,
    max_size=5,
)
PROPOSERS = st.fixed_dictionaries({name: st.sampled_from(["kyiv", "ukraine", "moscow"]) for name in "pqr"})
QUIET = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
SAME = {"kyiv": "ukraine", "q": "p"}


def told(world: World, slug: str, articles: Any, proposers: dict[str, str], same: dict[str, str]) -> Any:
    """A negotiation in which all this is coded, with some names put in the place of others."""
    user = world.people.analyst
    negotiation = start_negotiation(values={"slug": slug, "title": slug}, user=user)
    rows: dict[str, Any] = {}
    for name in ("kyiv", "ukraine", "moscow"):
        values = {"slug": name, "name": name.title(), "short_name": name.title()}
        rows[name] = make(noun=Party, negotiation=negotiation, values=values, user=user)
    issue = make(noun=Issue, negotiation=negotiation, values={"title": "One"}, user=user)
    source = make(noun=Source, negotiation=negotiation, values={"name": "Paper"}, user=user)
    for name in "pqr":
        proposer = proposers[same.get(name, name)]
        values = {"kind": "demand", "slug": name, "title": name, "issue": issue}
        values["proposer"] = rows[same.get(proposer, proposer)]
        rows[name] = make(noun=Proposal, negotiation=negotiation, values=values, user=user)
    for number, statements in enumerate(articles):
        article = add_article(
            negotiation=negotiation,
            source=source,
            title=f"Article {number}",
            published_on=date(2024, 1, 1) + timedelta(days=2 * number),
            text=" ".join(f"Word{place} said." for place in range(len(statements))),
            user=user,
            today=date(2024, 6, 1),
        )
        for place, (party, proposal, stance, given_condition, move) in enumerate(statements):
            condition = "" if stance in OFF_SCALE else given_condition
            if stance == Stance.CONDITIONAL:
                condition = condition or "a truce holds"
            say(
                article,
                user,
                f"Word{place} said",
                rows[same.get(party, party)],
                rows[same.get(proposal, proposal)],
                str(stance),
                condition=condition,
                move=move,
            )
    return SimpleNamespace(negotiation=negotiation, **rows)


def changes(negotiation: Negotiation) -> list[tuple[Any, ...]]:
    """Every change as a reader sees it, by names and places instead of numbers."""
    found = walk(Position.objects.filter(negotiation=negotiation))
    return [
        (
            row.party.slug,
            row.proposal.slug,
            row.after.article.title,
            row.after.start,
            row.kind,
            row.change.direction,
            row.change.delta,
            row.before and (row.before.article.title, row.before.start),
            row.reference and (row.reference.article.title, row.reference.start),
        )
        for row in found
    ]


def joined(world: World, gone: Any, kept: Any) -> None:
    found = plan(gone=gone, kept=kept)
    foreseen = effect_of_merging(
        found.gone,
        found.kept,
        positions={pk: one.values for pk, one in found.rewrites.get(Position, {}).items()},
        proposals={pk: one.values for pk, one in found.rewrites.get(Proposal, {}).items()},
    )
    merge(gone=gone, kept=kept, seen=found.seen, user=world.people.analyst)
    if foreseen:
        shown = [row.kind for row in walk(Position.objects.filter(negotiation=gone.negotiation))]
        assert all(shown.count(kind) >= number for kind, number in foreseen.after.items())


@QUIET
@given(articles=STATEMENTS, proposers=PROPOSERS)
def test_changes_after_merging_are_those_of_coding_the_successor_from_the_beginning(
    world: World, articles: Any, proposers: dict[str, str]
) -> None:
    number = Negotiation.objects.count()
    merged = told(world, f"merged-{number}", articles, proposers, {})
    meant = told(world, f"meant-{number}", articles, proposers, SAME)
    joined(world, merged.kyiv, merged.ukraine)
    joined(world, Proposal.objects.get(pk=merged.q.pk), Proposal.objects.get(pk=merged.p.pk))
    assert changes(merged.negotiation) == changes(meant.negotiation)


@QUIET
@given(articles=STATEMENTS, proposers=PROPOSERS, what=st.sampled_from([("kyiv", "ukraine"), ("q", "p")]))
def test_undoing_a_merge_restores_all_that_stood(
    world: World, articles: Any, proposers: dict[str, str], what: tuple[str, str]
) -> None:
    here = told(world, f"undone-{Negotiation.objects.count()}", articles, proposers, {})
    before, moved = everything(), changes(here.negotiation)
    joined(world, *(getattr(here, name) for name in what))
    assert everything() != before
    last = Deed.objects.of(world.people.analyst.pk, here.negotiation.pk).to_undo().first()
    undo(negotiation=here.negotiation, user=world.people.analyst, deed=last.pk)
    assert everything() == before
    assert changes(here.negotiation) == moved
