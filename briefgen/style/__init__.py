"""Style: the cascade's answer for each element, in terms that any writer can use."""
