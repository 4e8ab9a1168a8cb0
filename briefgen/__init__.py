"""Turn structured summit content and Jinja templates into briefing packs."""

__version__ = "0.1.0"
