"""Chains of demands, offers and counter-offers."""

from hypothesis import given
from hypothesis import strategies as st

from positions.analysis.chains import Link, component, trees


def told(links: dict[int, Link], order: list[int]) -> list[tuple[int, int, str]]:
    return [(depth, knot.key, knot.how) for root in trees(links, order) for depth, knot in root.walk()]


def test_an_offer_stands_below_what_it_counters_rather_than_below_what_it_answers():
    links = {2: Link(answers=1, counters=None), 3: Link(answers=1, counters=2), 4: Link(answers=1, counters=None)}
    assert told(links, [1, 2, 3, 4]) == [(0, 1, ""), (1, 2, "answers"), (2, 3, "counters"), (1, 4, "answers")]


def test_where_what_it_counters_is_not_shown_it_stands_below_what_it_answers():
    assert told({3: Link(answers=1, counters=2)}, [1, 3]) == [(0, 1, ""), (1, 3, "answers")]


def test_a_ring_is_cut_at_its_first_member():
    links = {1: Link(None, 3), 2: Link(None, 1), 3: Link(None, 2)}
    assert told(links, [1, 2, 3]) == [(0, 1, ""), (1, 2, "counters"), (2, 3, "counters")]


def test_what_hangs_together_is_found_from_any_end_the_nearest_first():
    links = {2: Link(1, None), 3: Link(None, 2), 4: Link(None, 3), 9: Link(8, None)}
    assert component(links, [3], most=9) == ([3, 2, 4, 1], False)
    assert component(links, [3], most=2) == ([3, 2], True)
    assert component(links, [7], most=9) == ([], False)


@given(
    st.dictionaries(
        st.integers(1, 8), st.builds(Link, st.none() | st.integers(1, 8), st.none() | st.integers(1, 8)), max_size=8
    )
)
def test_every_member_stands_exactly_once(links: dict[int, Link]):
    for start in links:
        members, is_cut = component(links, [start], most=99)
        assert not is_cut
        assert sorted(key for _, key, _ in told(links, members)) == sorted(members)
