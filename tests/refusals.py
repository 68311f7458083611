"""How tests expect a refusal: by its stable code."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from caravan.domain.errors import CaravanError


@contextmanager
def refused(code: str, kind: type[CaravanError] = CaravanError) -> Iterator[Any]:
    """Expect a refusal with this code; gives pytest's record of it."""
    with pytest.raises(kind) as caught:
        yield caught
    assert caught.value.code == code
