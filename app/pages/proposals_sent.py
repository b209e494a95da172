"""What is said once proposals have been sent in: their numbers, and the slots that are left."""

from collections.abc import Sequence

from app.http.locale import _
from app.models.edition import EditionRead
from app.models.proposal import ProposalRead
from app.models.quota import QuotaRead
from app.rules.quotas import drawn_on


def sent_words(sent: Sequence[ProposalRead], edition: EditionRead, slots: Sequence[QuotaRead]) -> str:
    """ "Terkirim dengan nomor 2026-0001. Sisa kuota 2 dari 3."; without the slots where the group needs none."""
    numbers = ", ".join(str(one.number) for one in sent)
    text = _("Terkirim dengan nomor %(numbers)s.")
    if len(sent) > 1:
        text = _("%(num)s usulan terkirim, dengan nomor %(numbers)s.")
    told = text % {"numbers": numbers, "num": len(sent)}
    left = _left(sent[-1], edition, slots)
    return f"{told} {left}" if left else told


def _left(last: ProposalRead, edition: EditionRead, slots: Sequence[QuotaRead]) -> str:
    pools = {slot.group: slot for slot in slots}
    pool = drawn_on(next((group for group in edition.groups if group.key == last.group), None), pools)
    if pool is None:
        return ""
    return _("Sisa kuota %(left)s dari %(limit)s.") % {"left": pools[pool].remaining, "limit": pools[pool].limit}
