"""An explanation of a result in words, as a participant reads it: on the page, in the PDF and in the JSON alike."""

import math
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from app.http.locale import N_, _, ngettext, show_number
from app.models.explanation import ExplainedSteps, ExplanationRead, Told

PLACES = 2
"""Decimals that are shown of points."""
LEAST = 0.005
"""Points that are something when shown with two decimals."""
STEPS = {
    "mean": N_("Rata-rata nilai juri"), "ends": N_("Nilai di ujung skala"), "lenience": N_("Ketat-longgarnya juri"),
    "scale": N_("Lebar skala juri"), "weighting": N_("Bobot juri yang konsisten"), "caution": N_("Kehati-hatian"),
}  # fmt: skip
"""Steps of the calibration, as they are named in tables."""
_WHY = {
    "ends": (N_("Nilai 100 dapat berarti lebih dari 100; itu menambah %(points)s poin."),
             N_("Nilai 0 dapat berarti kurang dari 0; itu mengurangi %(points)s poin.")),
    "lenience": (N_("Juri usulan ini lebih ketat daripada rata-rata juri; itu menambah %(points)s poin."),
                 N_("Juri usulan ini lebih longgar daripada rata-rata juri; itu mengurangi %(points)s poin.")),
    "scale": (N_("Perbedaan cara juri memakai skala nilai disamakan; itu menambah %(points)s poin."),
              N_("Perbedaan cara juri memakai skala nilai disamakan; itu mengurangi %(points)s poin.")),
    "weighting": (N_("Juri yang penilaiannya lebih konsisten berbobot lebih besar; itu menambah %(points)s poin."),
                  N_("Juri yang penilaiannya lebih konsisten berbobot lebih besar; itu mengurangi %(points)s poin.")),
    "caution": (N_("Karena pembacanya sedikit, nilai ditarik ke arah rata-rata semua usulan; itu menambah "
                   "%(points)s poin."),
                N_("Karena pembacanya sedikit, nilai ditarik ke arah rata-rata semua usulan; itu mengurangi "
                   "%(points)s poin.")),
}  # fmt: skip
"""Step → why it added points, why it took some away."""
_CHANCE = {
    "certain": N_("hampir pasti"), "likely": N_("kemungkinan besar"), "open": N_("masih terbuka"),
    "unlikely": N_("kemungkinan kecil"), "remote": N_("hampir tidak mungkin"),
}  # fmt: skip


def points(value: float) -> str:
    """Points with two decimals."""
    return show_number(value, PLACES)


@dataclass(frozen=True)
class Step:
    """A step of the calibration as it is shown: the points it adds, and where it starts and ends."""

    name: str
    title: str
    points: float
    start: float
    end: float


def steps_of(steps: ExplainedSteps) -> list[Step]:
    """The steps rounded so that what is shown adds up to what is shown, as every reader will check.

    The first is where it starts; the others go from the rounded sum so far to the next.
    """
    found, exact, shown = [], 0.0, 0.0
    for name, title in STEPS.items():
        exact += getattr(steps, name)
        end = round(exact, PLACES)
        found.append(Step(name, _(title), round(end - shown, PLACES), 0.0 if name == "mean" else shown, end))
        shown = end
    return found


def told(explanation: ExplanationRead) -> list[Told]:
    """All of it in words, in the language of the request."""
    parts = (
        ("result", _("Hasil"), _result(explanation)),
        ("field", _("Dibandingkan dengan usulan lain"), _field(explanation)),
        ("calibration", _("Apa yang diubah penyetaraan, dan mengapa"), _calibration(explanation)),
        ("certainty", _("Seberapa pasti"), _certainty(explanation)),
        ("change", _("Apa yang akan mengubah hasil"), _change(explanation)),
    )
    return [Told(part=part, title=title, text=text)
            for part, title, sentences in parts if (text := " ".join(sentences))]  # fmt: skip


def _result(one: ExplanationRead) -> Iterator[str]:
    yield _("Nilai resmi %(score)s, peringkat %(rank)s dari %(of)s usulan.") % {
        "score": points(one.score), "rank": show_number(one.rank), "of": show_number(one.of)
    }  # fmt: skip
    if one.places >= one.of:
        yield _("Semua usulan pada tahap ini lolos.")
    elif one.advanced:
        yield ngettext("Usulan ini termasuk %(num)s yang lolos.", "Usulan ini termasuk %(num)s yang lolos.",
                       one.places) % {"num": show_number(one.places)}  # fmt: skip
    else:
        yield ngettext("Yang lolos %(num)s usulan; usulan ini tidak termasuk.",
                       "Yang lolos %(num)s usulan; usulan ini tidak termasuk.",
                       one.places) % {"num": show_number(one.places)}  # fmt: skip
    if one.plenary:
        words = _("Pleno memutuskan usulan ini lolos: %(reason)s") if one.advanced else \
            _("Pleno memutuskan usulan ini tidak lolos: %(reason)s")  # fmt: skip
        yield words % {"reason": one.plenary}
    if one.moved_others:
        yield ngettext("Pleno memutuskan %(num)s usulan lain berbeda dari aturan, jadi yang lolos tidak persis menurut "
                       "urutan nilai.",
                       "Pleno memutuskan %(num)s usulan lain berbeda dari aturan, jadi yang lolos tidak persis menurut "
                       "urutan nilai.", one.moved_others) % {"num": show_number(one.moved_others)}  # fmt: skip
    if one.is_combined:
        yield _("Nilai resmi menggabungkan tahap ini (%(score)s) dengan tahap sebelumnya menurut bobotnya.") % {
            "score": points(one.stage_score)
        }  # fmt: skip
    if one.method == "votes":
        yield ngettext("Usulan memperoleh %(num)s suara.", "Usulan memperoleh %(num)s suara.", one.reviews) % {
            "num": show_number(one.reviews)
        }  # fmt: skip
        return
    yield ngettext("Usulan dibaca %(num)s juri; rata-rata nilainya %(mean)s.",
                   "Usulan dibaca %(num)s juri; rata-rata nilainya %(mean)s.",
                   len(one.readings)) % {"num": len(one.readings), "mean": points(one.raw_mean)}  # fmt: skip


def _field(one: ExplanationRead) -> Iterator[str]:
    if one.field is None:
        yield _("Usulan pada tahap ini terlalu sedikit untuk dibandingkan tanpa membuka nilai peserta lain.")
        return
    if one.score >= one.field.high:
        yield _("Nilai ini termasuk seperempat teratas, yang mulai dari %(high)s.") % {"high": points(one.field.high)}
    elif one.score >= one.field.middle:
        yield _("Nilai ini di atas nilai tengah %(middle)s; seperempat teratas mulai dari %(high)s.") % {
            "middle": points(one.field.middle), "high": points(one.field.high)
        }  # fmt: skip
    elif one.score >= one.field.low:
        yield _("Nilai ini di bawah nilai tengah %(middle)s, dan di atas seperempat terbawah.") % {
            "middle": points(one.field.middle)
        }  # fmt: skip
    else:
        yield _("Nilai ini termasuk seperempat terbawah; nilai tengahnya %(middle)s.") % {
            "middle": points(one.field.middle)
        }  # fmt: skip
    yield from _by_criterion(one)


def _by_criterion(one: ExplanationRead) -> Iterator[str]:
    """The criteria on which the proposal is furthest above and below the middle of the field."""
    away = sorted((criterion.mean - criterion.field.middle, criterion.title)
                  for criterion in one.criteria if criterion.field)  # fmt: skip
    if len(away) < 2 or away[-1][0] - away[0][0] < LEAST:
        return
    (lowest, weak), (highest, strong) = away[0], away[-1]
    if highest >= LEAST:
        yield _("Paling unggul pada “%(title)s”: %(points)s di atas nilai tengah kriteria itu.") % {
            "title": strong, "points": points(highest)
        }  # fmt: skip
    if lowest <= -LEAST:
        yield _("Paling tertinggal pada “%(title)s”: %(points)s di bawah nilai tengahnya.") % {
            "title": weak, "points": points(-lowest)
        }  # fmt: skip


def _calibration(one: ExplanationRead) -> Iterator[str]:
    if one.method == "votes":
        return
    if one.calibrated is None:
        yield _("Nilai resmi tahap ini adalah rata-rata nilai juri. Ketat-longgarnya juri tidak disetarakan.")
        return
    if one.steps is None:
        yield _("Rinciannya tidak dapat ditampilkan: perhitungan yang terpasang sekarang tidak lagi sama dengan saat "
                "hasil diumumkan. Nilai yang diumumkan tetap berlaku.")  # fmt: skip
        return
    steps = steps_of(one.steps)
    yield _("Ada juri yang ketat, ada yang longgar. Nilai tahap ini adalah nilai yang akan diperoleh bila semua usulan "
            "dibaca semua juri; karena itu rata-rata %(mean)s menjadi %(score)s.") % {
        "mean": points(one.raw_mean), "score": points(steps[-1].end)
    }  # fmt: skip
    for step in steps[1:]:
        if abs(step.points) >= LEAST:
            yield _(_WHY[step.name][step.points < 0]) % {"points": points(abs(step.points))}


def _certainty(one: ExplanationRead) -> Iterator[str]:
    if one.rank_low is not None and one.rank_high is not None and one.standard_error is not None:
        yield from _calibrated_certainty(one, one.rank_low, one.rank_high, one.standard_error)
    elif not one.readings:
        return
    elif len(one.readings) == 1:
        yield _("Hanya satu juri yang membaca usulan ini, jadi nilainya bergantung pada satu pendapat.")
    else:
        totals = [reading.total for reading in one.readings]
        yield _("Juri memberi nilai total dari %(low)s sampai %(high)s. Makin jauh jaraknya, makin nilai ini "
                "bergantung pada siapa yang membaca.") % {
            "low": points(min(totals)), "high": points(max(totals))
        }  # fmt: skip
        yield _("Rata-rata dari %(num)s juri ini dapat bergeser kira-kira %(error)s poin ke atas atau ke bawah bila "
                "juri lain yang membaca (galat baku rata-rata).") % {
            "num": len(totals), "error": points(statistics.stdev(totals) / math.sqrt(len(totals)))
        }  # fmt: skip


def _calibrated_certainty(one: ExplanationRead, best: int, worst: int, error: float) -> Iterator[str]:
    yield _("Setiap nilai mengandung ketidakpastian, di sini ± %(error)s poin.") % {"error": points(error)}
    if best == worst:
        yield _("Peringkatnya tetap %(rank)s dengan peluang 90%%.") % {"rank": show_number(best)}
    else:
        yield _("Dengan peluang 90%%, peringkat yang sebenarnya di antara %(best)s dan %(worst)s.") % {
            "best": show_number(best), "worst": show_number(worst)
        }  # fmt: skip
    if one.probability_top is not None and one.chance is not None:
        yield _("Peluang bahwa usulan ini sungguh termasuk yang lolos kira-kira %(percent)s%%: %(word)s.") % {
            "percent": show_number(100 * one.probability_top, 0), "word": _(_CHANCE[one.chance])
        }  # fmt: skip


def _change(one: ExplanationRead) -> Iterator[str]:
    if one.gap is not None and one.last_score is not None:
        yield from _gap(one, one.gap, one.last_score)
    gains = sorted(((criterion.gain or 0.0, criterion.title) for criterion in one.criteria), reverse=True)
    shown = [gain for gain in gains[:3] if gain[0] >= LEAST]
    if shown:
        names = "; ".join(_("“%(title)s” (%(points)s poin)") % {"title": title, "points": points(gain)}
                          for gain, title in shown)  # fmt: skip
        yield _("Yang paling banyak menambah nilai bila setara seperempat teratas: %(names)s.") % {"names": names}
        yield from _enough(one.gap, [gain for gain, _title in shown])
    elif one.field is not None and any(criterion.gain is not None for criterion in one.criteria):
        yield _("Pada setiap kriteria usulan ini sudah setara seperempat teratas.")


def _gap(one: ExplanationRead, gap: float, last: float) -> Iterator[str]:
    figures = {"last": points(last), "gap": points(abs(gap))}
    if one.advanced:
        yield _("Nilai terendah yang lolos %(last)s; usulan ini %(gap)s poin di atasnya.") % figures if gap >= 0 else \
            _("Menurut aturan, nilai terendah yang lolos %(last)s. Usulan ini %(gap)s poin di bawahnya, dan lolos "
              "karena keputusan pleno.") % figures  # fmt: skip
        return
    if gap >= 0:
        yield _("Menurut aturan, nilai terendah yang lolos %(last)s. Usulan ini %(gap)s poin di atasnya, tetapi pleno "
                "memutuskan tidak lolos.") % figures  # fmt: skip
        return
    yield _("Nilai terendah yang lolos %(last)s; kurangnya %(gap)s poin.") % figures
    if one.readings and one.needed is not None and one.needed <= 100 - max(reading.total for reading in one.readings):
        yield _("Itu tercapai bila setiap juri memberi %(needed)s poin lebih banyak.") % {"needed": points(one.needed)}


def _enough(gap: float | None, gains: list[float]) -> Iterator[str]:
    """Whether the first of the gains, or all that are named, would have closed the gap."""
    if gap is None or gap >= 0:
        return
    if gains[0] >= -gap:
        yield _("Yang pertama saja sudah menutup kekurangan itu.")
    elif sum(gains) >= -gap:
        yield _("Bersama-sama semuanya menutup kekurangan itu.")
