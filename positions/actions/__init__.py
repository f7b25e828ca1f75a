"""Verbs: the only code that writes.

Each is keyword-only, atomic and validated; it keeps history with who and why, and words its
refusals for the person at the screen. `ValidationError` is about what was typed, `Stale`
about what somebody else saved in the meantime. Reading and formatting belong elsewhere.
"""
