"""A small world in which every test knows everybody by name.

Harbour dispute (`harbour`, public). Northland wants Southmark's harbour; the Coastal League
mediates. Two issues, three proposals:

    issue      proposal                                     from        to
    control    demand         Southmark hands over the      Northland   Southmark
                              harbour
    control    offer          Southmark meets Northland     Southmark   Northland    answers the demand;
                              in Port Haven                                          Port Haven, 20 March 2024
    prisoners  counter_offer  Prisoners are exchanged       Northland   Southmark    counters the offer
                              before any talks

What the five articles report, with the change since the one before ("" where silent):

                             1 Ledger     2 Radio      3 Ledger      4 Radio         5 Ledger
                             10 Jan       14 Feb       6 March       21 March        2 April
    Northland  demand        demands      demands      demands                       supports
                             new          reaffirmed   reaffirmed                    softened
    Southmark  demand        rejects      reserved     declines      reserved        red_line
                             new          softened     blurred       clarified       hardened
    League     demand        open                      reserved
                             new                       shifted
    Southmark  offer                      supports                   supports
                                          new                        reaffirmed
    Northland  offer                                   conditional   conditional
                                                       new           condition_changed
    Northland  counter_offer                           supports                      supports
                                                       new                           reaffirmed
    Southmark  counter_offer                                         rejects         supports
                                                                     new             reversed

Talks in Port Haven on 20–21 March, held, from the offer; further talks, proposed, without a
date. An exchange of prisoners agreed on 1 April, which covers the counter-offer.

River accord (`river`, not public) is another negotiation, to be kept apart from the first:
one party (Upstream), one issue, one demand, one venue, one article, one position.

People: `analyst` edits both; `editor` is a second analyst of the Harbour dispute; `reader` may
read both; `stranger` is signed in and a member of nothing; `staff` is a superuser.
Everybody's password is `PASSWORD`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from positions.actions.articles import add_article
from positions.actions.coding import code
from positions.actions.nouns import make, start_negotiation
from positions.actions.parties import set_aliases, set_roles
from positions.models import (
    Agreement,
    Article,
    Demand,
    Issue,
    Membership,
    Negotiation,
    Offer,
    Party,
    Position,
    Proposal,
    Source,
    Talks,
    User,
    Venue,
)
from tests.harbour_articles import ARTICLES

PASSWORD = "harbour-lights-2024"
TODAY = date(2024, 6, 1)


@dataclass(frozen=True, slots=True)
class People:
    analyst: User
    editor: User
    reader: User
    stranger: User
    staff: User


@dataclass(frozen=True, slots=True)
class World:
    people: People
    negotiation: Negotiation
    northland: Party
    southmark: Party
    league: Party
    control: Issue
    prisoners: Issue
    demand: Proposal
    offer: Proposal
    counter_offer: Proposal
    port_haven: Venue
    ledger: Source
    radio: Source
    articles: tuple[Article, ...]
    held_talks: Talks
    proposed_talks: Talks
    agreement: Agreement
    river: Negotiation
    upstream: Party
    river_issue: Issue
    river_demand: Proposal
    river_venue: Venue
    river_article: Article
    river_position: Position

    def said(self, number: int, party: Party, proposal: Proposal) -> Position:
        """What article `number` (from 1) reports of a party on a proposal; there is one such position."""
        return Position.objects.get(article=self.articles[number - 1], party=party, proposal=proposal)


def make_people() -> People:
    def person(name: str, **more: Any) -> User:
        return User.objects.create_user(name, f"{name}@example.org", PASSWORD, **more)

    return People(
        analyst=person("analyst"),
        editor=person("editor"),
        reader=person("reader"),
        stranger=person("stranger"),
        staff=User.objects.create_superuser("staff", "staff@example.org", PASSWORD),
    )


def make_world() -> World:
    people = make_people()
    return World(people=people, **make_harbour(people), **make_river(people))


def say(
    article: Article, user: User, quote: str, party: Party, proposal: Proposal, stance: str, **more: Any
) -> Position:
    """Mark the words `quote` of an article as a position."""
    start = article.text.index(quote)
    values = {"party": party, "proposal": proposal, "stance": stance, **more}
    return code(article=article, start=start, end=start + len(quote), quote=quote, values=values, user=user)


def make_harbour(people: People) -> dict[str, Any]:
    analyst = people.analyst
    negotiation = start_negotiation(
        values={
            "slug": "harbour",
            "title": "Harbour dispute",
            "summary": "Northland and Southmark negotiate about the harbour, with the Coastal League between them.",
            "about_data": "Made up for these tests.",
            "public": True,
        },
        user=analyst,
    )

    def noun(model: type, /, **values: Any) -> Any:
        return make(noun=model, negotiation=negotiation, values=values, user=analyst)

    noun(Membership, user=people.editor, role=Membership.Role.ANALYST)
    noun(Membership, user=people.reader, role=Membership.Role.READER)
    northland = noun(Party, slug="northland", name="Northland", short_name="Northland")
    southmark = noun(Party, slug="southmark", name="Southmark", short_name="Southmark")
    league = noun(Party, slug="coastal-league", name="Coastal League", short_name="League", kind="organisation")
    set_aliases(party=northland, aliases=["Norhaven", "the northern government"], user=analyst)
    set_aliases(party=southmark, aliases=["Sudmark"], user=analyst)
    for party, role in ((northland, "principal"), (southmark, "principal"), (league, "mediator")):
        set_roles(party=party, roles=[role], user=analyst)
    control = noun(Issue, slug="control", title="Control of the harbour", sort_order=1)
    prisoners = noun(Issue, slug="prisoners", title="Prisoners", sort_order=2, status="agreed")
    port_haven = noun(
        Venue,
        slug="port-haven",
        name="Port Haven",
        country="Westland",
        latitude="54.3000",
        longitude="10.1000",
        neutral=True,
    )
    demand = noun(
        Demand,
        kind="demand",
        slug="harbour-handed-over",
        title="Southmark hands over the harbour",
        issue=control,
        proposer=northland,
        addressee=southmark,
        proposed_on="2024-01",
        keywords="harbour; hand over",
    )
    offer = noun(
        Offer,
        kind="offer",
        slug="talks-in-port-haven",
        title="Southmark meets Northland in Port Haven",
        issue=control,
        proposer=southmark,
        addressee=northland,
        proposed_on="2024-02-14",
        answers=demand,
        venue=port_haven,
        offered_for="2024-03-20",
    )
    counter_offer = noun(
        Offer,
        kind="offer",
        slug="prisoners-first",
        title="Prisoners are exchanged before any talks",
        issue=prisoners,
        proposer=northland,
        addressee=southmark,
        proposed_on="2024-03",
        counters=offer,
    )
    ledger = noun(Source, slug="daily-ledger", name="Daily Ledger", reliability="B", url="https://ledger.example.org/")
    radio = noun(Source, slug="harbour-radio", name="Harbour Radio", reliability="C")

    rows = {row.slug: row for row in (northland, southmark, league, demand, offer, counter_offer, ledger, radio)}
    articles = []
    for source, day, title, text, statements in ARTICLES:
        article = add_article(
            negotiation=negotiation,
            source=rows[source],
            title=title,
            published_on=day,
            text=text,
            user=analyst,
            provenance="Made up.",
            today=TODAY,
        )
        articles.append(article)
        for quote, party, proposal, stance, more in statements:
            say(article, analyst, quote, rows[party], rows[proposal], stance, **more)

    held_talks = noun(
        Talks,
        key="port-haven",
        title="First round in Port Haven",
        venue=port_haven,
        starts_on=date(2024, 3, 20),
        ends_on=date(2024, 3, 21),
        format="trilateral",
        status="held",
        offer=offer,
        parties=[northland, southmark, league],
        outcome="No result on the harbour; prisoners to be discussed further.",
        article=articles[3],
    )
    proposed_talks = noun(
        Talks, key="second-round", title="Second round", status="proposed", parties=[northland, southmark]
    )
    agreement = noun(
        Agreement,
        key="prisoner-exchange",
        title="Exchange of prisoners",
        summary="All prisoners of both sides go home.",
        agreed_on=date(2024, 4, 1),
        venue=port_haven,
        talks=held_talks,
        status="implemented",
        parties=[northland, southmark],
        proposals=[counter_offer],
        article=articles[4],
    )
    return {
        "negotiation": negotiation,
        "northland": northland,
        "southmark": southmark,
        "league": league,
        "control": control,
        "prisoners": prisoners,
        "demand": demand,
        "offer": offer,
        "counter_offer": counter_offer,
        "port_haven": port_haven,
        "ledger": ledger,
        "radio": radio,
        "articles": tuple(articles),
        "held_talks": held_talks,
        "proposed_talks": proposed_talks,
        "agreement": agreement,
    }


def make_river(people: People) -> dict[str, Any]:
    analyst = people.analyst
    river = start_negotiation(values={"slug": "river", "title": "River accord", "public": False}, user=analyst)

    def noun(model: type, /, **values: Any) -> Any:
        return make(noun=model, negotiation=river, values=values, user=analyst)

    noun(Membership, user=people.reader, role=Membership.Role.READER)
    upstream = noun(Party, slug="upstream", name="Upstream", short_name="Upstream")
    issue = noun(Issue, slug="water", title="Water")
    demand = noun(Demand, kind="demand", slug="open-the-dam", title="The dam is opened", issue=issue, proposer=upstream)
    venue = noun(Venue, slug="weir-house", name="Weir House")
    source = noun(Source, slug="gazette", name="Gazette")
    article = add_article(
        negotiation=river,
        source=source,
        title="Upstream wants the dam open",
        published_on=date(2024, 2, 1),
        text="Upstream wants the dam open.",
        user=analyst,
        today=TODAY,
    )
    return {
        "river": river,
        "upstream": upstream,
        "river_issue": issue,
        "river_demand": demand,
        "river_venue": venue,
        "river_article": article,
        "river_position": say(article, analyst, "wants the dam open", upstream, demand, "demands"),
    }
