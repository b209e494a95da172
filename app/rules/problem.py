"""What a rule finds wrong in a piece of configuration."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default


@dataclass(frozen=True)
class Problem:
    """Where, what, and the values that the message needs."""

    field: str
    """Path in the configuration, for instance ``stages[0].rubric[1].weight``."""
    code: str
    params: Mapping[str, object] = default(default_factory=dict)
