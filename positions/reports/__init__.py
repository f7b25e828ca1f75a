"""Questions: a scope goes in, rows or one dataclass per page come out. Read-only.

Scope → query → analysis → rows. The list of a report's columns is its header, its
documentation and its export at once. Pages, CSV and JSON of one address call the same
function with the same scope, so they cannot disagree.
"""
