"""The exact severity-only model: crossed random effects, their variances by restricted maximum likelihood (REML).

    score_r = mu + quality_i(r) + lenience_j(r) + noise_r,
    quality ~ N(0, tau²), lenience ~ N(0, sigma_s²), noise ~ N(0, sigma²).

With gamma = (tau², sigma_s²) / sigma² and V = I + gamma_q ZZ' + gamma_s WW', the profiled REML deviance is
log|V| + log(1'V⁻¹1) + (R − 1) log(y'Py); its gradient in gamma_k is tr(PV_k) − (R − 1) y'PV_kPy / y'Py
(Patterson and Thompson 1971; Searle, Casella and McCulloch, Variance Components, 1992, ch. 6). V is inverted by
Woodbury's identity, through one J × J matrix. Agrees with statsmodels MixedLM (tests/judging/data/crossed.py).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.optimize import minimize, root

from app.judging.sheets import BoolArray, FloatArray, IntArray, Sheets, sum_by

TINY = 1e-9
"""A variance ratio below this is none."""
LARGEST = 1e4
"""The largest ratio: where quality and lenience explain every score, noise is still taken to be a hundredth of them."""


@dataclass(frozen=True)
class Severity:
    """Variances in points², the mean ``mu`` in points, and best linear predictions: quality (P,), lenience (J,).

    ``lenience`` is in points above the average juror: a severe juror's is negative.
    """

    mu: float
    quality_variance: float
    lenience_variance: float
    noise_variance: float
    quality: FloatArray
    lenience: FloatArray


def reml(sheets: Sheets) -> Severity:
    """The model fitted to *sheets*; a variance that the sheets do not show is 0, and so are its effects.

    Needs at least one sheet. Where each proposal (or juror) has one sheet, its variance cannot be told from the
    noise: it is then 0. Takes memory of J² numbers.
    """
    design = _Design(sheets)
    if len(sheets.score) < 2 or np.ptp(sheets.score) == 0:
        return design.fitted(np.zeros(2))
    free = np.array([(sheets.readings > 1).any(), (sheets.loads > 1).any()])
    gamma = _least(design, free)
    return design.fitted(gamma)


def _least(design: "_Design", free: BoolArray) -> FloatArray:
    """The gammas (2,) of least deviance: a bounded search, then Newton's steps on the gradient to full precision."""
    bounds = [(0, LARGEST) if one else (0, 0) for one in free]
    start = np.where(free, 0.5, 0.0)
    found = minimize(design.deviance, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-14})
    gamma: FloatArray = np.where(found.x > TINY, found.x, 0.0)
    inner = (gamma > 0) & (gamma < LARGEST)
    if inner.any():
        polished = root(design.slope_within, np.log(gamma[inner]), args=(inner, gamma.copy()), tol=1e-13)
        if np.abs(polished.fun).max() <= 1e-4 and np.abs(polished.x - np.log(gamma[inner])).max() < 0.1:
            gamma[inner] = np.exp(polished.x)
    return gamma


class _Design:
    """The sheets as incidence matrices."""

    def __init__(self, sheets: Sheets) -> None:
        self.y = sheets.score
        self.proposal: IntArray = sheets.proposal
        self.juror: IntArray = sheets.juror
        self.readings = sheets.readings.astype(np.float64)
        self.loads = sheets.loads.astype(np.float64)

    @cached_property
    def counts(self) -> sparse.csr_array:
        """Who read what, (P, J)."""
        ones = np.ones(len(self.y))
        return sparse.csr_array((ones, (self.proposal, self.juror)), shape=(len(self.readings), len(self.loads)))

    def by_proposal(self, value: FloatArray) -> FloatArray:
        return sum_by(self.proposal, value, len(self.readings))

    def by_juror(self, value: FloatArray) -> FloatArray:
        return sum_by(self.juror, value, len(self.loads))

    def deviance(self, gamma: FloatArray) -> tuple[float, FloatArray]:
        """The profiled REML deviance up to a constant, and its gradient (2,)."""
        at = _At(self, gamma)
        value = at.log_determinant + np.log(at.ones_ones) + (len(self.y) - 1) * np.log(at.least_squares)
        return value, at.gradient

    def slope_within(self, logs: FloatArray, inner: BoolArray, given: FloatArray) -> FloatArray:
        """The gradient in the logarithms of the *inner* gammas; the others are as *given*."""
        gamma = given.copy()
        gamma[inner] = np.exp(np.clip(logs, -40, np.log(2 * LARGEST)))
        return _At(self, gamma).gradient[inner] * gamma[inner]

    def fitted(self, gamma: FloatArray) -> Severity:
        """The fit at given gammas."""
        at = _At(self, gamma)
        noise = at.least_squares / max(len(self.y) - 1, 1)
        quality = gamma[0] * self.by_proposal(at.projected)
        lenience = gamma[1] * self.by_juror(at.projected)
        return Severity(at.mu, gamma[0] * noise, gamma[1] * noise, noise, quality, lenience)


class _At:
    """Everything at given gammas (quality, lenience)."""

    def __init__(self, design: _Design, gamma: FloatArray) -> None:
        self.design = design
        self.gamma = gamma
        self.shrunk: FloatArray = gamma[0] / (1 + gamma[0] * design.readings)
        counts = design.counts
        self.middle: FloatArray = (
            np.diag(design.loads) - (counts.T @ (sparse.diags_array(self.shrunk) @ counts)).toarray()
        )
        self.inner: FloatArray = np.linalg.inv(np.eye(len(design.loads)) + gamma[1] * self.middle) * gamma[1]
        self.solved_ones = self.solve(np.ones(len(design.y)))
        self.ones_ones = float(self.solved_ones.sum())
        self.mu = float(self.solved_ones @ design.y) / self.ones_ones
        self.projected = self.solve(design.y - self.mu)
        """Py, (R,)."""
        self.least_squares = max(float((design.y - self.mu) @ self.projected), 1e-12)

    def solve(self, value: FloatArray) -> FloatArray:
        """V⁻¹ *value*."""
        design = self.design
        first = self._within(value)
        effect: FloatArray = self.inner @ design.by_juror(first)
        return first - self._within(effect[design.juror])

    def _within(self, value: FloatArray) -> FloatArray:
        return value - (self.shrunk * self.design.by_proposal(value))[self.design.proposal]

    @property
    def log_determinant(self) -> float:
        whole = np.eye(len(self.middle)) + self.gamma[1] * self.middle
        return float(np.log1p(self.gamma[0] * self.design.readings).sum() + np.linalg.slogdet(whole)[1])

    @property
    def gradient(self) -> FloatArray:
        design, readings = self.design, self.design.readings
        own = 1 / (1 + self.gamma[0] * readings)
        across = sparse.diags_array(own) @ design.counts
        traces: FloatArray = np.array([
            (readings * own).sum() - ((across @ self.inner) * across.toarray()).sum(),
            np.trace(self.middle) - ((self.middle @ self.inner) * self.middle).sum(),
        ])  # fmt: skip
        for sums, place in ((design.by_proposal, 0), (design.by_juror, 1)):
            traces[place] -= (sums(self.solved_ones) ** 2).sum() / self.ones_ones
            explained = (sums(self.projected) ** 2).sum() / self.least_squares
            traces[place] -= (len(design.y) - 1) * explained
        return traces
