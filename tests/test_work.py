"""What the tests say of work holds."""

from tests.work import is_linear


def test_what_grows_with_the_square_is_told_from_what_does_not():
    assert is_linear(lambda n: sum(range(n)), 1_000_000)
    assert not is_linear(lambda n: [sum(range(n)) for _ in range(n)], 1000)
