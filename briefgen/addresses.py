"""Say which addresses a document may lead to: what RFC 3986 and RFC 6068 let be written.

An address is printed, written into attributes of three formats and opened by whoever reads them,
so that it has no character that isn't an address's. Letters of all scripts are (RFC 3987): people
copy addresses as they see them.
"""

from __future__ import annotations

_LETTERS = "A-Za-z0-9\u00c0-\u1fff\u2c00-\ud7ff"
_LABEL = rf"[{_LETTERS}]([{_LETTERS}-]*[{_LETTERS}])?"
_HOST = rf"({_LABEL}(\.{_LABEL})*\.?|\[[0-9A-Fa-f:.]+\])"
_REST = rf"([{_LETTERS}._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{{2}})*"

WEB = rf"^https://{_HOST}(:[0-9]{{1,5}})?([/?]{_REST})?(#{_REST})?$"
"""The pattern of a web address, with a host and without a user's name (RFC 3986, 3)."""

MAIL = rf"^mailto:([{_LETTERS}.!#$&'*+/=?^_~-]|%[0-9A-Fa-f]{{2}})+@{_HOST}(\?{_REST})?$"
"""The pattern of an address for mail (RFC 6068)."""
