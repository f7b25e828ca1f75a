"""The browser's main thread: how long a save blocks it, and how long opening does, with 300 positions in 100 KB.

From the browser's own trace of its tasks. Blocked means one task: while it runs the page answers to
nothing. A save counts from Enter in the panel until the new highlight is painted, and no task of
it may take more than 100 ms.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from django.urls import reverse
from playwright.sync_api import Browser, Page, sync_playwright

from positions.models import Article
from tests.benchmarks.bench import Bench, free_sentence
from tests.browser.conftest import ARGUMENTS, chromium

MANY = 300
BAR = 100  # milliseconds
ROUNDS = 5
CATEGORIES = ["toplevel", "blink.user_timing", "disabled-by-default-devtools.timeline", "devtools.timeline"]

# Marks the moment of Enter and the frame in which a mark of a new position stands on the screen.
WATCH = """() => {
  const known = new Set([...document.querySelectorAll("mark.passage")].map((mark) => mark.dataset.position));
  document.addEventListener("keydown", () => performance.mark("pressed"), { capture: true, once: true });
  window.tasks = [];
  new PerformanceObserver((list) => window.tasks.push(...list.getEntries())).observe({ type: "longtask" });
  let done;
  window.painted = new Promise((resolve, reject) => {
    done = resolve;
    setTimeout(() => reject(new Error(document.getElementById("panel").innerText)), 60_000);
  });
  const observer = new MutationObserver(() => {
    for (const mark of document.querySelectorAll("mark.passage")) {
      if (known.has(mark.dataset.position)) continue;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => {
        performance.mark("painted");
        done();
      }));
      return;
    }
  });
  observer.observe(document.querySelector("[data-article-text]"), { childList: true, subtree: true });
}"""
# The longest of the long tasks that the page itself could observe between the two; 0 where none took 50 ms.
OBSERVED = """() => {
  const at = (name) => performance.getEntriesByName(name)[0].startTime;
  const [first, last] = [at("pressed"), at("painted")];
  const within = window.tasks.filter((task) => task.startTime < last && task.startTime + task.duration > first);
  return Math.max(0, ...within.map((task) => task.duration));
}"""
# Selects words of the text, and fills in the panel that opened on them.
SELECT = """([start, end]) => {
  const article = document.querySelector("[data-article-text]");
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let passed = 0;
  while (walker.nextNode()) {
    const length = [...walker.currentNode.data].length;
    if (passed <= start && start < passed + length) range.setStart(walker.currentNode, start - passed);
    if (passed < end && end <= passed + length) range.setEnd(walker.currentNode, end - passed);
    passed += length;
  }
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  article.focus({ preventScroll: true });
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
}"""
FILL = """([party, proposal]) => {
  const fields = document.querySelector("[data-code-form]").elements;
  for (const [name, value] of [["party", party], ["proposal", proposal]]) {
    fields[name].value = value;
    fields[name].dispatchEvent(new Event("change", { bubbles: true }));
  }
  const stance = [...fields.stance].find((radio) => radio.value === "supports");
  stance.click();
  stance.focus();
}"""


@dataclass(frozen=True, slots=True)
class Blocked:
    """Milliseconds: the longest task by the clock, and by the time it had the processor; the longest that the page
    itself observed; and how long it all took.

    On a busy machine a task waits for the processor, and the clock goes on: then the second says what is ours.
    """

    longest: float
    processor: float
    observed: float
    total: float


def measure(bench: Bench) -> None:
    articles = {count: bench.long_article(positions=count) for count in (MANY, 1)}
    opened: dict[int, list[Blocked]] = {count: [] for count in articles}
    saved: dict[int, list[Blocked]] = {count: [] for count in articles}
    with browser() as chrome:
        for number in range(ROUNDS + 1):
            for count, article in articles.items():
                page = new_page(bench, chrome)
                found = open_article(bench, chrome, page, article), save(bench, chrome, page, article)
                page.context.close()
                bench.take_back(article, keep=count)
                if number:
                    opened[count].append(found[0])
                    saved[count].append(found[1])
    for what, blocks, bar in (("save, Enter to highlight", saved, 1.0), ("open", opened, None)):
        title = f"{what}, {MANY} positions: longest task"
        many, one = blocks[MANY], blocks[1]
        bench.row(f"{title} : {BAR} ms", middle(many, "longest"), BAR, "ms", bar=bar)
        bench.row(f"{title}, worst of {ROUNDS} : {BAR} ms", max(each.longest for each in many), BAR, "ms", bar=bar)
        bench.row(f"{title}, on the processor : {BAR} ms", middle(many, "processor"), BAR, "ms", bar=bar)
        worst = max(each.processor for each in many)
        bench.row(f"{title}, on the processor, worst of {ROUNDS} : {BAR} ms", worst, BAR, "ms", bar=bar)
        bench.row(f"{title}, on the processor : with 1", middle(many, "processor"), middle(one, "processor"), "ms")
        bench.row(f"{what}, {MANY} positions: all : with 1", middle(many, "total"), middle(one, "total"), "ms")
    seen = middle(saved[MANY], "observed")
    bench.row(f"save, {MANY} positions: what PerformanceObserver saw : {BAR} ms", seen, BAR, "ms", bar=1.0)


def middle(found: list[Blocked], name: str) -> float:
    return median(getattr(blocked, name) for blocked in found)


@contextmanager
def browser() -> Iterator[Browser]:
    # As in the browser's tests: Playwright's loop runs between our lines, but nothing here is awaited.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS, "--no-sandbox"])
        yield chrome
        chrome.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def new_page(bench: Bench, chrome: Browser) -> Page:
    context = chrome.new_context(base_url=bench.address, viewport={"width": 1280, "height": 900})
    context.add_cookies([bench.session | {"url": bench.address}])
    context.set_default_timeout(60_000)
    return context.new_page()


def open_article(bench: Bench, chrome: Browser, page: Page, article: Article) -> Blocked:
    chrome.start_tracing(page=page, categories=CATEGORIES)
    page.goto(reverse("article", args=[article.negotiation.slug, article.pk]), wait_until="networkidle")
    total = page.evaluate("performance.timing.loadEventEnd - performance.timing.navigationStart")
    return longest_task(json.loads(chrome.stop_tracing()), total=total)


def save(bench: Bench, chrome: Browser, page: Page, article: Article) -> Blocked:
    page.evaluate(SELECT, list(free_sentence(article)))
    page.keyboard.press("c")
    page.wait_for_selector("#panel-home[data-open] [data-code-form]")
    rows = (bench.negotiation.parties.order_by("slug")[0].pk, bench.negotiation.proposals.order_by("slug")[0].pk)
    page.evaluate(FILL, list(map(str, rows)))
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH)
    chrome.start_tracing(page=page, categories=CATEGORIES)
    page.keyboard.press("Enter")
    page.evaluate("() => window.painted")
    trace = json.loads(chrome.stop_tracing())
    blocked = longest_task(trace, between=("pressed", "painted"))
    return replace(blocked, observed=page.evaluate(OBSERVED))


def longest_task(trace: dict[str, Any], *, between: tuple[str, str] | None = None, total: float = 0) -> Blocked:
    """The longest task of a page's main thread, also one that began or ended outside the two marks."""
    events = trace["traceEvents"]
    threads = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    tasks = [
        (event["ts"], event["ts"] + event["dur"], event.get("tdur", 0))
        for event in events
        if event["name"].endswith("RunTask") and event.get("ph") == "X" and (event["pid"], event["tid"]) in threads
    ]
    if between:
        first, last = (
            next(event["ts"] for event in events if event["name"] == name and "user_timing" in event["cat"])
            for name in between
        )
        tasks = [task for task in tasks if task[1] > first and task[0] < last]
        total = (last - first) / 1000
    longest = max(end - start for start, end, _ in tasks)
    return Blocked(longest / 1000, max(processor for *_, processor in tasks) / 1000, 0, total)
