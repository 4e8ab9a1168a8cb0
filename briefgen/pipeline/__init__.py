"""Build: the one place where the stages are composed."""
