"""How much work something takes, in ways that a busy machine doesn't change."""

import time
from collections.abc import Callable

TIMES = 4
"""Four times the input is to take less than ten times the work; of a square it takes sixteen."""

_MOST, _TRIES, _LEAST_SECONDS = 10, 3, 0.01


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the processor's seconds that a call takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def is_linear(work: Callable[[int], object], size: int) -> bool:
    """Return whether ``work(TIMES * size)`` takes about as many times as much as ``work(size)``.

    What happens to share a processor's caches may disturb a try, so there are a few.
    """
    for _ in range(_TRIES):
        few, many = (cpu_seconds(lambda n=n: work(n)) for n in (size, TIMES * size))
        if many < _MOST * max(few, _LEAST_SECONDS):
            return True
    return False
