"""Chains of answers and counter-offers as boxes from left to right. Lengths are pixels, text stays text."""

import textwrap
from dataclasses import dataclass

from positions.analysis.stances import SCALE, Stance
from positions.analysis.timeline import days_of, in_words
from positions.drawing.placing import printable, shortened
from positions.reports.dossiers.chains import Chains, Member

WIDTH, BETWEEN = 232, 78  # of a box, and from box to box, where the link's word stands
LINE, PADDING, AFTER = 15, 9, 12
LETTERS, LINES = 33, 3  # of a title in a box


@dataclass(frozen=True, slots=True)
class Line:
    y: int
    words: str


@dataclass(frozen=True, slots=True)
class Box:
    """A proposal. `path` is the line from the box it hangs on, whose word stands at `word_x`, `word_y`."""

    member: Member
    x: int
    y: int
    height: int
    lines: list[Line]
    about: Line
    reply: Line | None
    path: str
    word_x: int
    word_y: int


@dataclass(frozen=True, slots=True)
class DrawnChain:
    width: int
    height: int
    boxes: list[Box]


def draw_chains(found: Chains) -> list[DrawnChain]:
    """One drawing for each root."""
    return [draw_chain(root) for root in found.roots]


def draw_chain(root: Member) -> DrawnChain:
    boxes: list[Box] = []
    height = place(root, 1, None, boxes)
    depth = max(member.depth for member in root.walk())
    return DrawnChain((depth + 1) * WIDTH + depth * BETWEEN + 2, height - AFTER + 2, boxes)


def place(member: Member, top: int, parent: tuple[int, int] | None, boxes: list[Box]) -> int:
    """Puts a box and its branch below `top`; says where the next branch may begin."""
    title = textwrap.wrap(" ".join(printable(member.proposal.title).split()), LETTERS) or [""]
    if len(title) > LINES:
        title = [*title[: LINES - 1], shortened(" ".join(title[LINES - 1 :]), LETTERS)]
    lines = [Line(PADDING + LINE * number + 11, shortened(words, LETTERS)) for number, words in enumerate(title)]
    below = PADDING + LINE * len(title)
    about = Line(below + 12, about_words(member))
    reply = (
        Line(below + 12 + LINE + 4, shortened(printable(reply_words(member)), LETTERS - 2)) if member.reply else None
    )
    height = below + LINE + (LINE + 5 if reply else 0) + PADDING - 2
    x = 1 + member.depth * (WIDTH + BETWEEN)
    middle = top + min(height // 2, 24)
    path = ""
    if parent:
        from_x, from_y = parent
        turn = from_x + 14
        path = f"M{from_x} {from_y}H{turn}V{middle}H{x - 5}" if middle != from_y else f"M{from_x} {from_y}H{x - 5}"
    boxes.append(Box(member, x, top, height, lines, about, reply, path, x - 8, middle - 4))
    bottom = top + height + AFTER
    following = top
    for other in member.below:
        following = place(other, following, (x + WIDTH, middle), boxes)
    return max(bottom, following)


def about_words(member: Member) -> str:
    """“Russia’s demand, March 2022”."""
    proposal = member.proposal
    days = days_of(proposal.proposed_on)
    who = shortened(proposal.proposer.short_name, 16)
    return printable(f"{who} · {proposal.get_kind_display()}{f' · {in_words(days)}' if days else ''}")


def reply_words(member: Member) -> str:
    """“Ukraine rejects”."""
    reply = member.reply
    if reply is None or reply.after is None:
        return ""
    return f"{reply.party.short_name}: {SCALE[Stance(reply.after.stance)].label}"
