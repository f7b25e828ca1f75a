"""HTML as a tree, to ask pages what they say."""

from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Reader(HTMLParser):
    """Only for our own pages, which close what they open; an element left open is an error."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("document")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = SubElement(self.open[-1], tag, {name: value or "" for name, value in attrs})
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        SubElement(self.open[-1], tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        opened = self.open.pop()
        assert opened.tag == tag, f"<{opened.tag} {opened.attrib}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        children = list(self.open[-1])
        if children:
            children[-1].tail = (children[-1].tail or "") + data
        else:
            self.open[-1].text = (self.open[-1].text or "") + data


def tree(page: str) -> Element:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [reader.root], f"<{reader.open[-1].tag} {reader.open[-1].attrib}> is never closed"
    return reader.root


def having(root: Element, name: str) -> Iterator[Element]:
    """The elements of a class."""
    return (element for element in root.iter() if name in element.get("class", "").split())


def first(root: Element, name: str) -> Element | None:
    return next(having(root, name), None)


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
