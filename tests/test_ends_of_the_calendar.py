"""Every page and file of a negotiation whose days are the first or the last that there are."""

from datetime import date, timedelta

import pytest

from positions.actions.articles import edit_article
from positions.actions.nouns import make
from positions.actions.parties import set_roles
from positions.models import Agreement, Offer, Participation, Talks
from tests.addresses import addresses
from tests.conftest import signed_in
from tests.world import World

pytestmark = pytest.mark.both

A_DAY = timedelta(days=1)
QUERIES = (
    "",
    "?days=365",
    "?as_of=0001-01-01",
    "?as_of=9999-12-31&known_on=9999-12-31",
    "?since=9999-12-31",
    "?until=0001-01-01",
)


@pytest.mark.parametrize("day", [date.min, date.min + A_DAY, date.max - A_DAY, date.max], ids=str)
def test_pages_and_files_reach_to_the_ends_of_the_calendar(world: World, day: date):
    analyst, river = world.people.analyst, world.river
    set_roles(party=world.upstream, roles=[Participation.Role.PRINCIPAL], user=analyst)
    edit_article(
        article=world.river_article,
        values={"published_on": day},
        version=world.river_article.version,
        user=analyst,
        reason="a wrong day",
        today=date.max,
    )
    values = {"title": "At the weir", "venue": world.river_venue, "parties": [world.upstream]}
    make(noun=Talks, negotiation=river, values={**values, "status": "agreed", "starts_on": day}, user=analyst)
    make(
        noun=Agreement,
        negotiation=river,
        values={
            **values,
            "status": "signed",
            "agreed_on": min(day, date(2024, 5, 1)),
            "proposals": [world.river_demand],
        },
        user=analyst,
    )
    make(
        noun=Offer,
        negotiation=river,
        values={
            "kind": "offer",
            "slug": "a-weir",
            "title": "A weir",
            "issue": world.river_issue,
            "proposer": world.upstream,
            "offered_for": day.isoformat(),
            "venue": world.river_venue,
            "answers": world.river_demand,
        },
        user=analyst,
    )
    client = signed_in(analyst)
    for address in addresses(river):
        for query in QUERIES:
            response = client.get(f"{address.url}{query}")
            if response.streaming:
                assert list(response.streaming_content)
            assert response.status_code < 500, f"{address}{query}"
