"""What must hold between the cells of a package: references, keys, and the rules of the domain.

The same rules stand in the database as constraints; here each is a sentence at its row and column.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from positions.analysis import quotes
from positions.analysis.stances import OFF_SCALE, Stance
from positions.exchange.package.columns import Kind, Table
from positions.exchange.package.content import Package, Record
from positions.exchange.package.problems import Problem, shown
from positions.exchange.package.tables import TABLES, text_file
from positions.models import Talks
from positions.models.base import known_to_be_after

OFFERS_ONLY = ("answers", "counters", "venue", "offered_for")
PLACES_NAMED = 3  # of a quote that stands elsewhere
LOOSELY_SOUGHT = 1000  # characters; a longer quote is sought to the letter only


def check(package: Package, *, readable: set[str], today: date) -> list[Problem]:
    """Everything that is wrong between the cells. Gives positions that have no id one of their own.

    Tables that could not be read are not held against those that refer to them.
    """
    name_positions(package)
    problems: list[Problem] = []
    for table in TABLES.values():
        if table.name not in package.tables:
            continue
        problems += twice(table, package.tables[table.name])
        problems += unknown_references(table, package, readable)
        for record in package.tables[table.name]:
            for rule in RULES.get(table.name, ()):
                for column, message in rule(record, package):
                    if record.sound(column):
                        problems.append(Problem(table.file, message, record.row, column))
    problems += not_yet(package, today)
    if "articles" in readable:
        problems += texts_without_article(package)
    return problems


def name_positions(package: Package) -> None:
    """A position without an id gets one from what it is about and where it stands.

    So loading the same file again finds the same position instead of making a second one.
    """
    seen: Counter[str] = Counter()
    for record in package.tables["positions"]:
        values = record.values
        if not values.get("id") and record.sound("id"):
            place = "\n".join(str(values.get(name)) for name in ("article", "party", "proposal", "start", "end"))
            seen[place] += 1
            values["id"] = "p-" + hashlib.sha256(f"{place}\n{seen[place]}".encode()).hexdigest()[:16]


def twice(table: Table, records: list[Record]) -> Iterator[Problem]:
    first: dict[tuple[object, ...], int] = {}
    for record in records:
        identity = tuple(record.values.get(name) for name in table.identity)
        if not any(identity):
            continue
        if identity in first:
            words = " ".join(shown(str(part)) for part in identity if part)
            message = f"{words} already stands in row {first[identity]}. Keep one of the two."
            yield Problem(table.file, message, record.row, table.identity[0])
        first.setdefault(identity, record.row)


def unknown_references(table: Table, package: Package, readable: set[str]) -> Iterator[Problem]:
    for column in table.columns:
        if column.refers not in readable:
            continue
        target = TABLES[column.refers]
        known = {record.values.get(target.identity[0]) for record in package.tables[target.name]}
        for record in package.tables[table.name]:
            found = record.values.get(column.name)
            keys = found if column.kind is Kind.REFERENCES else (found,)
            for key in keys or ():
                if key and key not in known:
                    message = f"There is no {shown(key)} in {target.file}. Add it there, or correct it here."
                    yield Problem(table.file, message, record.row, column.name)


Finding = tuple[str, str]  # a column, and a sentence


def participation_ends_after_it_starts(record: Record, package: Package) -> Iterator[Finding]:
    since, until = record.values["since"], record.values["until"]
    if record.sound("since") and until and until < since[: len(until)]:
        yield "until", "The role cannot end before it starts."


def venue_has_both_coordinates(record: Record, package: Package) -> Iterator[Finding]:
    for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
        if record.values[one] is None and record.values[other] is not None:
            yield one, f"Give both coordinates or neither: there is a {other}."


def proposal_refers_properly(record: Record, package: Package) -> Iterator[Finding]:
    if record.values["kind"] == "demand":
        for column in OFFERS_ONLY:
            if record.values[column]:
                yield column, "Only an offer answers a demand, counters an offer, or names a venue or date. Clear this."
        return
    for column, kind in (("answers", "demand"), ("counters", "offer")):
        named = record.values[column]
        if named and named == record.values["slug"]:
            yield column, f"A proposal cannot {'answer' if column == 'answers' else 'counter'} itself."
        elif named and package.kinds_of_proposals.get(named, kind) != kind:
            article = "an" if kind == "offer" else "a"
            yield column, f"{shown(named)} is not {article} {kind}. Name {article} {kind}, or leave this empty."


def article_has_its_text(record: Record, package: Package) -> Iterator[Finding]:
    if record.values["key"] not in package.texts:
        yield "key", f"The text {text_file(record.values['key'])} is missing. Add the file."


def talks_have_their_days(record: Record, package: Package) -> Iterator[Finding]:
    starts, ends = record.values["starts_on"], record.values["ends_on"]
    if ends and starts and ends < starts:
        yield "ends_on", "Talks cannot end before they start."
    elif ends and not starts:
        yield "starts_on", "Give the day on which the talks start as well."
    elif record.values["status"] == "held" and not starts:
        yield "starts_on", "Talks that were held need the day on which they started."


def talks_come_from_an_offer(record: Record, package: Package) -> Iterator[Finding]:
    offer = record.values["offer"]
    if offer and package.kinds_of_proposals.get(offer, "offer") != "offer":
        yield "offer", f"{shown(offer)} is a demand. Name an offer, or leave this empty."


def position_has_its_condition(record: Record, package: Package) -> Iterator[Finding]:
    stance, condition = record.values["stance"], record.values["condition"]
    if not record.sound("stance"):
        return
    if stance == Stance.CONDITIONAL and not condition.strip():
        yield "condition", "Say on what condition it would be accepted: the stance is conditional."
    elif condition and stance in OFF_SCALE:
        yield "condition", f"A stance off the scale ({stance}) cannot carry a condition. Clear this."


def position_was_stated_before_it_was_published(record: Record, package: Package) -> Iterator[Finding]:
    stated, published = record.values["stated_on"], package.days_of_articles.get(record.values["article"])
    if published and known_to_be_after(stated, published):
        yield "stated_on", f"The article was published on {published}, so it cannot report what was said later."


def stance_value_agrees(record: Record, package: Package) -> Iterator[Finding]:
    """An empty cell is not given, and so cannot disagree."""
    given = record.values["stance_value"]
    if given is None or not record.sound("stance"):
        return
    value = Stance(record.values["stance"]).value_on_scale
    if value is None:
        yield "stance_value", f"The stance {record.values['stance']} is off the scale and has no value. Clear this."
    elif given != value:
        yield "stance_value", f"The stance {record.values['stance']} has the value {value}. Correct one of the two."


def quote_stands_in_its_place(record: Record, package: Package) -> Iterator[Finding]:
    if not record.sound("quote", "start", "end"):
        return
    start, end, quote = record.values["start"], record.values["end"], record.values["quote"]
    text = package.texts.get(record.values["article"])
    if start >= end:
        yield "end", "The quote must end after it starts."
    elif record.values["id"] in package.unplaced:
        if end - start != len(quote):
            yield "end", f"The quote has {len(quote):,} characters, its place {end - start:,}. Correct one of the two."
    elif text and text[start:end] != quote:
        yield "quote", f"These words are not in the text at {start}–{end}. {where(text, quote)}"


def where(text: str, quote: str) -> str:
    """A sentence that says where the words do stand."""
    found: list[tuple[int, int]] = []
    start = text.find(quote)
    while start >= 0 and len(found) <= PLACES_NAMED:
        found.append((start, start + len(quote)))
        start = text.find(quote, start + 1)
    if found:
        places = ", ".join(f"{start}–{end}" for start, end in found[:PLACES_NAMED])
        return f"They stand at {places}{' and elsewhere' if len(found) > PLACES_NAMED else ''}."
    loosely = quotes.find(text, quote) if len(quote) <= LOOSELY_SOUGHT else []
    if loosely:
        place = loosely[0]
        return f"With other spaces or line ends they stand at {place.start}–{place.end}: copy them from there."
    return "They stand nowhere in it: copy them from the text."


Rule = Callable[[Record, Package], Iterator[Finding]]
RULES: dict[str, tuple[Rule, ...]] = {
    "participations": (participation_ends_after_it_starts,),
    "venues": (venue_has_both_coordinates,),
    "proposals": (proposal_refers_properly,),
    "articles": (article_has_its_text,),
    "talks": (talks_have_their_days, talks_come_from_an_offer),
    "positions": (
        position_has_its_condition,
        position_was_stated_before_it_was_published,
        stance_value_agrees,
        quote_stands_in_its_place,
    ),
}


NOT_YET = (
    ("articles", "published_on", "nothing was published on it yet"),
    ("talks", "starts_on", "the talks were neither held nor did they collapse yet"),
    ("agreements", "agreed_on", "nothing was agreed on it yet"),
)


def not_yet(package: Package, today: date) -> Iterator[Problem]:
    """What has happened has not happened in the future. Talks that are only planned may."""
    for name, column, message in NOT_YET:
        for record in package.tables[name]:
            day = record.values[column]
            planned = name == "talks" and record.values["status"] not in Talks.HAVE_BEGUN
            if day and day > today and not planned:
                yield Problem(TABLES[name].file, f"{day} is in the future: {message}.", record.row, column)


def texts_without_article(package: Package) -> Iterator[Problem]:
    keys = {record.values["key"] for record in package.tables["articles"]}
    for key in package.texts.keys() - keys:
        message = "No row of articles.csv has this key. Add the row, or remove the file."
        yield Problem(shown(text_file(key)).strip("“”"), message)
