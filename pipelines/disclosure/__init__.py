"""What the public may not find out, and what is withheld so that it cannot.

Every published figure is an equation: the sum of some structures' scores (or answers), known to the
rounding. rules.py reads the thresholds, figures.py collects the equations, audit.py bounds what a
reader could deduce who knows which structure is in which figure, protection.py masks until nobody
is bounded too narrowly, ledger.py remembers what each release said, published.py writes the rest.
"""
