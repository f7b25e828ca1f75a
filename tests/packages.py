"""A small package with something in every cell that is hard to keep, as cells to be changed and written.

The ferry dispute: Eastbank wants the ferry, Westbank answers with an offer, an observer looks
on. The first text starts with an empty line and has CRLF line ends, the second is written from
right to left and holds characters beyond the basic plane. Offers point forward and back.
"""

import csv
import io
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FERRY_TEXT = (
    "\nThe ferry, “our ferry”, is Eastbank’s.\r\n\r\nWestbank said: no,\r\nnot yet.\n\t=1+1 was written on it. "
)
SHORE_TEXT = "אמר הדובר: 🚢 לא עכשיו. 👩‍👩‍👧 The last word."


def place(text: str, quote: str) -> dict[str, Any]:
    start = text.index(quote)
    return {"quote": quote, "start": start, "end": start + len(quote)}


def position(key: str, article: str, party: str, proposal: str, stance: str, value: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": key,
        "article": article,
        "party": party,
        "proposal": proposal,
        "stance": stance,
        "stance_value": value,
        "condition": "",
        "move": "",
        "attribution": "",
        "speaker": "",
        "party_as_written": "",
        "stated_on": "",
        "credibility": "",
        "note": "",
        "coder": "desk",
        "recorded_at": "2024-05-01T10:00:00Z",
    } | more


@dataclass
class Cells:
    """The files of a package before they are written: change a cell, take a row out, add a file."""

    negotiation: dict[str, Any]
    tables: dict[str, list[dict[str, Any]]]
    texts: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)  # instead of, or beside, what the rest gives
    missing: set[str] = field(default_factory=set)

    def bytes(self) -> dict[str, bytes]:
        found = {"negotiation.json": (json.dumps(self.negotiation, ensure_ascii=False, indent=2) + "\n").encode()}
        for name, rows in self.tables.items():
            found[f"{name}.csv"] = csv_bytes(HEADERS[name], rows)
        for key, text in self.texts.items():
            found[f"articles/{key}.txt"] = text.encode()
        return {name: data for name, data in (found | self.files).items() if name not in self.missing}

    def write(self, folder: Path) -> Path:
        for name, data in self.bytes().items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return folder

    def zip(self, file: Path, *, inside: str = "") -> Path:
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in self.bytes().items():
                archive.writestr(inside + name, data)
        return file


def csv_bytes(header: list[str], rows: list[dict[str, Any]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(header)
    writer.writerows([[row[name] for name in header] for row in rows])
    return buffer.getvalue().encode()


def files_of(place: Path) -> dict[str, bytes]:
    """Every file of a folder or a zip."""
    if place.is_dir():
        return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    with zipfile.ZipFile(place) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


FORMAT = """\
parties: slug name short_name kind description
aliases: party alias
participations: party role since until note
issues: slug title status description sort_order
venues: slug name country latitude longitude neutral description
proposals: slug kind title description issue proposer addressee keywords proposed_on answers counters venue offered_for
sources: slug name reliability url description
articles: key source title published_on url language provenance
talks: key title venue starts_on ends_on format status parties offer outcome article
agreements: key title summary agreed_on venue talks parties proposals status article
positions: id article party proposal stance stance_value condition move attribution speaker party_as_written stated_on \
quote start end credibility note coder recorded_at
"""
HEADERS = {table: columns.split() for table, columns in (line.split(": ") for line in FORMAT.splitlines())}


def row(table: str, *cells: Any) -> dict[str, Any]:
    return dict(zip(HEADERS[table], cells, strict=True))


def ferry() -> Cells:
    """A sound package, in the order and the form in which an export writes it."""
    return Cells(
        negotiation={
            "slug": "ferry",
            "title": "Ferry dispute, “once” & for all <b>",
            "summary": "Line one\r\nLine two",
            "about_data": "Made up; 'quoted'.",
            "public": True,
        },
        tables={
            "parties": [
                row("parties", "eastbank", "Eastbank, Republic of", "Eastbank", "state", "=1+1\nnot a formula"),
                row("parties", "observer-1", "משקיף", "👁", "organisation", ""),
                row("parties", "westbank", "Westbank", "Westbank", "state", "'=2 keeps its apostrophe"),
            ],
            "aliases": [
                row("aliases", "eastbank", "the “east”, as they say"),
                row("aliases", "westbank", "@west"),
                row("aliases", "westbank", "w"),
            ],
            "participations": [
                row("participations", "eastbank", "principal", "2024", "", "-"),
                row("participations", "observer-1", "mediator", "", "", ""),
                row("participations", "observer-1", "observer", "2024-02", "2024", "until the year's end"),
            ],
            "issues": [
                row("issues", "use", "Use of the ferry", "open", "", 5),
                row("issues", "a-toll", "Toll", "agreed_in_principle", "a\nb", 10),
                row("issues", "ab", "Berth", "parked", "", 10),
            ],
            "venues": [
                row("venues", "pier", "Pier", "Nowhere, or anywhere", "-54.3", "10", "true", ""),
                row("venues", "raft", "Raft", "", "", "", "false", ' "quoted" '),
            ],
            "proposals": [
                row(
                    "proposals",
                    "answer",
                    "offer",
                    "Westbank lends the ferry",
                    "",
                    "use",
                    "westbank",
                    "eastbank",
                    "lend; loan",
                    "2024-01-03",
                    "hand-over",
                    "counter",
                    "pier",
                    "2024-06",
                ),
                row(
                    "proposals",
                    "counter",
                    "offer",
                    "Eastbank rents it",
                    "",
                    "a-toll",
                    "eastbank",
                    "",
                    "",
                    "",
                    "",
                    "answer",
                    "",
                    "",
                ),
                row(
                    "proposals",
                    "hand-over",
                    "demand",
                    "The ferry is handed over",
                    "",
                    "use",
                    "eastbank",
                    "westbank",
                    "",
                    "2023",
                    "",
                    "",
                    "",
                    "",
                ),
            ],
            "sources": [row("sources", "gazette", "Gazette", "F", "https://gazette.example.org/?a=1&b=2", "")],
            "articles": [
                row("articles", "zz-first", "gazette", "The ferry", "2024-04-01", "", "en", "Made up."),
                row(
                    "articles",
                    "aa-second",
                    "gazette",
                    "The shore\nafter",
                    "2024-04-01",
                    "https://gazette.example.org/2",
                    "he",
                    "",
                ),
            ],
            "talks": [
                row("talks", "some-day", "Some day", "", "", "", "bilateral", "proposed", "", "", "", ""),
                row(
                    "talks",
                    "pier-talks",
                    "At the pier",
                    "pier",
                    "2024-03-01",
                    "2024-03-02",
                    "proximity",
                    "held",
                    "eastbank westbank",
                    "answer",
                    "Nothing, so far",
                    "zz-first",
                ),
            ],
            "agreements": [
                row(
                    "agreements",
                    "toll",
                    "On the toll",
                    "",
                    "2024-03-03",
                    "pier",
                    "pier-talks",
                    "eastbank westbank",
                    "answer hand-over",
                    "partly_implemented",
                    "aa-second",
                ),
            ],
            "positions": [
                position(
                    "p1",
                    "zz-first",
                    "eastbank",
                    "hand-over",
                    "demands",
                    3,
                    move="demand",
                    credibility=6,
                    attribution="direct_quote",
                    stated_on="2024-03",
                    speaker="the mayor, “their” mayor",
                    party_as_written="Eastbank’s",
                    **place(FERRY_TEXT, "The ferry, “our ferry”, is Eastbank’s."),
                ),
                position(
                    "p2",
                    "zz-first",
                    "westbank",
                    "hand-over",
                    "reserved",
                    -1,
                    condition="only at night",
                    recorded_at="2024-05-01T10:00:00.000120Z",
                    **place(FERRY_TEXT, "no,\r\nnot yet.\n\t"),
                ),
                position(
                    "p3",
                    "zz-first",
                    "observer-1",
                    "hand-over",
                    "no_position",
                    "",
                    note='a\r\nb,"c"',
                    **place(FERRY_TEXT, "=1+1 was written on it. "),
                ),
                position(
                    "p4",
                    "aa-second",
                    "westbank",
                    "answer",
                    "conditional",
                    1,
                    condition="'if'",
                    **place(SHORE_TEXT, "🚢 לא עכשיו. 👩‍👩‍👧"),
                ),
                position("p5", "aa-second", "westbank", "counter", "open", 0, **place(SHORE_TEXT, "word.")),
            ],
        },
        texts={"zz-first": FERRY_TEXT, "aa-second": SHORE_TEXT},
    )
