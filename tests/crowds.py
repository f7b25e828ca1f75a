"""Many rows at once, for tests of scale: written in bulk, since a thousand actions would take minutes."""

from datetime import date, timedelta

from positions.models import Article, Party, Position, Track
from tests.world import World

TEXT = "Nothing new."


def crowd(world: World, *, parties: int, articles: int) -> int:
    """New parties, who all say the same of every proposal in each new article; the number of positions."""
    proposals = [world.demand, world.offer, world.counter_offer]
    people = Party.objects.bulk_create(
        Party(
            negotiation=world.negotiation,
            slug=f"party-{number}",
            name=f"The {number}th of very many parties with a long name",
            short_name=f"Party {number}",
        )
        for number in range(parties)
    )
    Track.objects.bulk_create(
        Track(negotiation=world.negotiation, party=party, proposal=proposal)
        for party in people
        for proposal in proposals
    )
    stored = Article.objects.bulk_create(
        Article(
            negotiation=world.negotiation,
            key=f"crowd-{number}",
            source=world.radio,
            title=f"Report {number}",
            published_on=date(2024, 4, 10) + timedelta(days=number),
            text=TEXT,
            text_length=len(TEXT),
        )
        for number in range(articles)
    )
    rows = Position.objects.bulk_create(
        Position(
            negotiation=world.negotiation,
            key=f"crowd-{article.pk}-{party.pk}-{proposal.pk}",
            article=article,
            party=party,
            proposal=proposal,
            stance="open",
            quote="Nothing",
            start=0,
            end=7,
            coder="analyst",
            published_on=article.published_on,
            text_length=article.text_length,
        )
        for article in stored
        for party in people
        for proposal in proposals
    )
    return len(rows)
