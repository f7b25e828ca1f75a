"""Loading a package: all of it or nothing, and the same package twice changes nothing.

Rows are found by their keys within the negotiation. What the package has and the negotiation
lacks is made; what differs is changed, with a new version and an entry in the history; what
the package lacks stays, and what was merged here stays merged, with what the one that was kept
got of the other where the package's cell is empty (`positions.actions.led`). Rows
are written in bulk, since everything that `full_clean` would check one by one has been checked
by the rules of the package.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from positions.actions import bulk, writing
from positions.actions.led import Names, lead_on, names_led_on, said_of_successor
from positions.analysis import quotes
from positions.exchange.package.columns import Column, Kind, Table
from positions.exchange.package.content import Package, Record
from positions.exchange.package.problems import Broken, Problem
from positions.exchange.package.tables import ALL_TABLES, text_file
from positions.models import Article, Membership, Negotiation, Position, Proposal, Track, User
from positions.models.base import Recorded

REASON = "loaded"


@dataclass(slots=True)
class Tally:
    """How many rows of a table were made, changed, and left alone."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """What loading did, or would do: the negotiation, and a tally for each table, the negotiation's first.

    `differs_in_public`: the package says otherwise of whether it is public, which was left as it is.
    `led`: so many of its rows were merged into others here, which stand for them.
    """

    negotiation: Negotiation
    tallies: Mapping[str, Tally]
    differs_in_public: bool
    led: int


def load_package(*, package: Package, user: User | None, dry_run: bool = False) -> Summary:
    """Store a package that has been read. Whoever loads a new negotiation becomes an analyst of it.

    Raises `Broken` where it contradicts what is stored; then, as after a dry run, nothing was written.
    """
    try:
        with transaction.atomic():
            load = Load(package=package, user=user, negotiation=Negotiation(**package.negotiation))
            load.store_negotiation()
            load.names_led_on = names_led_on(load.negotiation)
            load.package, led = lead_on(package, load.names_led_on)
            for table in ALL_TABLES:
                load.store(table)
            load.refuse_misnamed()
            load.keep_tracks()
            # Keys over several columns are checked at the end of a transaction: now, while we can still explain.
            connection.check_constraints()
            if dry_run:
                transaction.set_rollback(True)
    except (IntegrityError, DataError, OperationalError) as error:  # the last: locked for too long
        message = f"The database refused this; nothing was loaded. If somebody else was writing, load again. ({error})"
        raise Broken([Problem("", message)]) from error
    return Summary(load.negotiation, load.tallies, differs_in_public=load.differs_in_public, led=led)


@dataclass
class Load:
    """One loading under way, and the ids by table and key of what it has found and made so far."""

    package: Package
    user: User | None
    negotiation: Negotiation
    ids: dict[str, dict[str, int]] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    differs_in_public: bool = False
    names_led_on: Names = field(default_factory=dict)

    def store_negotiation(self) -> None:
        """Found by its slug. Whether it is public is its analysts' to say: loading it again leaves that as it is."""
        values = self.package.negotiation
        tally = self.tallies["negotiation"] = Tally()
        present = writing.take_turn(slug=values["slug"])
        if present is None:
            writing.insert(self.negotiation, user=self.user, reason=REASON)
            if self.user is not None:
                member = Membership(negotiation=self.negotiation, user=self.user, role=Membership.Role.ANALYST)
                writing.insert(member, user=self.user, reason=REASON)
            tally.created = 1
            return
        self.negotiation = present
        self.differs_in_public = present.public != values["public"]
        values = {name: value for name, value in values.items() if name != "public"}
        if all(getattr(present, name) == value for name, value in values.items()):
            tally.unchanged = 1
            return
        for name, value in values.items():
            setattr(present, name, value)
        writing.update(present, version=present.version, user=self.user, reason=REASON)
        tally.changed = 1

    def store(self, table: Table) -> None:
        """Make and change the rows of one table; new ones in the order of the file.

        Rows that refer to others of the same table are made first and then pointed at one another.
        """
        present = self.present(table)
        known = {self.identity_of_row(table, row): row for row in present}
        records = [(record, known.get(self.identity(table, record))) for record in self.package.tables[table.name]]
        inward = {column.name for column in table.columns if column.refers == table.name}

        made = [
            (record, table.model(negotiation=self.negotiation, **self.values(table, record, leave=inward, new=True)))
            for record, row in records
            if row is None
        ]
        if table.model is Position:
            self.refuse_nobody(table, made)
        bulk.insert(table.model, [row for _, row in made])
        self.ids[table.name] = {key_of_row(table, row): row.pk for row in [*present, *(row for _, row in made)]}
        if inward:
            for record, row in made:
                write(row, self.references(table, record, only=inward))
            bulk.update(table.model, [row for _, row in made], [table.column[name].model_field.name for name in inward])

        links = self.links(table, present)
        changed, changed_fields = [], {"version"}
        successors = set(self.names_led_on.get(table.name, {}).values())
        for record, row in records:
            if row is None:
                continue
            values = self.values(table, record, leave=set(), new=False)
            if key_of_row(table, row) in successors:
                values = said_of_successor(row, values)
            differing = write(row, values)
            if differing or any(self.linked(table, record, name) != links[name][row.pk] for name in links):
                row.version += 1
                changed.append((record, row))
                changed_fields |= differing
        if table.model is Article and "text" in changed_fields:
            self.refuse_cited()
        bulk.update(table.model, [row for _, row in changed], changed_fields)
        for name, found in links.items():
            wanted = {row.pk: self.linked(table, record, name) for record, row in [*made, *changed]}
            bulk.relink(table.column[name].model_field, wanted, found)
        for rows, new in ((made, True), (changed, False)):
            bulk.keep_history(table.model, [row for _, row in rows], made=new, user=self.user, reason=REASON)
        self.tallies[table.name] = Tally(len(made), len(changed), len(records) - len(made) - len(changed))

    def present(self, table: Table) -> list[Recorded]:
        """The stored rows; nobody else writes any of them meanwhile."""
        return list(table.model._base_manager.filter(negotiation=self.negotiation).order_by("pk"))

    def identity(self, table: Table, record: Record) -> tuple[Any, ...]:
        return tuple(self.plain(table.column[name], record) for name in table.identity)

    def identity_of_row(self, table: Table, row: Recorded) -> tuple[Any, ...]:
        return tuple(getattr(row, table.column[name].model_field.attname) for name in table.identity)

    def plain(self, column: Column, record: Record) -> Any:
        value = record.values[column.name]
        if column.kind is Kind.REFERENCE:
            return self.ids[column.refers][value] if value else None
        return value

    def references(self, table: Table, record: Record, *, only: set[str]) -> dict[str, Any]:
        return {table.column[name].model_field.attname: self.plain(table.column[name], record) for name in only}

    def values(self, table: Table, record: Record, *, leave: set[str], new: bool) -> dict[str, Any]:
        """What the row's fields shall hold; links aside, and `leave` aside."""
        values = {
            column.model_field.attname: self.plain(column, record)
            for column in table.columns
            if not (column.derived or column.kind is Kind.REFERENCES or column.name in leave)
        }
        if table.model is Article:
            text = self.package.texts[record.values["key"]]
            values |= {"text": text, "text_length": len(text)} | ({"added_by": self.user} if new else {})
        if table.model is Position:
            values |= self.facts_of_article(record)
            for name, default in (("coder", self.user and self.user.get_username()), ("recorded_at", timezone.now())):
                if not record.values[name] and new:
                    values[name] = default or ""
                elif not record.values[name]:
                    del values[name]  # what is stored stays
        return values

    def facts_of_article(self, record: Record) -> dict[str, Any]:
        """What a position copies of its article, and the words around its quote."""
        article = record.values["article"]
        day = {"published_on": self.package.days_of_articles[article]}
        if around := self.package.unplaced.get(record.values["id"]):
            return day | {"prefix": around[0], "suffix": around[1], "text_length": None}
        text = self.package.texts[article]
        passage = quotes.passage(text, record.values["start"], record.values["end"])
        return day | {"prefix": passage.prefix, "suffix": passage.suffix, "text_length": len(text)}

    def links(self, table: Table, present: list[Recorded]) -> dict[str, bulk.Links]:
        return {
            column.name: bulk.links(column.model_field, present)
            for column in table.columns
            if column.kind is Kind.REFERENCES
        }

    def linked(self, table: Table, record: Record, name: str) -> frozenset[int]:
        ids = self.ids[table.column[name].refers]
        return frozenset(ids[key] for key in record.values[name])

    def refuse_cited(self) -> None:
        """A text that positions cite never changes, as their offsets would point elsewhere."""
        citing = Position.objects.filter(negotiation=self.negotiation).values("article")
        cited = Article.objects.filter(negotiation=self.negotiation, pk__in=citing).order_by("key")
        problems = [
            Problem(text_file(key), "Positions cite the stored text, which is another. Add this as a new article.")
            for key, text in cited.values_list("key", "text")
            if self.package.texts.get(key, text) != text
        ]
        if problems:
            raise Broken(problems)

    def refuse_misnamed(self) -> None:
        """What the package lacks stays, and may name as a demand what the package makes an offer, or the reverse."""
        proposals = Proposal.objects.filter(negotiation=self.negotiation)
        answered = proposals.filter(kind=Proposal.Kind.OFFER, answered_by__isnull=False)
        countered = proposals.filter(kind=Proposal.Kind.DEMAND).filter(
            Q(countered_by__isnull=False) | Q(talks__isnull=False)
        )
        wrong = {*answered.values_list("slug", flat=True), *countered.values_list("slug", flat=True)}
        if problems := [
            Problem(
                "proposals.csv", "Stored offers or talks name this as the other kind. Keep its kind.", one.row, "kind"
            )
            for one in self.package.tables["proposals"]
            if one.values["slug"] in wrong
        ]:
            raise Broken(problems)

    def refuse_nobody(self, table: Table, made: list[tuple[Record, Any]]) -> None:
        """A position says who coded it."""
        if problems := [
            Problem(table.file, "Say who coded this, or say who loads it: --as USERNAME.", record.row, "coder")
            for record, row in made
            if not row.coder
        ]:
            raise Broken(problems)

    def keep_tracks(self) -> None:
        """A track for every pair that occurs, and for no other."""
        positions = Position.objects.filter(negotiation=self.negotiation)
        occurring = set(positions.values_list("party", "proposal").distinct())
        tracks = Track.objects.filter(negotiation=self.negotiation)
        present = {(track.party_id, track.proposal_id): track for track in tracks}
        for pair in present.keys() - occurring:
            present[pair].delete()
        missing = [
            Track(negotiation=self.negotiation, party_id=party, proposal_id=proposal)
            for party, proposal in sorted(occurring - present.keys())
        ]
        Track.objects.bulk_create(missing, batch_size=bulk.ROWS_AT_ONCE)


def write(row: Recorded, values: Mapping[str, Any]) -> set[str]:
    """Give a row these values; the names of those that were others before."""
    differing = {name for name, value in values.items() if getattr(row, name) != value}
    for name in differing:
        setattr(row, name, values[name])
    return differing


def key_of_row(table: Table, row: Recorded) -> Any:
    return getattr(row, table.column[table.identity[0]].model_field.attname)
