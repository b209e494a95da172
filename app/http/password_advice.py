"""What to say of a password that is easy to guess: what is wrong with it, and what to do instead."""

from app.http.locale import N_, _

ADVICE = {
    "own_words": N_("Kata sandi memuat nama, surel, atau instansi Anda, atau kata yang lazim di sini."),
    "common": N_("Kata sandi ini sering dipakai orang, jadi dicoba paling awal."),
    "word": N_("Satu kata dari kamus mudah ditebak."),
    "name": N_("Nama orang mudah ditebak."),
    "keys": N_("Urutan tombol pada papan ketik mudah ditebak."),
    "repeat": N_("Huruf atau suku kata yang berulang mudah ditebak."),
    "sequence": N_("Urutan seperti abc atau 6543 mudah ditebak."),
    "year": N_("Angka tahun mudah ditebak."),
    "date": N_("Tanggal mudah ditebak."),
    "longer": N_("Kata sandi masih mudah ditebak."),
}
REMEDY = N_("Pakai empat kata atau lebih yang tidak saling berhubungan; huruf besar dan angka tidak perlu.")


def sentence(advice: str) -> str:
    """The advice in the language of the request."""
    return f"{_(ADVICE.get(advice, ADVICE['longer']))} {_(REMEDY)}"
