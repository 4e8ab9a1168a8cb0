"""Translate content elsewhere and bring it back: Word tables and the formats of CAT tools."""
