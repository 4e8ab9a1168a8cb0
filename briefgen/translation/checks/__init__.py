"""Check translations unit by unit: each check is a function from a pair of texts to findings.

The table of all checks is in table.py, what goes through content with it in check.py.
"""
