"""How fast it is, as ratios measured in one run: `python -m tests.benchmarks`, or `make bench`.

Every module here whose name begins with `bench_` is one benchmark: a docstring and a function
`measure(bench)` that adds rows to the table. They run on both databases, each new and filled
with an example, with the settings of an installation. No time is asserted anywhere: the table is
to be read, and says where a bar is missed.

    python -m tests.benchmarks                         everything
    python -m tests.benchmarks workbench --on sqlite   only these
    python -m tests.benchmarks --positions 20000       the pictures on so many instead of a million: quick
"""
