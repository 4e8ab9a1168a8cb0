"""Audiences: who reads, what they may read, and the View that holds just that."""
