"""The simple ways to a score, to compare with: mean, trimmed mean, and the mean of z-scores."""

import numpy as np

from app.judging.sheets import FloatArray, Sheets, mean_by, sum_by


def mean(sheets: Sheets) -> FloatArray:
    """The mean of each proposal (P,); the field's for one without a sheet."""
    return mean_by(sheets.proposal, sheets.score, len(sheets.proposals), _whole(sheets))


def trimmed(sheets: Sheets) -> FloatArray:
    """The mean (P,) without the highest and the lowest score, where there are three or more."""
    order = np.lexsort((sheets.score, sheets.proposal))
    score, proposal = sheets.score[order], sheets.proposal[order]
    readings = sheets.readings
    place = np.arange(len(score)) - np.repeat(np.cumsum(readings) - readings, readings)
    last = readings[proposal] - 1
    keep = (readings[proposal] < 3) | ((place > 0) & (place < last))
    return mean_by(proposal[keep], score[keep], len(readings), _whole(sheets))


def standardised(sheets: Sheets) -> FloatArray:
    """The mean (P,) of z-scores, brought back to points; a juror who always gives the same counts as average."""
    size = len(sheets.jurors)
    off = sheets.score - mean_by(sheets.juror, sheets.score, size)[sheets.juror]
    spread = np.sqrt(sum_by(sheets.juror, off**2, size) / np.maximum(sheets.loads, 1))[sheets.juror]
    z = np.where(spread > 1e-9, off / np.maximum(spread, 1e-9), 0.0)
    usual = float(spread.mean()) if len(spread) else 0.0
    return _whole(sheets) + usual * mean_by(sheets.proposal, z, len(sheets.proposals))


def _whole(sheets: Sheets) -> float:
    return float(sheets.score.mean()) if len(sheets.score) else 0.0
