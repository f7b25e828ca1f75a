"""Whom and what an invented negotiation is about: all of it but the articles, as rows of the exchange format."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from positions.invented import words

PRINCIPAL, MEDIATOR, BYSTANDER = 6.0, 2.0, 1.0  # how often articles ask them
ROLES = ("mediator", "mediator", "guarantor", "guarantor", "host", "host", "host")  # of those after the principals
TALKS_A_YEAR = 6
FREE_ISSUES = len(words.ISSUES)
LARGEST = 200  # parties, or proposals: there are no more names than that


@dataclass(frozen=True, slots=True)
class Size:
    """What is asked for. The days are those between which articles are published."""

    positions: int
    articles: int
    parties: int
    proposals: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Actor:
    """A party: the names articles use, who speaks for it, and how often it is heard."""

    slug: str
    name: str
    names: tuple[str, ...]
    speakers: tuple[str, ...]
    weight: float
    leanings: tuple[float, ...]  # towards each principal, −1 … 1


@dataclass(frozen=True, slots=True)
class Motion:
    """A demand or offer: the clause it is in a sentence, and the days between which it is on the table."""

    slug: str
    kind: str
    clause: str
    issue: int
    proposer: int
    since: date
    until: date
    venue: str = ""


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors and motions that articles draw on, and the rows of all tables but articles and positions."""

    size: Size
    actors: tuple[Actor, ...]
    motions: tuple[Motion, ...]
    issues: tuple[str, ...]
    sources: tuple[str, ...]
    tables: dict[str, list[dict[str, Any]]] = field(repr=False)


def invent_cast(size: Size, seed: str) -> Cast:
    chance = Random(f"{seed}: cast")  # noqa: S311 – chance that comes again, not secrets
    venues = [
        {
            "slug": slug_of(name),
            "name": name,
            "country": country,
            "neutral": neutral,
            "description": "",
            "latitude": Decimal(latitude),
            "longitude": Decimal(longitude),
        }
        for name, country, latitude, longitude, neutral in words.VENUES
    ]
    parties, aliases, participations, actors = invent_parties(size, chance)
    issues = [
        {"slug": slug_of(title), "title": title, "status": "open", "description": "", "sort_order": 10 * number}
        for number, (title, _) in enumerate(words.ISSUES, start=1)
    ][: max(1, min(FREE_ISSUES, size.proposals))]
    proposals, motions = invent_proposals(size, actors, venues, chance)
    sources = [
        {"slug": slug_of(name), "name": name, "reliability": grade, "url": "", "description": "An invented source."}
        for name, grade in words.SOURCES
    ]
    talks, agreements = invent_talks(size, actors, motions, venues, chance)
    tables = {
        "parties": parties,
        "aliases": aliases,
        "participations": participations,
        "issues": issues,
        "venues": venues,
        "proposals": proposals,
        "sources": sources,
        "articles": [],
        "talks": talks,
        "agreements": agreements,
        "positions": [],
    }
    titles = tuple(str(issue["title"]) for issue in issues)
    return Cast(size, actors, motions, titles, tuple(str(source["slug"]) for source in sources), tables)


def slug_of(name: str) -> str:
    kept = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in name.lower())
    return "-".join(kept.split())[:48].strip("-")


def combined(beginnings: tuple[str, ...], endings: tuple[str, ...], chance: Random) -> list[str]:
    found = [beginning + ending for beginning in beginnings for ending in endings]
    chance.shuffle(found)
    return found


def invent_parties(size: Size, chance: Random) -> tuple[list[Any], list[Any], list[Any], tuple[Actor, ...]]:
    states = combined(words.STATE_BEGINNINGS, words.STATE_ENDINGS, chance)
    cities = combined(words.CITY_BEGINNINGS, words.CITY_ENDINGS, chance)
    principals = 3 if size.parties >= 6 else min(2, size.parties)
    parties, aliases, participations, actors = [], [], [], []
    for number in range(size.parties):
        kind, name = "state", states[number]
        if number >= 10 and number % 4 == 1:
            kind, form = words.OTHERS[number // 4 % len(words.OTHERS)]
            name = form.format(name)
        alias = cities[number % len(cities)] if kind == "state" and number < len(cities) else ""
        slug = slug_of(name)
        short = states[number]
        about = "An invented party; any likeness is chance."
        parties.append({"slug": slug, "name": name, "short_name": short, "kind": kind, "description": about})
        if alias:
            aliases.append({"party": slug, "alias": alias})
        rest = number - principals
        role = "principal" if rest < 0 else ROLES[rest] if rest < len(ROLES) else "observer"
        since = size.first_day.isoformat()[: 10 if rest < 0 else 4]
        participations.append({"party": slug, "role": role, "since": since, "until": "", "note": ""})
        people = [(chance.choice(words.FIRST_NAMES), chance.choice(words.LAST_NAMES)) for _ in range(3)]
        actors.append(
            Actor(
                slug=slug,
                name=name,
                names=tuple(one for one in (name, name, alias) if one),
                speakers=tuple(f"{first} {last}, {chance.choice(words.OFFICES)}" for first, last in people),
                weight=PRINCIPAL if rest < 0 else MEDIATOR if rest < 4 else BYSTANDER,
                leanings=tuple(
                    (0.9 if number == one else -0.8) if rest < 0 else chance.uniform(-0.8, 0.8)
                    for one in range(principals)
                ),
            )
        )
    return parties, aliases, participations, tuple(actors)


def invent_proposals(
    size: Size, actors: tuple[Actor, ...], venues: list[Any], chance: Random
) -> tuple[list[dict[str, Any]], tuple[Motion, ...]]:
    """From issue to issue in turn. Half of them stand from the first day, the others come in the first two thirds."""
    days = (size.last_day - size.first_day).days
    names = {letter: actors[min(place, len(actors) - 1)].name for place, letter in enumerate("abc")}
    rows: list[dict[str, Any]] = []
    motions: list[Motion] = []
    for number in range(size.proposals):
        issue, turn = number % FREE_ISSUES, number // FREE_ISSUES
        _, choices = words.ISSUES[issue]
        kind, proposer, addressee, clause = choices[turn % len(choices)]
        proposer, addressee = (min(place, len(actors) - 1) for place in (proposer, addressee))
        venue = chance.choice(venues) if "{city}" in clause else None
        clause = clause.format(**names, city=venue["name"] if venue else "")
        if turn >= len(choices):
            clause += f", at stage {turn // len(choices) + 1}"
        since = size.first_day + timedelta(
            days=0 if number < size.proposals / 2 else chance.randrange(days * 2 // 3 + 1)
        )
        until = size.last_day
        dated = kind == "offer" and (venue is not None or chance.random() < 0.3)
        if dated:
            until = min(since + timedelta(days=chance.randrange(30, max(31, min(500, days // 2)))), size.last_day)
        slug = f"{slug_of(clause)[:40].strip('-')}-{number + 1}"
        motion = Motion(slug, kind, clause, issue, proposer, since, until, venue["slug"] if venue else "")
        rows.append(
            {
                "slug": slug,
                "kind": kind,
                "title": clause[0].upper() + clause[1:],
                "description": "",
                "issue": slug_of(words.ISSUES[issue][0]),
                "proposer": actors[proposer].slug,
                "addressee": actors[addressee].slug if addressee != proposer else "",
                "keywords": "",
                "proposed_on": since.isoformat(),
                "answers": newest_of_others("demand", motion, motions) if kind == "offer" else "",
                "counters": newest_of_others("offer", motion, motions) if kind == "offer" else "",
                "venue": motion.venue,
                "offered_for": until.isoformat() if dated else "",
            }
        )
        motions.append(motion)
    return rows, tuple(motions)


def newest_of_others(kind: str, motion: Motion, motions: list[Motion]) -> str:
    """What an offer replies to: the newest demand or offer that somebody else had made on the issue by then."""
    before = [
        (one.since, place, one.slug)
        for place, one in enumerate(motions)
        if (one.kind, one.issue) == (kind, motion.issue)
        and one.proposer != motion.proposer
        and one.since <= motion.since
    ]
    return max(before)[2] if before else ""


def invent_talks(
    size: Size, actors: tuple[Actor, ...], motions: tuple[Motion, ...], venues: list[Any], chance: Random
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    days = (size.last_day - size.first_day).days
    rounds = max(1, days * TALKS_A_YEAR // 365)
    by_slug = {venue["slug"]: venue for venue in venues}
    talks: list[dict[str, Any]] = []
    agreements: list[dict[str, Any]] = []
    for number in range(rounds + 2):  # the last two are still to come
        ahead = number - rounds
        day = size.first_day + timedelta(days=int((number + chance.random() * 0.8) * days / rounds))
        status = chance.choices(("held", "collapsed", "cancelled"), (8, 1, 2))[0]
        if ahead >= 0:
            day, status = size.last_day + timedelta(days=20 + 40 * ahead), ("agreed", "proposed")[ahead]
        elif day > size.last_day:
            day = size.last_day
        offer = offer_behind(motions, min(day, size.last_day), chance)
        venue = by_slug[offer.venue] if offer and offer.venue else chance.choice(venues)
        asked = {0, min(1, len(actors) - 1), *(chance.randrange(len(actors)) for _ in range(3))}
        there = sorted(asked | {offer.proposer} if offer else asked)
        key = f"round-{number + 1}"
        talks.append(
            {
                "key": key,
                "title": f"Round {number + 1} in {venue['name']}",
                "venue": venue["slug"],
                "starts_on": day,
                "ends_on": day + timedelta(days=chance.randrange(3)) if ahead < 0 else None,
                "format": "bilateral" if len(there) == 2 else "trilateral" if len(there) == 3 else "multilateral",
                "status": status,
                "parties": tuple(sorted(actors[one].slug for one in there)),
                "offer": offer.slug if offer else "",
                "outcome": "The sides agreed to meet again." if status == "held" else "",
                "article": "",
            }
        )
        known = [motion.slug for motion in motions if motion.since <= day]
        if ahead < 0 and status == "held" and number % 5 == 4:
            agreements.append(
                {
                    "key": f"accord-{len(agreements) + 1}",
                    "title": f"{venue['name']} accord {len(agreements) + 1}",
                    "summary": "What it covers is set out in the proposals it names.",
                    "agreed_on": day,
                    "venue": venue["slug"],
                    "talks": key,
                    "parties": talks[-1]["parties"],
                    "proposals": tuple(sorted({chance.choice(known) for _ in range(2)})),
                    "status": chance.choice(("agreed", "signed", "implemented", "partly_implemented", "breached")),
                    "article": "",
                }
            )
    return talks, agreements


def offer_behind(motions: tuple[Motion, ...], day: date, chance: Random) -> Motion | None:
    """Some talks come from an offer that is on the table when they are held."""
    offers = [motion for motion in motions if motion.kind == "offer" and motion.since <= day <= motion.until]
    return chance.choice(offers) if offers and chance.random() < 0.4 else None
