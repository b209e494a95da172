"""Makes crossed.json: REML fits of crossed random effects by statsmodels, to check app/judging/severity.py against.

Run in an environment of its own (statsmodels is no dependency of JIPP):
    python -m venv /tmp/sm && /tmp/sm/bin/pip install statsmodels && /tmp/sm/bin/python tests/judging/data/crossed.py
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels
import statsmodels.formula.api as smf

WORLDS = {
    "balanced": {"seed": 1, "proposals": 24, "jurors": 8, "readings": 4, "severity": 6.0},
    "unbalanced": {"seed": 2, "proposals": 30, "jurors": 9, "readings": 3, "severity": 8.0, "lost": 0.2},
    "mild": {"seed": 3, "proposals": 40, "jurors": 10, "readings": 5, "severity": 2.5},
}


def sheets(seed: int, proposals: int, jurors: int, readings: int, severity: float, lost: float = 0.0):
    random = np.random.default_rng(seed)
    quality, lenience = random.normal(0, 8, proposals), random.normal(0, severity, jurors)
    rows = []
    for i in range(proposals):
        for j in random.choice(jurors, readings, replace=False):
            if random.random() >= lost:
                rows.append(
                    (i, int(j), float(np.clip(round(70 + quality[i] + lenience[j] + random.normal(0, 6)), 0, 100)))
                )
    return pd.DataFrame(rows, columns=["proposal", "juror", "score"])


def fit(data: pd.DataFrame) -> dict:
    data = data.assign(whole=1)
    parts = {"proposal": "0 + C(proposal)", "juror": "0 + C(juror)"}
    model = smf.mixedlm("score ~ 1", data, groups="whole", vc_formula=parts, re_formula="0")
    best = None
    for method in ("bfgs", "lbfgs", "cg", "powell"):
        start = None if best is None else best.params
        found = model.fit(reml=True, method=method, start_params=start, gtol=1e-12, maxiter=5000)
        best = found if best is None or found.llf >= best.llf else best
    names = list(model.exog_vc.names)
    variances = dict(zip(names, best.vcomp, strict=True))
    effects = {key: float(value) for key, value in best.random_effects[1].items()}
    return {
        "mu": float(best.fe_params.iloc[0]),
        "quality": float(variances["proposal"]),
        "lenience": float(variances["juror"]),
        "noise": float(best.scale),
        "llf": float(best.llf),
        "effects": effects,
    }


def main() -> None:
    found = {}
    for name, world in WORLDS.items():
        data = sheets(**world)
        found[name] = {"rows": data.values.tolist(), "fit": fit(data)}
    versions = {"statsmodels": statsmodels.__version__, "python": sys.version.split()[0]}
    Path(__file__).with_name("crossed.json").write_text(json.dumps({"made_by": versions, "worlds": found}, indent=None))


main()
