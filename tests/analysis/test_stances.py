"""The scale and its exports."""

import pytest

from positions.analysis import stances
from positions.analysis.moves import EVENT_CODES, event_code
from positions.analysis.stances import OFF_SCALE, ON_SCALE, Stance, agrees, percent, sign

TABLE = [
    ("demands", 3, 100, True),
    ("supports", 2, 500 / 6, True),
    ("conditional", 1, 400 / 6, True),
    ("open", 0, 50, None),
    ("reserved", -1, 200 / 6, False),
    ("rejects", -2, 100 / 6, False),
    ("red_line", -3, 0, False),
    ("ambiguous", None, None, None),
    ("no_position", None, None, None),
    ("declines", None, None, None),
]


@pytest.mark.parametrize(("code", "value", "hundred", "agreeing"), TABLE)
def test_each_stance_has_its_value_and_its_exports(code, value, hundred, agreeing):
    stance = Stance(code)
    assert stance.value_on_scale == value
    assert stance.is_on_scale == (value is not None)
    assert percent(stance) == (None if hundred is None else pytest.approx(hundred))
    assert agrees(stance) is agreeing
    assert stance.label
    assert stances.SCALE[stance].rule


def test_the_table_is_the_whole_scale():
    assert [code for code, *_ in TABLE] == [str(stance) for stance in Stance]


def test_the_scale_is_symmetric_about_open():
    values = [stance.value_on_scale for stance in ON_SCALE]
    assert values == [-value for value in reversed(values)]
    assert sorted(values) == list(range(-3, 4))
    for stance in ON_SCALE:
        opposite = next(other for other in ON_SCALE if other.value_on_scale == -stance.value_on_scale)
        assert percent(stance) + percent(opposite) == pytest.approx(100)


def test_open_takes_no_side_and_is_not_off_the_scale():
    assert agrees(Stance.OPEN) is None
    assert Stance.OPEN.is_on_scale


def test_on_and_off_the_scale_make_up_every_stance():
    assert set(ON_SCALE) | set(OFF_SCALE) == set(Stance)
    assert len(ON_SCALE) + len(OFF_SCALE) == len(Stance)


@pytest.mark.parametrize(("number", "its_sign"), [(-3, -1), (-1, -1), (0, 0), (1, 1), (3, 1)])
def test_sign_is_minus_one_nought_or_one(number, its_sign):
    assert sign(number) == its_sign


def test_every_speech_act_has_its_event_codes():
    from positions.models import Position

    assert set(EVENT_CODES) == {str(move) for move in Position.Move}
    for move, code in EVENT_CODES.items():
        # the general code of one of CAMEO's twenty branches
        assert len(code.cameo) == 3
        assert 1 <= int(code.cameo[:2]) <= 20
        assert code.cameo.endswith("0")
        assert (code.plover == "") == (move in {"reaffirm", "other"})
        assert event_code(move) == code


def test_without_a_speech_act_there_is_no_code():
    assert (event_code("").cameo, event_code("").plover) == ("", "")
