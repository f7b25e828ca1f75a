"""Who may do what in a negotiation, and the sentence that says why not.

One function a right. The page that refuses and the button that is missing use the same verdict.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from positions.models import Membership, Negotiation, User


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a person may, and if not, why; true or false as itself."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


def can_edit(user: User | AnonymousUser, negotiation: Negotiation) -> Verdict:
    """Code articles and change what the negotiation is about."""
    if not user.is_authenticated:
        return Verdict(False, "Sign in to code articles and edit.")
    if user.is_superuser or negotiation.memberships.filter(user=user, role=Membership.Role.ANALYST).exists():
        return Verdict(True)
    return Verdict(False, f"Only analysts of “{negotiation}” may edit it. Ask one of them, or the staff, to add you.")


def can_see_history(user: User | AnonymousUser, negotiation: Negotiation) -> Verdict:
    """See what was corrected and removed, by whom and why.

    That was written among members, perhaps while the negotiation was private; making it public opens
    what it says now, not what its members told one another.
    """
    if user.is_authenticated and (user.is_superuser or negotiation.memberships.filter(user=user).exists()):
        return Verdict(True)
    return Verdict(False, "Who corrected what is for members of the negotiation.")


def can_start_negotiation(user: User | AnonymousUser) -> Verdict:
    """Begin a new negotiation, and be its first analyst."""
    if user.is_authenticated:
        return Verdict(True)
    return Verdict(False, "Sign in to start a negotiation.")


def negotiation_to_read(user: User | AnonymousUser, slug: str) -> Negotiation:
    """The negotiation at an address; one that a person may not see does not exist for them."""
    try:
        return Negotiation.objects.visible_to(user).get(slug=slug)
    except Negotiation.DoesNotExist as error:
        raise Http404("There is no such negotiation.") from error


def negotiation_to_edit(user: User | AnonymousUser, slug: str) -> Negotiation:
    """The same for someone about to change it; refused with the reason where they may only read."""
    negotiation = negotiation_to_read(user, slug)
    verdict = can_edit(user, negotiation)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    return negotiation
