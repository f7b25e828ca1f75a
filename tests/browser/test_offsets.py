"""Offsets in a real Chromium: the page's own script against Python, and words from the mouse to the database."""

import itertools
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from positions.models import Article
from tests.browser.desk import open_article
from tests.browser.test_coding import article_with, say_who_and_what, select_by_mouse
from tests.offsets import CLASSES, classes_of, placed, random_text, selection, units
from tests.world import World

TEXTS = 60
SELECTIONS = 20  # in each text

# Texts that are hard, and the words to code in each, one after the other on the same page. The mouse draws
# over all but those marked with *, which begin or end with what no mouse can aim at.
HARD: dict[str, tuple[str, list[str]]] = {
    "a leading newline": (
        "\n\nNorthland wants the harbour.\n\nSouthmark does not.",
        ["Northland wants", "the harbour.\n\nSouthmark", "does not"],
    ),
    "CRLF": (
        "\r\nOne.\r\n\r\nNorthland wants\r\nthe harbour.\r\nThree.",
        ["wants\r\nthe harbour", "Three", "One.\r\n\r\nNorthland wants\r\nthe"],
    ),
    "bare CR": ("\rOne line.\rNorthland wants\rthe harbour, they say.", ["wants\rthe", "they say", "line.\rNorthland"]),
    "other line ends": (
        "One\x85two\u2028three\u2029four\x0bfive\x0csix seven eight.",
        ["seven", "*two\u2028three", "*\x85two", "*four\x0bfive\x0csix"],
    ),
    "astral": (
        "🕊 They want 𝒉𝒂𝒓𝒃𝒐𝒖𝒓 and 🚢 now. 𐍈 they say.",
        ["𝒉𝒂𝒓𝒃𝒐𝒖𝒓 and", "*🚢", "they say", "want 𝒉𝒂𝒓𝒃𝒐𝒖𝒓 and 🚢 now. 𐍈 they"],
    ),
    "joined": (
        "The 👩‍👩‍👧‍👦 wants it, 🏳\ufe0f\u200d🌈 and 👍🏽 and 🇺🇳🇨🇾 too, they say.",
        ["wants it", "*👩‍👩‍👧‍👦", "*🇺🇳", "and 👍🏽 and", "they say"],
    ),
    "combining": (
        "Ńorthland ẃants e\u0301te\u0301 and Z\u0351\u036b\u0343algo, now.",
        ["ẃants e\u0301te\u0301", "now", "*\u0301te"],
    ),
    "bidi": (
        "He said \u202bלא עכשיו\u202c and \u2067سلام\u2069 then\u200e left\u200f the room.",
        ["the room", "*\u202bלא עכשיו\u202c", "*\u2067سلام\u2069 then\u200e left"],
    ),
    "right to left": ("🕊 צפון רוצה את הנמל היום.\n\nדרום אומר לא.", ["רוצה את הנמל", "אומר לא", "*היום.\n\nדרום"]),
    "blanks": (
        "\tNorthland\twants   the    harbour\u00a0\u00a0now,\u3000they\u2003say.",
        ["wants   the    harbour", "harbour\u00a0\u00a0now", "they\u2003say"],
    ),
    "invisible": (
        "\ufeffNorth\u00adland\u200b wants\u2060 the\ufeff harbour\x1f, they say.",
        ["they say", "*North\u00adland\u200b", "*wants\u2060 the\ufeff harbour"],
    ),
    "markup": (
        'They <b>want</b> it &amp; more &#13; </div><!-- "soon" &lt now.',
        ["<b>want</b> it &amp; more", "&#13; </div>", '<!-- "soon" &lt now'],
    ),
}

# Selects code points of the text and gives the text the focus, where Enter takes them.
SELECT = """([start, end]) => {
  const article = document.querySelector("[data-article-text]");
  const place = (unit) => {
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (unit <= walker.currentNode.data.length) return [walker.currentNode, unit];
      unit -= walker.currentNode.data.length;
    }
  };
  article.focus();
  document.getSelection().setBaseAndExtent(...place(start), ...place(end));
}"""
MARKED = """(key) => [...document.querySelectorAll("mark.passage")]
  .filter((mark) => mark.dataset.position === key).map((mark) => mark.textContent).join("")"""

# Puts each text on the page in blocks and nodes cut at random, selects, and asks the page's script.
ASK = """async (texts) => {
  const { codePoints, placeOf, rangeOf } = await import("/static/js/workbench/offsets.js");
  const article = document.querySelector("[data-article-text]");
  const node = (text, unit) => {
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (unit <= walker.currentNode.data.length) return [walker.currentNode, unit];
      unit -= walker.currentNode.data.length;
    }
  };
  const answers = [];
  for (const { text, blocks, cuts, selections } of texts) {
    article.replaceChildren(...blocks.map(([start, from, to]) => {
      const block = document.createElement("div");
      block.className = "block";
      block.dataset.start = start;
      const borders = [from, ...cuts.filter((cut) => from < cut && cut < to), to];
      borders.slice(1).forEach((border, index) => {
        const words = document.createTextNode(text.slice(borders[index], border));
        const number = document.createElement("a");
        const mark = document.createElement("mark");
        if (index % 3 === 1) mark.append(words, "");
        block.append(...[[words], [number, mark], ["", words]][index % 3]);
      });
      return block;
    }));
    answers.push({ text: article.textContent, length: codePoints(text), places: selections.map(([start, end]) => {
      const range = document.createRange();
      range.setStart(...node(text, start));
      range.setEnd(...node(text, end));
      document.getSelection().removeAllRanges();
      document.getSelection().addRange(range);
      const place = placeOf(document.getSelection().getRangeAt(0));
      return place && { ...place, back: rangeOf(place.start, place.end).toString() };
    })});
  }
  return answers;
}"""


def in_blocks(text: str, random: Random) -> list[list[int]]:
    """Where blocks begin in code points, and from where to where they go in UTF-16."""
    borders = sorted({0, len(text), *random.sample(range(len(text)), k=min(3, len(text)))})
    return [[start, units(text[:start]), units(text[:end])] for start, end in itertools.pairwise(borders)]


def test_the_pages_script_counts_as_python_does(analyst_page: Page, world: World) -> None:
    """A thousand selections, of which the server's tests rely on `placed` to say what the browser sends."""
    random = Random(20240601)
    asked = []
    for _ in range(TEXTS):
        text = random_text(random)
        chosen = [selection(text, random.randrange(10_000), random.randrange(10_000)) for _ in range(SELECTIONS)]
        cuts = sorted({units(text[: random.randrange(len(text))]) for _ in range(6)})
        asked.append({"text": text, "blocks": in_blocks(text, random), "cuts": cuts, "selections": chosen})
    analyst_page.goto(reverse("article", args=["harbour", world.articles[0].pk]))
    answers = analyst_page.evaluate(ASK, asked)
    seen: Counter[str] = Counter()
    for question, answer in zip(asked, answers, strict=True):
        text = question["text"]
        assert (answer["text"], answer["length"]) == (text, len(text))
        for (start, end), found in zip(question["selections"], answer["places"], strict=True):
            place = placed(text, start, end)
            if place is None:
                assert found is None
                continue
            seen.update(["cases", *classes_of(text, place.start, place.end)])
            assert found == {"start": place.start, "end": place.end, "quote": place.quote, "back": place.quote}
    assert seen["cases"] >= 1000, seen
    assert not {name for name in CLASSES if seen[f"{name} inside"] < 100}, seen


def hard_article(world: World, text: str) -> Article:
    """As a loaded one, which keeps every line end; a pasted text has LF alone."""
    article = article_with(world, "Fog.")
    Article.objects.filter(pk=article.pk).update(text=text, text_length=len(text))
    article.refresh_from_db()
    return article


def select_by_keyboard(page: Page, text: str, start: int, end: int) -> None:
    page.evaluate(SELECT, [units(text[:start]), units(text[:end])])
    page.keyboard.press("Enter")


@pytest.mark.both
@pytest.mark.parametrize(("text", "passages"), HARD.values(), ids=HARD.keys())
def test_hard_words_are_the_same_selected_recorded_and_marked(
    analyst_page: Page, world: World, settle: Callable[[Page], None], text: str, passages: list[str]
) -> None:
    """Coded one after the other without loading the page again, and read back before and after that.

    The text stands there twice, and the words are those of the second time: were they counted
    wrongly, the server would find them at another place, or not know which are meant.
    """
    text = f"{text}\n\n{text}"
    page, article = analyst_page, hard_article(world, text)
    open_article(page, article)
    on_page = page.locator("[data-article-text]")
    assert on_page.evaluate("node => node.textContent") == text
    coded = {}
    for passage in passages:
        words = passage.removeprefix("*")
        assert text.count(words) == 2
        start = text.rindex(words)
        end = start + len(words)
        if passage.startswith("*"):
            select_by_keyboard(page, text, start, end)
        else:
            select_by_mouse(page, start, end)
        expect(page.locator("#panel-home[data-open]")).to_be_attached()
        quoted = page.get_by_label("Quote").input_value()
        assert quoted == words.replace("\r\n", "\n").replace("\r", "\n")
        say_who_and_what(page, "Northland", "Southmark hands over the harbour", "demands")
        page.get_by_role("button", name="Record the position").click()
        expect(page.locator(".card")).to_have_count(len(coded) + 1)
        settle(page)
        position = article.positions.order_by("pk").last()
        assert (position.quote, position.start, position.end) == (words, start, end)
        assert page.evaluate(MARKED, position.key) == words
        assert on_page.evaluate("node => node.textContent") == text
        coded[position.key] = words
    page.reload()
    assert {key: page.evaluate(MARKED, key) for key in coded} == coded


def test_there_are_thirty_hard_passages_and_more() -> None:
    assert sum(len(passages) for _, passages in HARD.values()) >= 35
