"""How many changes there are of each kind, counted without listing what is reaffirmed."""

from collections import Counter

from positions.analysis.changes import Kind
from positions.reports.changes.kinds import compared, statements
from positions.reports.moment import one_moment
from positions.reports.scope import Scope


def tally(scope: Scope) -> Counter[Kind]:
    """How many there are of each kind, what is reaffirmed included."""
    counts: Counter[Kind] = Counter()
    with one_moment():
        rows = statements(scope)
        if scope.sources:
            rows = rows.filter(article__source__in=scope.sources)
        left_out = rows.count()
        for one in compared(scope):
            counts[one.kind] += 1
            left_out -= one.statements
    counts[Kind.REAFFIRMED] += left_out
    return Counter({kind: counts[kind] for kind in counts if not scope.kinds or kind in scope.kinds})
