"""Ideas: stances, changes, timelines, matrices. Pure Python: no Django, no database, no files.

What belongs here can be explained to a political scientist and tested without a server:
frozen dataclasses in, frozen dataclasses out. Queries belong in `reports`, words for the
database in `models`.
"""
