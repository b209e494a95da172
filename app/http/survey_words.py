"""Satisfaction surveys in words: what is asked of each element, the four answers, and who answers."""

from collections.abc import Sequence

from app.http.locale import N_

SURVEY_STATUS = {"draft": N_("Disiapkan"), "open": N_("Menerima jawaban"), "closed": N_("Selesai")}
QUALITY = {"A": N_("sangat baik"), "B": N_("baik"), "C": N_("kurang baik"), "D": N_("tidak baik")}
"""Letter → how good the service is."""
ELEMENTS = {
    "persyaratan": N_("Persyaratan"), "prosedur": N_("Sistem, mekanisme, dan prosedur"),
    "waktu": N_("Waktu penyelesaian"), "biaya": N_("Biaya/tarif"), "produk": N_("Produk spesifikasi jenis pelayanan"),
    "kompetensi": N_("Kompetensi pelaksana"), "perilaku": N_("Perilaku pelaksana"),
    "pengaduan": N_("Penanganan pengaduan, saran, dan masukan"), "sarana": N_("Sarana dan prasarana"),
}  # fmt: skip
"""Element of the instrument → its name."""
_FIT = (N_("Tidak sesuai"), N_("Kurang sesuai"), N_("Sesuai"), N_("Sangat sesuai"))
_GOOD = (N_("Tidak baik"), N_("Kurang baik"), N_("Baik"), N_("Sangat baik"))
QUESTIONS: dict[str, tuple[str, Sequence[str]]] = {
    "u1": (N_("Apakah persyaratannya sesuai dengan layanannya?"), _FIT),
    "u2": (N_("Seberapa mudah alur pelayanannya?"),
           (N_("Tidak mudah"), N_("Kurang mudah"), N_("Mudah"), N_("Sangat mudah"))),
    "u3": (N_("Seberapa cepat Anda dilayani?"),
           (N_("Tidak cepat"), N_("Kurang cepat"), N_("Cepat"), N_("Sangat cepat"))),
    "u4": (N_("Seberapa wajar biayanya? Gratis berarti sangat wajar."),
           (N_("Tidak wajar"), N_("Kurang wajar"), N_("Wajar"), N_("Sangat wajar"))),
    "u5": (N_("Apakah hasilnya sesuai dengan yang dijanjikan?"), _FIT),
    "u6": (N_("Seberapa mampu petugasnya?"),
           (N_("Tidak mampu"), N_("Kurang mampu"), N_("Mampu"), N_("Sangat mampu"))),
    "u7": (N_("Seberapa sopan dan ramah petugasnya?"),
           (N_("Tidak ramah"), N_("Kurang ramah"), N_("Ramah"), N_("Sangat ramah"))),
    "u8": (N_("Bagaimana pengaduan dan saran ditangani?"), _GOOD),
    "u9": (N_("Bagaimana tempat dan peralatannya?"), _GOOD),
}  # fmt: skip
"""Element → the question, and the words of 1 to 4."""
PROFILE: dict[str, tuple[str, dict[str, str]]] = {
    "sex": (N_("Jenis kelamin"), {"female": N_("Perempuan"), "male": N_("Laki-laki")}),
    "age": (N_("Umur"), {"under_25": N_("di bawah 25 tahun"), "from_25": N_("25–39 tahun"),
                         "from_40": N_("40–59 tahun"), "from_60": N_("60 tahun ke atas")}),
    "education": (N_("Pendidikan terakhir"), {
        "primary": N_("SD atau di bawahnya"), "junior": N_("SMP"), "senior": N_("SMA/SMK"), "diploma": N_("Diploma"),
        "bachelor": N_("S1/D4"), "postgraduate": N_("S2 ke atas")}),
    "occupation": (N_("Pekerjaan"), {
        "civil_servant": N_("ASN"), "armed_forces": N_("TNI/Polri"), "private": N_("Pegawai swasta"),
        "self_employed": N_("Wirausaha"), "student": N_("Pelajar/mahasiswa"), "other": N_("Pekerjaan lain")}),
}  # fmt: skip
"""What somebody may say of themselves → its name, and the words of each band."""
