"""The scenario of the examples: a small competition from its set-up to its award, in a made-up province."""

from tests.examples import (
    citizens,
    judging,
    national,
    registry,
    replicating,
    selection,
    setting_up,
    sign_in,
    writing,
)
from tests.examples.cast import Cast
from tests.examples.recorder import Recorder


def play(recorder: Recorder) -> Cast:
    """Plays it; gives those who took part."""
    cast = Cast(recorder)
    for act in (registry, setting_up, writing, selection, judging, national, replicating, citizens, sign_in):
        act.play(cast)
    return cast
