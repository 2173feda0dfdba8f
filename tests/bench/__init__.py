"""Speed as ratios in one run, against a floor: `make bench`. Never part of the tests."""
