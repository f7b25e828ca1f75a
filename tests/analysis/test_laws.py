"""What holds for every history, whatever it is made of."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from positions.analysis.changes import Change, Kind, Statement, changes, read_article
from positions.analysis.directions import Direction
from positions.analysis.stances import Stance, sign
from tests.analysis.histories import BY_VALUE, Published, at, says, statements

CONDITIONS = ["", "if x", "if  x", "if y"]
on_scale = st.builds(says, st.integers(-3, 3), st.sampled_from(CONDITIONS), st.sampled_from(["", "retract", "demand"]))
off_scale = st.builds(
    says, st.sampled_from(["ambiguous", "no_position", "declines"]), st.just(""), st.sampled_from(["", "retract"])
)
said = st.one_of(on_scale, on_scale, off_scale)
days = st.sampled_from([0, 1, 3, 4, 30])
sources = st.integers(1, 3)


def articles(of: st.SearchStrategy = said, *, most: int = 4) -> st.SearchStrategy[Published]:
    return st.builds(
        lambda said, days, source: at(*said, days=days, source=source),
        st.lists(of, min_size=1, max_size=most),
        days,
        sources,
    )


def of_one_mind(article: Published) -> bool:
    """Not mixed, and no retraction in it."""
    signs = {sign(one.stance.value_on_scale or 0) for one in article.said}
    return not {1, -1} <= signs and all(one.move != "retract" for one in article.said)


histories = st.lists(articles(), min_size=1, max_size=6)
calm = articles().filter(of_one_mind)


def told(history: list[Published], *, proposer: bool) -> list[Change]:
    return list(changes(statements(*history), is_proposer=proposer))


def kinds(history: list[Published], *, proposer: bool) -> list[Kind]:
    return [change.kind for change in told(history, proposer=proposer)]


# The definitions once more, in the other direction: every kind that applies, and the order of precedence.

ORDER = [
    {Kind.CONTRADICTED},
    {Kind.WITHDRAWN},
    {Kind.REVERSED},
    {Kind.HARDENED, Kind.SOFTENED, Kind.SHIFTED},
    {Kind.CLARIFIED, Kind.BLURRED},
    {Kind.CONDITION_ADDED, Kind.CONDITION_DROPPED, Kind.CONDITION_CHANGED},
    {Kind.REAFFIRMED},
    {Kind.NEW},
]


def by_article(rows: list[Statement]) -> list[list[Statement]]:
    grouped: dict[tuple, list[Statement]] = {}
    for row in sorted(rows, key=lambda row: (row.published_on, row.article, row.place, row.id)):
        grouped.setdefault((row.published_on, row.article), []).append(row)
    return list(grouped.values())


def stand_in(article: list[Statement]) -> Statement:
    usable = [row for row in article if row.stance.value_on_scale is not None]
    return (usable or article)[-1]


def kind_by_definition(earlier: list[list[Statement]], article: list[Statement], *, proposer: bool) -> Kind:
    """The kind as the definitions give it, from the whole past at once instead of step by step."""
    matching: set[Kind] = set()
    now = stand_in(article)
    s1, c1 = now.stance.value_on_scale, now.condition.split()
    values = [row.stance.value_on_scale for row in article]
    if any(value and value > 0 for value in values) and any(value and value < 0 for value in values):
        matching.add(Kind.CONTRADICTED)
    at_the_end = article[article.index(now) :] if s1 is not None else [now]
    if proposer and any(row.move == "retract" for row in at_the_end):
        matching.add(Kind.WITHDRAWN)
    if not earlier:
        return min(matching | {Kind.NEW}, key=lambda kind: [kind in kinds for kinds in ORDER].index(True))
    before = stand_in(earlier[-1])
    s0, c0 = before.stance.value_on_scale, before.condition.split()
    stood = [value for one in earlier if (value := stand_in(one).stance.value_on_scale) is not None]
    home = 1 if proposer else next((sign(value) for value in stood if value), None)
    crossed = s0 is not None and s1 is not None and s0 * s1 < 0
    if crossed and before.source != now.source and now.published_on - before.published_on <= timedelta(days=3):
        matching.add(Kind.CONTRADICTED)
    if s1 is not None and stood and stood[-1] != s1:
        if stood[-1] * s1 < 0:
            matching.add(Kind.REVERSED)
        toward = None if home is None else home * (s1 - stood[-1]) > 0
        matching.add({None: Kind.SHIFTED, True: Kind.HARDENED, False: Kind.SOFTENED}[toward])
    if s0 is None and s1 is not None and (not stood or stood[-1] == s1):
        matching.add(Kind.CLARIFIED)
    if s0 is not None and s1 is None:
        matching.add(Kind.BLURRED)
    if s0 is not None and s0 == s1 and c0 != c1:
        matching.add(Kind.CONDITION_ADDED if not c0 else Kind.CONDITION_DROPPED if not c1 else Kind.CONDITION_CHANGED)
    if (s0 is None and s1 is None) or (s0 is not None and s0 == s1 and c0 == c1):
        matching.add(Kind.REAFFIRMED)
    return min(matching, key=lambda kind: [kind in kinds for kinds in ORDER].index(True))


@given(histories, st.booleans())
def test_every_article_has_exactly_the_kind_that_the_definitions_give_it(history, proposer):
    rows = statements(*history)
    read = by_article(rows)
    expected = [kind_by_definition(read[:place], read[place], proposer=proposer) for place in range(len(read))]
    assert [change.kind for change in changes(rows, is_proposer=proposer)] == expected


@given(histories, st.booleans())
def test_every_article_is_one_change_and_only_the_first_has_nothing_before(history, proposer):
    found = told(history, proposer=proposer)
    assert len(found) == len(history)
    assert [change.before is None for change in found] == [True, *[False] * (len(history) - 1)]
    assert all(change.kind in Kind for change in found)
    assert [change.before for change in found[1:]] == [change.after for change in found[:-1]]


@given(histories, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_in_which_statements_are_handed_over_does_not_matter(history, proposer, random):
    rows = statements(*history)
    shuffled = random.sample(rows, len(rows))
    assert list(changes(shuffled, is_proposer=proposer)) == list(changes(rows, is_proposer=proposer))


@given(st.lists(articles(), max_size=4), calm, st.booleans())
def test_the_same_article_twice_changes_nothing(history, article, proposer):
    """Whatever came before, the second time is reaffirmed.

    Only an article of one mind can be repeated so: a mixed one contradicts itself each time it
    is read, and a retraction withdraws each time it is made.
    """
    assert kinds([*history, article, article], proposer=proposer)[-1] == Kind.REAFFIRMED


@given(articles(), st.booleans())
def test_an_article_that_is_not_of_one_mind_repeats_its_own_kind(article, proposer):
    """The other half of the law before: what is not reaffirmed was contradicted or withdrawn from the first."""
    first, second = kinds([article, article], proposer=proposer)
    assert second == (Kind.REAFFIRMED if first == Kind.NEW else first)


@given(calm, calm, st.booleans())
def test_swapping_two_articles_turns_hardened_into_softened(earlier, later, proposer):
    """Needs no premise on the home pole: a party that hardened has had one since the earlier article, and the
    later is on the same side. Both are of one mind, since a mixed article read last is a contradiction."""
    if kinds([earlier, later], proposer=proposer)[1] == Kind.HARDENED:
        assert kinds([later, earlier], proposer=proposer)[1] == Kind.SOFTENED


@given(articles(st.builds(says, st.sampled_from([-3, -2, -1, 1, 2, 3]))), calm, calm)
def test_with_a_settled_home_pole_swapping_turns_each_movement_into_its_opposite(settled, earlier, later):
    """Softened becomes hardened, and a crossing keeps its kind and turns its direction, once the home pole is
    older than both articles. Without that a party that softened from a side to open, read backwards, is one that
    was open and shifted."""
    one = told([settled, earlier, later], proposer=False)[-1]
    other = told([settled, later, earlier], proposer=False)[-1]
    if one.before.stance.is_on_scale and one.after.stance.is_on_scale and one.delta:
        opposite = {Direction.HARDENED: Direction.SOFTENED, Direction.SOFTENED: Direction.HARDENED}
        assert other.direction == opposite[one.direction]
        assert {one.kind, other.kind} <= {Kind.HARDENED, Kind.SOFTENED, Kind.REVERSED, Kind.CONTRADICTED}
        if one.kind in (Kind.HARDENED, Kind.SOFTENED):
            assert str(other.kind) == str(other.direction)


def inserted(history: list[Published], place: int, article: Published) -> tuple[list[Statement], list[Statement], int]:
    """The rows without and with one more article on the day of the one at `place`, right after it."""
    without = statements(*history)
    read = by_article(without)
    anchor = read[place][0]
    number = max(row.id for row in without)
    extra = [
        Statement(
            id=number + 1 + order,
            article=anchor.article,
            published_on=anchor.published_on,
            source=article.source,
            place=order * 40,
            stance=one.stance,
            condition=one.condition,
            move=one.move,
        )
        for order, one in enumerate(article.said)
    ]
    # Make room: every id doubles, and the new article takes the odd one after its anchor.
    doubled = [replace(row, article=row.article * 2) for row in without]
    return doubled, [*doubled, *(replace(row, article=anchor.article * 2 + 1) for row in extra)], anchor.article * 2 + 1


def facts(found: list[Change], *, but: int) -> dict[int, tuple]:
    return {
        change.after.article: (change.kind, change.direction, change.delta)
        for change in found
        if change.after.article != but
    }


@given(histories, articles(), st.data(), st.booleans())
def test_an_article_inserted_between_two_changes_only_its_neighbours_changes(history, article, data, proposer):
    """True as soon as (1) the home pole is already settled where the article goes in, or it takes no side, and
    (2) the next article is on the scale, or the inserted one is off it.

    Without (1) it can be the first to take a side, and so give later movement its name; without (2) it is what a
    later stance, after a stretch off the scale, is measured against.
    """
    place = data.draw(st.integers(0, len(history) - 1))
    without, with_it, new = inserted(history, place, article)
    read = by_article(without)
    inserted_value = read_article(row for row in with_it if row.article == new).value
    took_side = proposer or any(stand_in(one).stance.value_on_scale for one in read[: place + 1])
    next_value = stand_in(read[place + 1]).stance.value_on_scale if place + 1 < len(read) else 0
    if not ((took_side or not inserted_value) and (next_value is not None or inserted_value is None)):
        return
    before = facts(list(changes(without, is_proposer=proposer)), but=new)
    after = facts(list(changes(with_it, is_proposer=proposer)), but=new)
    neighbour = read[place + 1][0].article if place + 1 < len(read) else None
    assert {key: value for key, value in before.items() if key != neighbour} == {
        key: value for key, value in after.items() if key != neighbour
    }


@given(histories, articles(), st.data(), st.booleans())
def test_an_inserted_article_never_touches_the_steps_before_it_and_only_names_movement_after_the_next_stance(
    history, article, data, proposer
):
    """What holds always. Changes of earlier articles stay as they are. After the next article that is on the scale,
    every step keeps its size and what it is compared with; only the home pole, and with it the name of a movement
    (shifted, hardened, softened), can differ."""
    place = data.draw(st.integers(0, len(history) - 1))
    without, with_it, new = inserted(history, place, article)
    before = list(changes(without, is_proposer=proposer))
    after = [change for change in changes(with_it, is_proposer=proposer) if change.after.article != new]
    assert before[: place + 1] == after[: place + 1]
    on_the_scale = [change.after.stance.is_on_scale for change in before]
    next_stance = next((number for number in range(place + 1, len(before)) if on_the_scale[number]), len(before))
    named = {Kind.HARDENED: "moved", Kind.SOFTENED: "moved", Kind.SHIFTED: "moved"}

    def seen(found: list[Change]) -> list[tuple]:
        return [
            (named.get(change.kind, change.kind), change.before, change.reference, change.delta, change.is_mixed)
            for change in found[next_stance + 1 :]
        ]

    assert seen(before) == seen(after)


def mirrored(row: Statement) -> Statement:
    value = row.stance.value_on_scale
    return row if value is None else replace(row, stance=Stance(BY_VALUE[-value]))


@given(histories)
def test_a_mirrored_history_has_the_same_kinds(history):
    """Every stance the other way about, and the home pole with it: kinds are the same, up and down are swapped."""
    rows = statements(*history)
    one = list(changes(rows, is_proposer=False))
    other = list(changes([mirrored(row) for row in rows], is_proposer=False))
    assert [change.kind for change in one] == [change.kind for change in other]
    turned = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}
    assert [turned.get(change.direction, change.direction) for change in one] == [change.direction for change in other]


@given(histories.filter(lambda history: all(one.move != "retract" for article in history for one in article.said)))
def test_a_party_that_first_took_the_proposal_s_side_moves_as_its_proposer_does(history):
    """Apart from steps before it took a side, which have no direction of its own."""
    one, other = told(history, proposer=False), told(history, proposer=True)
    if next((change.home_pole for change in one if change.home_pole), None) == 1:
        assert [change.kind for change in one if change.home_pole] == [
            there.kind for here, there in zip(one, other, strict=True) if here.home_pole
        ]


@given(histories, st.booleans())
def test_an_article_in_between_that_repeats_the_one_before_it_leaves_every_other_change_alone(history, proposer):
    """As when an agency's report is printed twice on one day: the second time is reaffirmed, and nothing else moves."""
    calm_history = [article for article in history if of_one_mind(article)]
    alone = told(calm_history, proposer=proposer)
    doubled = told(
        [twin for article in calm_history for twin in (article, replace(article, days=0))], proposer=proposer
    )
    assert [change.kind for change in doubled[::2]] == [change.kind for change in alone]
    assert {change.kind for change in doubled[1::2]} <= {Kind.REAFFIRMED}
