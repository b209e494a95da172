"""Which proposals can be compared: they hang together through jurors who read both."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from app.judging.sheets import IntArray


def components(proposal: IntArray, juror: IntArray, proposals: int, jurors: int) -> tuple[int, IntArray]:
    """The parts of the graph of readings, and the part (P + J,) of each proposal, then of each juror.

    Parts are numbered by their first proposal. Proposals and jurors without a reading are parts of their own, which
    the count leaves out: 1 means that everything read can be compared.
    """
    size = proposals + jurors
    edges = coo_array((np.ones(len(proposal), np.int8), (proposal, juror + proposals)), shape=(size, size))
    labels = connected_components(edges, directed=False)[1].astype(np.intp)
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    numbered = np.argsort(np.argsort(first))[inverse].astype(np.intp)
    return len(np.unique(numbered[proposal])), numbered
