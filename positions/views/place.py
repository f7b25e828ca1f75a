"""Moving the borders of a passage."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.views.decorators.http import require_POST

from positions.actions import coding
from positions.actions.writing import Stale
from positions.forms.coding import RevisionForm, number
from positions.forms.conflicts import conflict_of
from positions.forms.refusals import show_refusal
from positions.models import Position
from positions.permissions import negotiation_to_edit
from positions.views import position as pages
from positions.views.workbench import answer_saved, sign_in_first

BEYOND = 10**9  # no text is so long: what is no number is refused as what lies outside it


@require_POST
def move(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Let a passage begin and end elsewhere. What is refused or came late is shown as the correction that it is."""
    if not request.user.is_authenticated:
        # After signing in the position opens: this address itself only takes forms.
        return sign_in_first(request, resolve_url("position", slug, key))
    negotiation = negotiation_to_edit(request.user, slug)
    position = pages.standing(negotiation, key)
    if position is None:
        return pages.removed_meanwhile(request, negotiation, key)
    start, end = (number(request.POST.get(name)) for name in ("start", "end"))
    quote = request.POST.get("quote", "")
    version = number(request.POST.get("version")) or 0
    try:
        moved = coding.move_borders(
            position=position,
            start=BEYOND if start is None else start,
            end=BEYOND if end is None else end,
            quote=quote,
            version=version,
            user=request.user,
        )
    except ValidationError as refusal:
        form = as_correction(position, position.start, position.end)
        show_refusal(form, refusal)
        return pages.editing(request, negotiation, position, form, status=422)
    except Stale as stale:
        if stale.current is None:
            return pages.removed_meanwhile(request, negotiation, key)
        form = as_correction(stale.current, start, end)
        conflict = conflict_of(form, stale.current, over=pages.over_position, opened=version)
        return pages.editing(request, negotiation, stale.current, form, status=409, conflict=conflict)
    if request.htmx:
        said = f"Moved the borders: “{moved.quote}”"
        return answer_saved(request, negotiation, position.article, before=position, after=moved, said=said)
    return redirect(f"{resolve_url('article', slug, moved.article_id)}#p-{key}")


def as_correction(position: Position, start: int, end: int) -> RevisionForm:
    """The form by which the same would be asked: all as it stands, but the place."""
    values = {
        name: "" if value is None else str(value) for name, value in RevisionForm(position=position).initial.items()
    }
    values |= {"quote": position.article.text[start:end], "start": str(start), "end": str(end)}
    sent = QueryDict(mutable=True)
    sent.update(values | {"reason": "moved its borders"})
    form = RevisionForm(sent, position=position)
    form.is_valid()
    return form
