"""Nouns: one module per theme, each read from top to bottom – choices, query set, model.

What belongs here: fields, phrases of the domain as query set methods, and rules that must
always hold as named constraints of the database. What does not: writing (`actions`),
questions over several rows (`reports`), and the ideas themselves (`analysis`).
"""

from positions.models.deeds import Deed, Trace
from positions.models.negotiations import Issue, Negotiation
from positions.models.parties import Alias, Participation, Party
from positions.models.people import Membership, User
from positions.models.positions import Position, Track
from positions.models.proposals import Demand, Offer, Proposal
from positions.models.sources import Article, Progress, Source
from positions.models.successors import Successor
from positions.models.talks import Agreement, Talks
from positions.models.venues import Venue

__all__ = [
    "Agreement",
    "Alias",
    "Article",
    "Deed",
    "Demand",
    "Issue",
    "Membership",
    "Negotiation",
    "Offer",
    "Participation",
    "Party",
    "Position",
    "Progress",
    "Proposal",
    "Source",
    "Successor",
    "Talks",
    "Trace",
    "Track",
    "User",
    "Venue",
]
