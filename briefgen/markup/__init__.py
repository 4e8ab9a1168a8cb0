"""Markup: what templates print, and the gate that lets only the vocabulary through."""
