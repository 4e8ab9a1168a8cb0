"""Turn a finished file's bytes into what is wrong with it for those who get it.

For readers with assistive technology, and for archives. What a file says is read, never
changed; files may be anybody's, so nothing in them is trusted.
"""
