"""What the tests of the workbench do at its desk: open an article, select its words, fill in the panel."""

from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from positions.models import Article, User

SELECTED = "() => String(document.getSelection())"
HIGHLIGHTED = """(name) => {
  const highlight = CSS.highlights.get(name);
  return highlight ? [...highlight].map((range) => {
    const live = document.createRange();
    live.setStart(range.startContainer, range.startOffset);
    live.setEnd(range.endContainer, range.endOffset);
    return live.toString();
  }) : [];
}"""


def page_of(article: Article) -> str:
    return reverse("article", args=["harbour", article.pk])


def open_article(page: Page, article: Article) -> None:
    page.goto(page_of(article))
    expect(page.locator("[data-article-text][tabindex]")).to_be_attached()  # the scripts have begun


def find(page: Page, words: str) -> None:
    """Look for words by the find field, and come back to the text with them selected."""
    page.locator("[data-find]").fill(words)
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text(" of ")
    page.keyboard.press("Escape")


def take(page: Page, words: str) -> None:
    """Select words of the text and open the panel beside them."""
    find(page, words)
    page.keyboard.press("Enter")
    expect(page.locator("#panel-home[data-open]")).to_be_attached()


def choose(page: Page, **values: str) -> None:
    """Choose by the form's own fields, as a person does by whatever stands before them."""
    for name, label in values.items():
        page.locator(f"#panel select[name={name}]").evaluate(
            """(select, label) => {
              select.value = [...select.options].find((option) => option.text === label).value;
              for (const name of ["input", "change"]) select.dispatchEvent(new Event(name, { bubbles: true }));
            }""",
            label,
        )
    if {"party", "proposal"} <= values.keys():
        wait_for_what_was_said(page)


def wait_for_what_was_said(page: Page) -> None:
    """What the party said of it before comes once both are chosen, and may move the panel under the mouse."""
    expect(page.locator("#panel #said-before")).to_be_attached()


def save(page: Page) -> None:
    page.locator("#panel form button:not([type=button])").first.click()


def highlighted(page: Page, name: str) -> list[str]:
    """The words that a highlight of the browser covers, piece by piece."""
    return page.evaluate(HIGHLIGHTED, name)


def sign_in_elsewhere(page: Page, user: User) -> None:
    """As in another tab: the session and the token of this page are those of before."""
    client = Client()
    client.force_login(user)
    values = {"sessionid": client.cookies["sessionid"].value, "csrftoken": "x" * 32}
    origin = page.evaluate("location.origin")
    page.context.add_cookies([{"name": name, "value": value, "url": origin} for name, value in values.items()])


def hold(page: Page, address: str) -> list[Route]:
    """Requests that wait for their answer from now on."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(address, keep)
    return held
