"""Say which checks there are: code, severity, function.

What a code is about stands in briefgen/diagnostics.py; docs/translation.md has the table.
"""

from __future__ import annotations

from briefgen.diagnostics import Severity
from briefgen.translation.checks import (
    characters,
    dates,
    links,
    marks,
    numbers,
    spelling,
    structure,
    terms,
    wording,
)
from briefgen.translation.checks.model import Check

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

CHECKS = (
    Check("L101", ERROR, characters.wrong_script),
    Check("L102", ERROR, characters.mixed_scripts),
    Check("L103", WARNING, characters.lookalikes),
    Check("L104", WARNING, characters.stray_controls),
    Check("L105", WARNING, characters.spaces),
    Check("L106", WARNING, characters.no_break_spaces),
    Check("L111", ERROR, marks.unpaired),
    Check("L112", WARNING, marks.quotation_marks),
    Check("L113", WARNING, marks.dashes),
    Check("L114", WARNING, marks.end_marks),
    Check("L115", WARNING, marks.repeated_words),
    Check("L121", ERROR, numbers.number_differences),
    Check("L122", ERROR, dates.date_differences),
    Check("L131", WARNING, terms.terms),
    Check("L132", ERROR, terms.forbidden),
    Check("L133", ERROR, terms.names),
    Check("L141", ERROR, links.placeholders),
    Check("L142", ERROR, links.links),
    Check("L143", ERROR, structure.sub_numbers),
    Check("L144", ERROR, structure.square_brackets),
    Check("L145", INFO, structure.sentence_count),
    Check("L146", WARNING, structure.length_ratio),
    Check("L147", WARNING, structure.identical),
    Check("L151", WARNING, wording.negations),
    Check("L152", ERROR, wording.left_words),
)
"""What is asked of each unit."""

AMONG = (
    ("L148", WARNING, structure.two_targets),
    ("L149", WARNING, structure.two_sources),
)
"""What is asked of all units of a bitext together, their texts being folded."""

AMONG_PAIRS = (("L153", WARNING, spelling.name_spellings),)
"""What is asked of them as they stand."""

CODES = frozenset(
    [*(check.code for check in CHECKS), *(code for code, _, _ in (*AMONG, *AMONG_PAIRS))]
)
"""What may be silenced."""
