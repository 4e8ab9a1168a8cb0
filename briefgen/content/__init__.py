"""Content: what authors write, read into frozen models with their places."""
