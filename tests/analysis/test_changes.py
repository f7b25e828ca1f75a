"""Every kind of change, case by case, from the definitions and not from the program."""

import pytest

from positions.analysis.changes import Kind, Past, compare, read_article
from positions.analysis.directions import Direction
from positions.analysis.stances import OFF_SCALE
from tests.analysis.histories import at, compared, kinds, last, says, statements

IF_WITHDRAWN = says(+1, "if the troops leave first")
IF_RECOGNISED = says(+1, "if the regions are recognised")
RETRACTS = says(-2, move="retract")

# The proposer's own pole is +1; others take theirs from the first side they took.
AS_PROPOSER = [
    ("the first word is new", [+3], "new"),
    ("new also where it is off the scale", ["declines"], "new"),
    ("new also where it is against its own proposal", [-2], "new"),
    ("said again", [+3, +3], "reaffirmed"),
    ("said again with the same condition", [IF_WITHDRAWN, IF_WITHDRAWN], "reaffirmed"),
    ("toward its own pole", [+2, +3], "hardened"),
    ("up from open is toward its own pole", [0, +1], "hardened"),
    ("up on the far side is toward its own pole", [-3, -1], "hardened"),
    ("away from its own pole", [+3, +2], "softened"),
    ("from insisting to open", [+3, 0], "softened"),
    ("further down on the far side", [-1, -3], "softened"),
    ("across the scale", [+3, -1], "reversed"),
    ("and back", [+3, -1, +1], "reversed"),
    ("open between the poles is not crossing", [+3, 0, -1], "softened"),
    ("drops its own proposal", [+3, RETRACTS], "withdrawn"),
    ("drops it in words alone, off the scale", [+3, says("no_position", move="retract")], "withdrawn"),
    ("drops it though the stance is the same", [+3, says(+3, move="retract")], "withdrawn"),
    ("a condition appears", [+2, says(+2, "after the elections")], "condition_added"),
    ("a condition goes", [says(+2, "after the elections"), +2], "condition_dropped"),
    ("another condition", [IF_WITHDRAWN, IF_RECOGNISED], "condition_changed"),
    ("on to off the scale", [+3, "ambiguous"], "blurred"),
    ("off to on the scale, the first stance ever", ["declines", +3], "clarified"),
    ("off the scale and back to the same", [+3, "declines", +3], "clarified"),
    ("both signs in one article", [[+3, -2]], "contradicted"),
]


@pytest.mark.parametrize(
    ("articles", "kind"), [case[1:] for case in AS_PROPOSER], ids=[case[0] for case in AS_PROPOSER]
)
def test_the_proposer_s_change_is_of_this_kind(articles, kind):
    assert kinds(*articles, proposer=True)[-1] == kind


AS_ANOTHER = [
    ("more firmly against", [-2, -3], "hardened"),
    ("less firmly against", [-3, -2], "softened"),
    ("from against to open", [-2, 0], "softened"),
    ("from open back to against, having taken that side before", [-2, 0, -1], "hardened"),
    ("more firmly for, having been for first", [+1, +2], "hardened"),
    ("less firmly for, having been for first", [+2, +1], "softened"),
    ("a mediator that was only open takes a side", [0, +1], "shifted"),
    ("a mediator that was only open takes the other side", [0, -3], "shifted"),
    ("open again is no movement, home pole or not", [0, 0], "reaffirmed"),
    ("and has a home pole from then on", [0, -1, -2], "hardened"),
    ("the side taken first stays home after a reversal", [-2, +1, +2], "softened"),
    ("even long after a reversal", [-2, +1, +2, +3, +2], "hardened"),
    ("an open beginning does not count as a side", [0, 0, "declines", +2, +3], "hardened"),
    ("no one but the proposer can withdraw a proposal", [+2, RETRACTS], "reversed"),
    ("retracting by another with the same stance is only said again", [-2, RETRACTS], "reaffirmed"),
    ("retracting by another, off the scale, blurs", [-2, says("no_position", move="retract")], "blurred"),
]


@pytest.mark.parametrize(("articles", "kind"), [case[1:] for case in AS_ANOTHER], ids=[case[0] for case in AS_ANOTHER])
def test_another_party_s_change_is_of_this_kind(articles, kind):
    assert kinds(*articles)[-1] == kind


def test_every_kind_of_change_has_a_case():
    covered = {kind for *_, kind in AS_PROPOSER + AS_ANOTHER}
    assert covered == {str(kind) for kind in Kind}


def test_silence_is_not_a_kind_of_change():
    assert "silent" not in {str(kind) for kind in Kind}


# Precedence: contradicted, withdrawn, reversed, hardened/softened/shifted, clarified/blurred, condition_*,
# reaffirmed, new. Each case satisfies both rules (those that two rules cannot satisfy at once are named below).

PRECEDENCE = [
    ("contradicted", "withdrawn", [+3, [says(+2), RETRACTS]]),
    ("contradicted", "withdrawn, across sources", [+3, at(RETRACTS, days=2)]),
    ("contradicted", "reversed", [+2, [says(+1), says(-1)]]),
    ("contradicted", "reversed, across sources", [+2, at(-2, days=1)]),
    ("contradicted", "hardened", [+2, [says(-1), says(+3)]]),
    ("contradicted", "softened", [+3, [says(-1), says(+2)]]),
    ("contradicted", "clarified", ["declines", [says(-1), says(+2)]]),
    ("contradicted", "condition_added", [+1, [says(-1), IF_WITHDRAWN]]),
    ("contradicted", "condition_dropped", [IF_WITHDRAWN, [says(-1), says(+1)]]),
    ("contradicted", "condition_changed", [IF_WITHDRAWN, [says(-1), IF_RECOGNISED]]),
    ("contradicted", "reaffirmed", [+2, [says(-1), says(+2)]]),
    ("contradicted", "new", [[says(-1), says(+2)]]),
    ("withdrawn", "reversed", [+3, RETRACTS]),
    ("withdrawn", "hardened", [+2, says(+3, move="retract")]),
    ("withdrawn", "softened", [+3, says(0, move="retract")]),
    ("withdrawn", "clarified", ["declines", says(-3, move="retract")]),
    ("withdrawn", "blurred", [+3, says("no_position", move="retract")]),
    ("withdrawn", "condition_added", [+1, says(+1, "if paid", move="retract")]),
    ("withdrawn", "condition_dropped", [IF_WITHDRAWN, says(+1, move="retract")]),
    ("withdrawn", "condition_changed", [IF_WITHDRAWN, says(+1, "if paid", move="retract")]),
    ("withdrawn", "reaffirmed", [-2, RETRACTS]),
    ("withdrawn", "reaffirmed off scale", ["declines", says("declines", move="retract")]),
    ("withdrawn", "new", [RETRACTS]),
    ("reversed", "hardened", [-1, +2]),
    ("reversed", "softened", [+2, -1]),
    ("reversed", "clarified", [+2, "declines", -2]),
    ("reversed", "condition_added", [-2, IF_WITHDRAWN]),
    ("reversed", "condition_dropped", [IF_WITHDRAWN, -2]),
    ("reversed", "condition_changed", [IF_WITHDRAWN, says(-1, "as long as they stay")]),
    ("hardened", "clarified", [+1, "declines", +3]),
    ("hardened", "condition_added", [+1, says(+3, "by summer")]),
    ("hardened", "condition_dropped", [IF_WITHDRAWN, +2]),
    ("hardened", "condition_changed", [IF_WITHDRAWN, says(+3, "by summer")]),
    ("softened", "clarified", [+3, "declines", +1]),
    ("softened", "condition_added", [+2, IF_WITHDRAWN]),
    ("softened", "condition_dropped", [says(+2, "by summer"), +1]),
    ("softened", "condition_changed", [says(+2, "by summer"), IF_WITHDRAWN]),
    ("clarified", "condition_added", [+1, "declines", IF_WITHDRAWN]),
    ("clarified", "condition_dropped", [IF_WITHDRAWN, "declines", +1]),
    ("clarified", "condition_changed", [IF_WITHDRAWN, "declines", IF_RECOGNISED]),
    ("clarified", "reaffirmed", [+2, "declines", +2]),
    ("blurred", "condition_dropped", [IF_WITHDRAWN, "declines"]),
]


@pytest.mark.parametrize(
    ("first", "articles"),
    [(first, articles) for first, _, articles in PRECEDENCE],
    ids=[f"{first} over {second}" for first, second, _ in PRECEDENCE],
)
def test_where_two_rules_match_the_earlier_one_wins(first, articles):
    assert kinds(*articles, proposer=True)[-1] == first


# Without a home pole the same pairs with `shifted`.
@pytest.mark.parametrize(
    ("articles", "kind"),
    [
        ([0, [says(-1), says(+2)]], "contradicted"),
        ([0, "declines", +2], "shifted"),
        ([0, says(-2, "for now")], "shifted"),
        ([says(0, "if asked"), +2], "shifted"),
        ([says(0, "if asked"), IF_WITHDRAWN], "shifted"),
        ([0, says(0, "if asked")], "condition_added"),
        ([0, "declines", 0], "clarified"),
    ],
)
def test_shifted_takes_the_place_of_hardened_and_softened_where_there_is_no_home_pole(articles, kind):
    assert kinds(*articles)[-1] == kind


# Home pole and direction


def test_ukraine_s_way_from_rejecting_to_accepting_neutrality_is_a_concession_at_both_steps():
    """Although |s| grows at the last: the example of the definitions."""
    _, first, second = compared(-2, +1, +2)
    assert (first.kind, first.direction) == ("reversed", Direction.SOFTENED)
    assert (second.kind, second.direction) == ("softened", Direction.SOFTENED)
    assert [step.home_pole * step.delta for step in (first, second)] == [-3, -1]


def test_the_proposer_moving_the_same_way_hardens_at_both_steps():
    _, first, second = compared(-2, +1, +2, proposer=True)
    assert (first.kind, first.direction) == ("reversed", Direction.HARDENED)
    assert (second.kind, second.direction) == ("hardened", Direction.HARDENED)


@pytest.mark.parametrize(
    ("to", "way"), [(+1, Direction.UP), (+3, Direction.UP), (-1, Direction.DOWN), (-3, Direction.DOWN)]
)
def test_a_party_without_a_home_pole_shifts_up_or_down(to, way):
    change = last(0, to)
    assert (change.kind, change.direction, change.home_pole) == ("shifted", way, None)


def test_the_home_pole_looks_no_later_than_the_earlier_article():
    """The side taken in the third article must not re-label the step that led to it."""
    changes = compared(0, +2, +3)
    assert [change.home_pole for change in changes[1:]] == [None, +1]
    assert [change.kind for change in changes] == ["new", "shifted", "hardened"]


def test_a_later_article_never_relabels_an_earlier_change():
    assert compared(0, -1)[1] == compared(0, -1, +3, +3, -2)[1]


def test_the_home_pole_is_the_sign_of_the_article_s_standing_statement():
    """An article reporting both signs counts by the statement it stands by: here, against."""
    mixed_first = compared([+2, -2], -3)
    assert mixed_first[1].home_pole == -1
    assert mixed_first[1].kind == "hardened"


def test_the_proposer_s_home_pole_is_its_proposal_whatever_it_said_first():
    assert last(-2, -1, proposer=True).home_pole == +1


def test_a_side_taken_before_a_long_silence_off_the_scale_is_still_home():
    change = last(-2, "declines", 0, "ambiguous", -1)
    assert (change.kind, change.home_pole, change.delta) == ("hardened", -1, -1)


@pytest.mark.parametrize(
    "articles", [(+3,), (+3, +3), (+3, "declines"), ("declines", +2), (IF_WITHDRAWN, IF_RECOGNISED)]
)
def test_a_change_without_movement_has_no_direction(articles):
    assert last(*articles, proposer=True).direction is None


# Off the scale


@pytest.mark.parametrize("before", OFF_SCALE)
@pytest.mark.parametrize("after", OFF_SCALE)
def test_off_the_scale_both_times_is_reaffirmed_whichever_way_it_is_off(before, after):
    assert kinds(str(before), str(after)) == ["new", "reaffirmed"]


@pytest.mark.parametrize("off", OFF_SCALE)
def test_every_stance_off_the_scale_blurs_and_clarifies(off):
    assert kinds(+2, str(off), +2) == ["new", "blurred", "clarified"]


@pytest.mark.parametrize(
    ("back", "kind"),
    [(-3, "reversed"), (-1, "reversed"), (0, "softened"), (+1, "softened"), (+2, "clarified"), (+3, "hardened")],
)
@pytest.mark.parametrize("gap", [1, 2, 7])
def test_a_stance_that_differs_after_a_stretch_off_the_scale_is_measured_against_the_last_one_on_it(gap, back, kind):
    off = ["declines", "ambiguous", "no_position"] * 3
    history = compared(+2, *off[:gap], back)
    assert [str(change.kind) for change in history] == ["new", "blurred", *["reaffirmed"] * (gap - 1), kind]
    assert history[-1].reference == history[0].after
    assert history[-1].before == history[-2].after


def test_a_stance_given_for_the_first_time_after_years_off_the_scale_is_clarified():
    change = last("declines", "no_position", "declines", -2)
    assert (change.kind, change.direction, change.delta) == ("clarified", None, None)


def test_opposite_signs_with_an_off_scale_article_between_are_not_consecutive_so_no_contradiction():
    assert kinds(+2, at("declines", days=1), at(-2, days=1))[-1] == "reversed"


# Several statements in one article


@pytest.mark.parametrize(
    ("article", "stands"),
    [
        ([+3, +1], +1),
        ([+1, "declines"], +1),
        (["declines", +1, "ambiguous"], +1),
        ([+3, 0], 0),
        (["ambiguous", "declines"], None),
    ],
)
def test_the_last_statement_on_the_scale_stands_for_the_article(article, stands):
    change = last(article)
    assert change.after.stance.value_on_scale == stands
    assert not change.is_mixed


def test_where_nothing_is_on_the_scale_the_last_statement_stands():
    assert last(["ambiguous", "declines"]).after.stance == "declines"


@pytest.mark.parametrize("article", [[+3, -3], [-1, +1], [+2, 0, -1], [+1, "declines", -1]])
def test_an_article_that_reports_both_signs_is_mixed_and_contradicted(article):
    change = last(+2, article)
    assert (change.kind, change.is_mixed) == ("contradicted", True)


@pytest.mark.parametrize("article", [[0, +3], [-3, 0, -1], ["declines", +1], [0, "ambiguous"]])
def test_open_and_off_scale_have_no_sign_to_contradict(article):
    change = last(article)
    assert (change.kind, change.is_mixed) == ("new", False)


def test_after_a_mixed_article_the_next_is_compared_with_the_statement_it_stood_by():
    change = last(+3, [+3, -1], -1)
    assert change.kind == "reaffirmed"
    assert change.before.stance.value_on_scale == -1


# Contradictions across articles


@pytest.mark.parametrize(
    ("article", "kind"),
    [
        (at(-2, days=0), "contradicted"),
        (at(-2, days=3), "contradicted"),
        (at(-2, days=4), "reversed"),
        (at(-2, days=0, source=100), "reversed"),
        (at(-2, days=3, source=100), "reversed"),
        (at(0, days=1), "softened"),
        (at(+3, days=1), "hardened"),
        (at("declines", days=1), "blurred"),
    ],
    ids=[
        "same day",
        "three days",
        "four days",
        "same source same day",
        "same source",
        "open",
        "same sign",
        "off scale",
    ],
)
def test_opposite_signs_of_two_sources_within_three_days_contradict(article, kind):
    assert kinds(+2, article)[-1] == kind


def test_a_contradiction_across_sources_is_not_a_mixed_article():
    assert not last(+2, at(-2, days=1)).is_mixed


def test_only_consecutive_articles_contradict():
    assert kinds(+2, at(+2, days=1), at(0, days=1), at(-2, days=1))[-1] == "softened"


def test_two_articles_compared_across_others_do_not_contradict_however_near():
    earlier, later = (read_article([statement]) for statement in statements(+2, at(-2, days=1)))
    past = Past().then(earlier)
    assert compare(past, later, is_proposer=False).kind == "contradicted"
    assert compare(past, later, is_proposer=False, consecutive=False).kind == "reversed"


# Withdrawing


def test_a_retraction_counts_unless_a_later_stance_in_the_article_replaces_it():
    assert last(+3, [says(-1, move="retract"), says(-1)], proposer=True).kind == "reversed"
    assert last(+3, [says(+2), says(0, move="retract")], proposer=True).kind == "withdrawn"


def test_a_retraction_followed_by_a_refusal_to_comment_still_counts():
    assert last(+3, [says(0, move="retract"), says("declines")], proposer=True).kind == "withdrawn"


# Conditions


@pytest.mark.parametrize("stance", [-3, -2, -1, 0, +1, +2, +3])
@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("", "if x", "condition_added"),
        ("if x", "", "condition_dropped"),
        ("if x", "if y", "condition_changed"),
        ("if x", "If x", "condition_changed"),
        ("if x", "if x", "reaffirmed"),
        ("if x", " if \n\t x ", "reaffirmed"),
        ("if x", "ifx", "condition_changed"),
        ("", "  ", "reaffirmed"),
        ("  \n", "", "reaffirmed"),
        ("\u00a0", "if x", "condition_added"),
    ],
)
def test_conditions_are_compared_word_by_word_on_every_step_of_the_scale(stance, before, after, kind):
    assert last(says(stance, before), says(stance, after)).kind == kind


def test_an_analyst_sees_how_many_days_lie_between():
    assert last(+3, at(+3, days=45)).days_between == 45
    assert last(+3).days_between is None


# Reading order


def test_articles_go_by_date_then_by_id():
    assert kinds(+1, at(+2, days=0), at(+3, days=0)) == ["new", "hardened", "hardened"]


def test_no_statements_are_no_changes():
    assert compared() == []


def test_a_kind_has_words_for_people():
    assert [kind.label for kind in Kind][-6:] == [
        "condition added",
        "condition dropped",
        "condition changed",
        "blurred",
        "clarified",
        "contradicted",
    ]
