"""Coding: marking who said what about which proposal, and correcting it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from positions.actions import deeds, parties, writing
from positions.analysis import quotes
from positions.analysis.quotes import unix_lines
from positions.analysis.stances import OFF_SCALE, Stance
from positions.models import Article, Position, Track, User


def code(
    *, article: Article, start: int, end: int, quote: str, values: Mapping[str, Any], user: User, remember: str = ""
) -> Position:
    """Mark one passage of an article as a position. `values` holds what `Position.READING` names; the rest is empty.

    `quote` are the words that the person saw there. `remember` is a name that the party is known by from now on.
    """
    with deeds.doing("coded", negotiation=article.negotiation_id, user=user, article=article.pk) as deed:
        writing.take_turn(pk=article.negotiation_id)
        position = Position(negotiation_id=article.negotiation_id, key=writing.random_key(), coder=user.get_username())
        cite(position, article.pk)
        fill(position, values)
        place(position, start, end, quote)
        writing.insert(position, user=user, reason="coded")
        refuse_twice(position)
        settle_track(position.party_id, position.proposal_id)
        remember_name(position, remember, user)
        deed.words = f"coded {position}"
    return position


def revise(
    *,
    position: Position,
    start: int,
    end: int,
    quote: str,
    values: Mapping[str, Any],
    version: int,
    user: User,
    reason: str,
    remember: str = "",
) -> Position:
    """Correct a position. The earlier reading stays in its history, with who corrected it and why."""
    with deeds.doing("corrected", negotiation=position.negotiation_id, user=user, article=position.article_id) as deed:
        writing.take_turn(pk=position.negotiation_id)
        track_before = (position.party_id, position.proposal_id)
        before = reading(position)
        cite(position, position.article_id)
        fill(position, values)
        place(position, start, end, quote)
        writing.update(position, version=version, user=user, reason=writing.needs_reason(reason))
        refuse_twice(position, before)
        settle_track(position.party_id, position.proposal_id)
        settle_track(*track_before)
        remember_name(position, remember, user)
        deed.words = f"corrected {position}"
    return position


def move_borders(*, position: Position, start: int, end: int, quote: str, version: int, user: User) -> Position:
    """Let a passage begin and end elsewhere. At the place where it stands already nothing is written."""
    with deeds.doing(
        "moved borders", negotiation=position.negotiation_id, user=user, article=position.article_id
    ) as deed:
        writing.take_turn(pk=position.negotiation_id)
        found = Position.objects.select_related("party", "proposal").filter(pk=position.pk).first()
        if found is None:
            raise writing.Stale(None)
        stood = None if found.is_unplaced else (found.start, found.end)
        before = reading(found)
        cite(found, found.article_id)
        place(found, start, end, quote)
        if stood == (start, end):
            return found
        writing.update(found, version=version, user=user, reason="moved its borders")
        refuse_twice(found, before)
        deed.words = f"moved the borders of {found}"
    return found


def remove(*, position: Position, version: int, user: User, reason: str) -> None:
    """Take a position back. The history keeps it."""
    words = f"removed {position}"
    with deeds.doing(words, negotiation=position.negotiation_id, user=user, article=position.article_id):
        writing.delete(position, version=version, user=user, reason=writing.needs_reason(reason))
        settle_track(position.party_id, position.proposal_id)


def cite(position: Position, article: int) -> None:
    """Copy the article's facts as they are now. The length of its text only where the words stand in it."""
    found = Article.objects.filter(pk=article).first()
    if found is None:
        raise writing.Stale(None)
    position.article = found
    position.published_on = position.article.published_on
    if not position.is_unplaced:
        position.text_length = position.article.text_length


def fill(position: Position, values: Mapping[str, Any]) -> None:
    for name in Position.READING:
        if name in values:
            setattr(position, name, values[name])
    position.condition = position.condition.strip()
    if position.stance == Stance.CONDITIONAL and not position.condition:
        raise ValidationError({"condition": "Say on what condition it would be accepted."})
    if position.condition and position.stance in OFF_SCALE:
        raise ValidationError({"condition": "A stance off the scale cannot carry a condition. Take the condition out."})


def place(position: Position, start: int, end: int, quote: str) -> None:
    """Let it stand at words of its article. `quote` are the words that the person saw: they must be there still."""
    try:
        passage = quotes.passage(position.article.text, start, end)
    except ValueError as error:
        raise ValidationError({"quote": "These words are not in the article. Copy them from the text."}) from error
    if unix_lines(passage.quote) != unix_lines(quote):
        raise ValidationError({"quote": "The text has been corrected since; these words no longer stand there."})
    if not quote.strip():
        raise ValidationError({"quote": "Give the words of the article that say it."})
    if len(passage.quote) > Position.QUOTE_LIMIT:
        raise ValidationError(
            {"quote": f"Quote at most {Position.QUOTE_LIMIT} characters; these are {len(passage.quote)}."}
        )
    position.start, position.end, position.quote = passage.start, passage.end, passage.quote
    position.prefix, position.suffix = passage.prefix, passage.suffix
    position.text_length = position.article.text_length


def remember_name(position: Position, name: str, user: User) -> None:
    """Let the party be known by a name that it was given in the article."""
    if not name:
        return
    try:
        parties.add_alias(party=position.party, alias=name, user=user)
    except ValidationError as taken:
        raise ValidationError({"party_as_written": taken.messages}) from taken


def reading(position: Position) -> tuple[Any, ...]:
    """Whose stance on what it is, at which words."""
    return tuple(getattr(position, name) for name in Position.ONE_READING)


def refuse_twice(position: Position, before: tuple[Any, ...] = ()) -> None:
    """The same reading of the same words is one position, also when a form is sent twice.

    Two that came to stand side by side by a merge can still be corrected in what else is said of them:
    what was the reading `before` is no double that is made now.
    """
    now = reading(position)
    if now == before:
        return
    if Position.objects.filter(**dict(zip(Position.ONE_READING, now, strict=True))).exclude(pk=position.pk).exists():
        raise ValidationError({"quote": "This party is recorded with this very stance at these words already."})


def settle_track(party: int, proposal: int) -> None:
    """The first position of a party on a proposal makes their track, and the last to go takes it along.

    A track that stayed would keep its party and proposal from being deleted.
    """
    position = Position.objects.filter(party=party, proposal=proposal).in_reading_order().first()
    if position is None:
        Track.objects.filter(party=party, proposal=proposal).delete()
        return
    Track.objects.get_or_create(
        party_id=party, proposal_id=proposal, defaults={"negotiation_id": position.negotiation_id}
    )
