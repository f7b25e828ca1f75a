"""Two analysts, each at a browser, edit the same ten positions: whoever is told “saved” finds it in the history.

What each browser was told is held against the history of the positions by `faults`. A last test
shows that it finds an edit lost where rows are written as one would naively.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

import pytest
from playwright.sync_api import Page, expect

from positions.models import Article, Position
from tests.browser.desk import open_article
from tests.browser.test_coding import article_with
from tests.world import World, say

pytestmark = pytest.mark.both

TOGETHER, RACING, BY_HAND = 130, 56, 14  # edits of each kind, both people's together
EDITS = TOGETHER + RACING + BY_HAND

# How a page edits by its forms, as a browser without scripts would send them. The note says whose edit it is.
DESK = """() => {
  const form = (page) => page.querySelector("[data-code-form]");
  const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = (page, whose) => page.querySelector(`label[for="keep-note-${whose}"] .conflict-words`)?.textContent;
  window.told = [];
  window.read = async (key) => {
    window.opened = { key, page: await parsed(await fetch(`/n/harbour/positions/${key}/edit/`)) };
  };
  window.send = async (note, { keepMine = false } = {}) => {
    const { key, page } = window.opened;
    const data = new FormData(form(page));
    data.set("note", note);
    data.set("reason", "read again");
    if (keepMine) data.set("keep-note", "mine");
    const read = Number(data.get("version"));
    const answer = await fetch(`/n/harbour/positions/${key}/edit/`, {
      method: "POST", body: new URLSearchParams(data), redirect: "manual" });
    if (answer.type === "opaqueredirect") {
      window.told.push({ key, note, read, saved: true });
      return true;
    }
    const next = await parsed(answer);
    window.told.push({ key, note, read, saved: false, status: answer.status, theirs: shown(next, "theirs"),
      mine: shown(next, "mine"), now: Number(form(next).elements.version.value) });
    window.opened = { key, page: next };
    return false;
  };
  window.race = async (edits) => {
    for (const { key, note, pause } of edits) {
      await window.read(key);
      await new Promise((resolve) => setTimeout(resolve, pause));
      await window.send(note);
    }
  };
}"""


@dataclass(frozen=True, slots=True)
class Told:
    """What a browser was told of one edit: the version it began from, and whether it was saved.

    Of a refusal the versions that were shown: theirs, which is version `now`, and mine.
    """

    person: str
    key: str
    note: str
    read: int
    saved: bool
    status: int = 302
    theirs: str | None = None
    mine: str | None = None
    now: int = 0


def faults(told: Iterable[Told], article: Article) -> list[str]:
    """Where the history of the article's positions says otherwise than the browsers were told."""
    told, found = list(told), []
    for position in article.positions.all():
        rows = list(position.history.order_by("history_id").select_related("history_user"))
        versions = {row.version: row for row in rows}
        saved = [one for one in told if one.key == position.key and one.saved]
        if [row.version for row in rows] != list(range(1, len(rows) + 1)):
            found.append(f"{position.key}: versions {[row.version for row in rows]}")
        if len(rows) != 1 + len(saved):
            found.append(f"{position.key}: {len(saved)} edits were called saved, {len(rows) - 1} are in the history")
        if (position.version, position.note) != (rows[-1].version, rows[-1].note):
            found.append(f"{position.key}: it is not as its history ends")
        for one in saved:
            row = versions.get(one.read + 1)
            if row is None or (row.note, row.history_user.username) != (one.note, one.person):
                found.append(f"{one}: lost, though it was called saved")
    for one in told:
        if one.saved:
            continue
        if Position.history.filter(note=one.note).exists():
            found.append(f"{one}: refused, and is in the history all the same")
        theirs = Position.history.filter(key=one.key, version=one.now).first()
        if (one.status, one.mine, one.theirs) != (409, one.note, theirs.note if theirs else ""):
            found.append(f"{one}: not shown with both versions")
        if one.now <= one.read:
            found.append(f"{one}: refused though nobody had saved")
    return found


def ten_positions(world: World) -> Article:
    article = article_with(world, " ".join(f"Sentence {number} wants the harbour." for number in range(10)))
    for number in range(10):
        quote = f"Sentence {number} wants the harbour."
        say(article, world.people.analyst, quote, world.northland, world.demand, "supports", note=f"{number} at first")
    return article


def both_at_once(pages: list[Page], key: str, number: int, *, keep_mine: bool) -> int:
    """Both open the same form, then both send it; whoever is refused may insist. How many edits that were."""
    for page in pages:
        page.evaluate("(key) => window.read(key)", key)
    first, second = pages if number % 2 else pages[::-1]
    first.evaluate("(note) => { window.sent = window.send(note); }", f"together {number}")
    second.evaluate("(note) => window.send(note)", f"together {number} too")
    first.evaluate("() => window.sent")
    if not keep_mine:
        return 2
    for page in pages:
        refused = page.evaluate("() => !window.told.at(-1).saved")
        if refused:
            page.evaluate("(note) => window.send(note, { keepMine: true })", f"together {number} again")
            return 3
    return 2


def edit_by_hand(page: Page, key: str, note: str) -> None:
    """Open the panel on a passage and type into it."""
    page.locator(f"#c-{key} a[data-edit]").click()
    expect(page.locator(f"#panel[data-panel=edit][data-position='{key}']")).to_be_visible()
    details = page.locator("#panel details.less-used")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    page.locator("#panel [name=note]").fill(note)


def save_by_hand(page: Page, person: str, key: str, note: str) -> Told:
    """Save in the panel; what the page then says."""
    read = int(page.locator("#panel [name=version]").input_value())
    page.locator("#panel form button:not([type=button])").first.click()
    expect(page.locator("#panel .conflict").or_(page.locator(f"#panel[data-saved='{key}']"))).to_be_attached()
    conflict = page.locator("#panel .conflict")
    if not conflict.count():
        expect(page.locator("#announcement")).to_have_text("Corrected. The earlier reading stays in the history.")
        return Told(person, key, note, read, saved=True)
    expect(conflict).to_be_visible()
    theirs, mine = (
        page.locator(f"#panel label[for='keep-note-{whose}'] .conflict-words").inner_text()
        for whose in ("theirs", "mine")
    )
    now = int(page.locator("#panel [name=version]").input_value())
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    return Told(person, key, note, read, saved=False, status=409, theirs=theirs, mine=mine, now=now)


def test_of_two_hundred_edits_by_two_people_none_is_lost(
    open_browser: Callable[..., Page], world: World, complaints
) -> None:
    complaints.expected(409)
    article = ten_positions(world)
    keys = [position.key for position in article.positions.order_by("start")]
    people = [world.people.analyst, world.people.editor]
    pages = [open_browser(person) for person in people]
    for page in pages:
        open_article(page, article)
        page.evaluate(DESK)

    sent = number = 0
    while sent < TOGETHER:
        keep_mine = number % 3 == 0 and TOGETHER - sent >= 3
        sent += both_at_once(pages, keys[number % 10], number, keep_mine=keep_mine)
        number += 1
    assert sent in (TOGETHER, TOGETHER + 1)

    random = Random(20240601)
    for page, name in zip(pages, ("one", "other"), strict=True):
        edits = [
            {"key": keys[step % 10], "note": f"race {step} of {name}", "pause": random.randrange(40)}
            for step in range(RACING // 2)
        ]
        page.evaluate("(edits) => { window.sent = window.race(edits); }", edits)
    for page in pages:
        page.evaluate("() => window.sent")
    told = [
        Told(person=person.username, **one)
        for person, page in zip(people, pages, strict=True)
        for one in page.evaluate("() => window.told")
    ]

    for page in pages:
        page.reload()
        open_article(page, article)
    for step in range(BY_HAND // 2):
        key = keys[step]
        for person, page in zip(people, pages, strict=True):
            edit_by_hand(page, key, f"by hand {step} of {person}")
        order = list(zip(people, pages, strict=True))[:: 1 if step % 2 else -1]
        told += [save_by_hand(page, person.username, key, f"by hand {step} of {person}") for person, page in order]

    assert not faults(told, article)
    assert len(told) >= EDITS
    saved, refused = (sum(one.saved == what for one in told) for what in (True, False))
    assert saved > 80, (saved, refused)
    assert refused > 50, (saved, refused)


def test_an_edit_that_is_lost_would_be_noticed(world: World) -> None:
    """Two people read the same row and write it as one would naively: both believe that they saved."""
    article = ten_positions(world)
    told = []
    for position in article.positions.all():
        opened = [
            (person, Position.objects.get(pk=position.pk)) for person in (world.people.analyst, world.people.editor)
        ]
        for person, row in opened:
            read = row.version
            row.note = f"{position.start} of {person}"
            row._history_user = person
            row.save()
            told.append(Told(person.username, row.key, row.note, read, saved=True))
    found = faults(told, article)
    assert sum("lost" in fault for fault in found) == 20
    assert any("versions [1, 1, 1]" in fault for fault in found)


def test_an_edit_that_overwrites_another_would_be_noticed(world: World) -> None:
    """The same with versions that count up: the second builds on what it has not seen."""
    article = ten_positions(world)
    position = article.positions.first()
    told = []
    for step, person in enumerate((world.people.analyst, world.people.editor)):
        row = Position.objects.get(pk=position.pk)
        row.version, row.note = 2 + step, f"of {person}"
        row._history_user = person
        row.save()
        told.append(Told(person.username, row.key, row.note, read=1, saved=True))
    assert [fault for fault in faults(told, article) if "lost" in fault and "editor" in fault]
