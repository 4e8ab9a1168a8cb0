"""Measure what briefgen costs, as ratios to what the same work costs otherwise.

Not tests: seconds drift with the machine. `make bench` prints the ratios of one run and
writes bench.json; bench/__main__.py says what is compared with what.
"""
