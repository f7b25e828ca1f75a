"""The admin: every noun, for the staff.

What belongs here: which fields, filters and lists a noun has. All writing goes through
`actions`, with the same checks, versions and history as the pages; all questions through
`reports`. `recorded` holds what is the same for every noun, `visible` whose rows somebody sees.
"""

from positions.admin import coding, nouns, people, proposals

__all__ = ["coding", "nouns", "people", "proposals"]
