"""Reading: saying how far an article has been read."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from positions.actions import deeds, writing
from positions.models import Article, Progress, User


def mark(*, article: Article, state: str, version: int, user: User) -> Progress:
    """Say that an article is to be read, in progress or done; who says so and when is kept with it.

    `version` is that of the mark this person saw, 0 where there was none: of two people who
    mark the same article at once, the second is told what the first said.
    """
    if state not in Progress.State.values:
        raise ValidationError({"state": "Choose one of the states shown."})
    said = Progress.State(state).label
    words = f"marked “{article.title}” as {said}"
    with deeds.doing(words, negotiation=article.negotiation_id, user=user, article=article.pk):
        writing.take_turn(pk=article.negotiation_id)
        progress = Progress.objects.filter(article=article.pk).first()
        if progress is None and not version:
            progress = Progress(negotiation_id=article.negotiation_id, article=article)
        elif progress is None or progress.version != version:
            raise writing.Stale(progress)
        if progress.state == state:
            return progress
        progress.state, progress.by, progress.at = state, user, timezone.now()
        if version:
            writing.update(progress, version=version, user=user, reason=said)
        else:
            writing.insert(progress, user=user, reason=said)
    return progress
