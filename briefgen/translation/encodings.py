"""Say which encodings texts from outside may be in."""

from __future__ import annotations

import codecs

_KNOWN = frozenset(
    [
        "ascii", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be",
        "big5", "big5hkscs", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk", "iso2022_jp",
        "koi8-r", "koi8-u", "mac-cyrillic", "mac-roman", "shift_jis",
        *(f"cp{number}" for number in (866, 874, 932, 949, *range(1250, 1259))),
        *(f"iso8859-{number}" for number in range(1, 17)),
    ]
)  # fmt: skip
"""Those of the Encoding Standard (WHATWG), by Python's names.

Python knows more: some aren't text, as zip; in UTF-7 any text may be markup.
"""


def text_encoding(name: str) -> str:
    """Return Python's name of an encoding. Raises LookupError for what no text is in."""
    found = codecs.lookup(name).name
    if found not in _KNOWN:
        raise LookupError(name)
    return found
