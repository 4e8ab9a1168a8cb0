"""Turn a PDF into what is wrong with it: read once, then looked at by a table of checks."""
