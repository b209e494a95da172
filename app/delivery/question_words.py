"""What letters about questions and to followers say."""

from app.delivery.letter import Letter
from app.domain import followers
from app.domain.questions import letters as topics
from app.http.locale import N_

COMPLAINT = "asker-complaint"
"""The letter about a text that belongs to SP4N-LAPOR!."""
FOLLOWING = "following"
"""To an address that follows already."""
_FORGET = N_("Hapus nama dan surel saya")
_LEAVE = N_("Berhenti mengikuti inovasi ini")
QUESTION_LETTERS = {
    topics.PUBLISHED: Letter(
        N_("%(Kind)s Anda diterbitkan: %(title)s"),
        (N_("%(Kind)s Anda tentang inovasi “%(title)s” sudah diterbitkan. Unitnya diminta menjawab paling lambat "
            "%(until)s."),),
        N_("Lihat"), N_("Nama dan surel Anda tidak ditampilkan. Keduanya dihapus 30 hari setelah dijawab."), _FORGET,
    ),
    topics.ANSWERED: Letter(
        N_("%(Kind)s Anda dijawab: %(title)s"),
        (N_("%(unit)s menjawab %(kind)s Anda tentang inovasi “%(title)s”."),),
        N_("Baca jawabannya"), N_("Nama dan surel Anda dihapus dengan sendirinya dalam 30 hari."), _FORGET,
    ),
    topics.REJECTED: Letter(
        N_("%(Kind)s Anda tidak diterbitkan: %(title)s"),
        (N_("%(Kind)s Anda tentang inovasi “%(title)s” tidak diterbitkan: %(cause)s. %(reason)s"),),
        N_("Buka halaman inovasi"), N_("Anda dapat menulis lagi dengan kata-kata lain."), _FORGET,
    ),
    COMPLAINT: Letter(
        N_("Sampaikan keluhan Anda lewat SP4N-LAPOR!: %(title)s"),
        (N_("Tulisan Anda tentang inovasi “%(title)s” adalah keluhan. Keluhan tentang layanan ditangani SP4N-LAPOR!, "
            "saluran pengaduan nasional, dengan nomor laporan dan tenggatnya sendiri. %(reason)s"),),
        N_("Buka SP4N-LAPOR!"), "", _FORGET,
    ),
    topics.TO_ANSWER: Letter(
        N_("Warga menunggu jawaban unit Anda: %(title)s"),
        (N_("Warga mengirim %(kind)s tentang inovasi “%(title)s” (%(unit)s)."),
         N_("Jawab paling lambat %(until)s. Jawabannya tampil untuk umum di halaman inovasi.")),
        N_("Baca dan jawab"),
    ),
    topics.DUE: Letter(
        N_("Segera dijawab: %(kind)s warga tentang %(title)s"),
        (N_("Masih ada %(kind)s warga tentang inovasi “%(title)s” (%(unit)s) yang belum dijawab."),
         N_("Tenggatnya %(until)s.")),
        N_("Baca dan jawab"),
    ),
    topics.LATE: Letter(
        N_("Terlambat dijawab: %(kind)s warga tentang %(title)s"),
        (N_("Tenggat untuk menjawab %(kind)s warga tentang inovasi “%(title)s” (%(unit)s) sudah lewat: %(until)s."),),
        N_("Baca dan jawab"),
    ),
    followers.ASKED: Letter(
        N_("Konfirmasi: ikuti inovasi “%(title)s”"),
        (N_("Ada yang meminta agar surel ini dikabari tentang inovasi “%(title)s”: jawaban atas pertanyaan warga, "
            "penghargaan, dan replikasinya."),),
        N_("Ya, kabari saya"),
        N_("Bila bukan Anda, abaikan surat ini: tanpa konfirmasi, alamat Anda dihapus dalam 7 hari."),
        N_("Hapus alamat saya sekarang"),
    ),
    FOLLOWING: Letter(
        N_("Anda sudah mengikuti inovasi “%(title)s”"),
        (N_("Ada yang meminta agar surel ini dikabari tentang inovasi “%(title)s”. Anda sudah mengikutinya; tidak ada "
            "yang berubah."),),
        N_("Buka halaman inovasi"), "", _LEAVE,
    ),
    followers.NEWS: Letter(
        N_("Kabar inovasi: %(title)s"),
        (N_("Tentang inovasi “%(title)s” yang Anda ikuti: %(what)s."),),
        N_("Baca selengkapnya"), "", _LEAVE,
    ),
}  # fmt: skip
"""Topic of the outbox → the letter."""
KIND = {"question": N_("pertanyaan"), "suggestion": N_("saran")}
WORDS = {
    "kind": KIND, "Kind": {"question": N_("Pertanyaan"), "suggestion": N_("Saran")},
    "what": {
        "answer": N_("ada jawaban baru atas pertanyaan warga"),
        "replication": N_("inovasi ini ditiru di tempat lain"), "award": N_("inovasi ini menerima penghargaan"),
    },
    "cause": {
        "personal": N_("memuat data pribadi"), "duplicate": N_("sudah pernah ditanyakan"),
        "unrelated": N_("tidak tentang inovasi ini"), "abusive": N_("bahasanya tidak pantas"),
        "spam": N_("iklan atau pesan massal"), "complaint": N_("keluhan, tempatnya di SP4N-LAPOR!"),
    },
}  # fmt: skip
"""Name of a value → the words of its codes."""
