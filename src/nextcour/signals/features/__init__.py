"""Features of a landmark, one group a module: each maps a chronicle and a position to named columns, one value a line.

A feature may use a fact only if it counts as known on the position's day; `tests/signals/test_no_look_ahead.py` tries
to break that. nan says that a value is not known.
"""
