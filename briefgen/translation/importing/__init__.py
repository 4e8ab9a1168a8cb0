"""Turn a text that somebody published into segments with keys, or into a translation of some."""
