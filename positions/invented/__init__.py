"""A negotiation that never was, as large as one likes: for measuring, for trying out, for teaching.

What belongs here: whom and what it is about (`cast`), how a party's stance wanders from one
article to the next (`courses`), and the articles that report it (`articles`). Everything
follows from a seed, and the articles come one after the other, so that any number of them takes no
more memory than a few. Writing them down is for `positions.actions.generating`.
"""
