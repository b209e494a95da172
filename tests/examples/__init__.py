"""The scenario of the examples: a small competition from its set-up to its award, in a made-up province."""

from tests.examples import (
    assessing,
    awarding,
    catalogue,
    citizens,
    exhibiting,
    judging,
    national,
    registry,
    rembug,
    replicating,
    selection,
    serving,
    setting_up,
    sign_in,
    writing,
)
from tests.examples.cast import Cast
from tests.examples.recorder import Recorder


def play(recorder: Recorder) -> Cast:
    """Plays it; gives those who took part."""
    cast = Cast(recorder)
    acts = (registry, setting_up, writing, selection, judging, national, replicating, citizens, exhibiting, rembug,
            assessing, serving, awarding, catalogue, sign_in)  # fmt: skip
    for act in acts:
        act.play(cast)
    return cast
