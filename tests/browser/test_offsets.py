"""Offsets in a real Chromium: the page's own script against Python, and words from the mouse to the database."""

import itertools
from collections import Counter
from random import Random

from django.urls import reverse
from playwright.sync_api import Page

from tests.offsets import CLASSES, classes_of, placed, random_text, selection, units
from tests.world import World

TEXTS = 60
SELECTIONS = 20  # in each text

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
