"""The words of problems that the network has beside the competition: replications, nominations, rembug, surveys."""

from app.http.locale import N_

NETWORK_PROBLEMS: dict[str, tuple[str, str]] = {
    "own-replication": (
        N_("Inovasi milik sendiri"),
        N_("Unit tidak dapat mereplikasi inovasinya sendiri. Pilih unit yang meniru."),
    ),
    "already-replicating": (
        N_("Replikasi ini sudah dilaporkan"),
        N_("Unit ini sudah melaporkan replikasi inovasi tersebut. Lanjutkan laporan yang ada."),
    ),
    "no-such-step": (
        N_("Langkah itu tidak dapat ditempuh"),
        N_(
            "Tahap replikasi hanya maju, berhenti, atau berlanjut dari tempat berhentinya. Muat ulang untuk melihat "
            "tahapnya sekarang."
        ),
    ),
    "nothing-to-confirm": (
        N_("Belum ada yang dikonfirmasi"),
        N_("Replikasi ini baru berupa minat. Konfirmasi setelah ada kesepakatan."),
    ),
    "confirmed-by-another": (
        N_("Perlu dikonfirmasi orang lain"),
        N_("Anda sendiri melapor untuk unit yang meniru. Mintalah orang lain di unit asal, atau penyelenggara."),
    ),
    "replication-confirmed": (
        N_("Replikasi sudah dikonfirmasi"),
        N_(
            "Nama peniru dan berkas yang sudah dilihat unit asal tidak dapat diubah lagi. Mintalah unit asal mencabut "
            "konfirmasinya dahulu."
        ),
    ),
    "not-running": (
        N_("Replikasi belum berjalan"),
        N_("Yang dapat diajukan ke kompetisi hanya replikasi unit terdaftar yang sedang berjalan."),
    ),
    "already-entered": (
        N_("Sudah diajukan"),
        N_("Replikasi ini sudah menjadi usulan pada edisi tersebut."),
    ),
    "no-replication-group": (
        N_("Edisi ini tanpa kelompok replikasi"),
        N_("Tidak ada kelompok pada edisi itu yang menyebut asal replikasi."),
    ),
    "too-many-files": (N_("Berkas sudah terlalu banyak"), N_("Paling banyak %(limit)s berkas di sini.")),
    "already-nominated": (
        N_("Sudah dinominasikan"),
        N_("Inovasi ini sudah menjadi nominasi pada kompetisi yang sama tahun %(year)s."),
    ),
    "nomination-sent": (
        N_("Nominasi sudah dikirim"),
        N_("Naskahnya tidak dapat diubah atau dihapus lagi. Batalkan pengirimannya dahulu bila itu keliru."),
    ),
    "nomination-unsent": (N_("Nominasi belum dikirim"), N_("Catat pengirimannya ke kompetisi nasional lebih dahulu.")),
    "nomination-decided": (N_("Hasil nasional sudah dicatat"), N_("Pengirimannya tidak dapat diubah lagi.")),
    "nomination-incomplete": (
        N_("Nominasi belum lengkap"),
        N_("Masih ada %(count)s butir pada daftar periksa nasional yang belum terpenuhi."),
    ),
    "already-invited": (
        N_("Unit ini sudah diajak"),
        N_("Tunggu jawabannya, atau batalkan ajakan itu lebih dahulu."),
    ),
    "too-many-collaborators": (
        N_("Terlalu banyak unit"),
        N_("Paling banyak %(limit)s unit bekerja sama dalam satu usulan."),
    ),
    "already-asked": (
        N_("Sudah ditanyakan"),
        N_("Unit ini masih punya permintaan terbuka dengan judul yang sama. Lanjutkan permintaan itu."),
    ),
    "help-request-closed": (
        N_("Permintaan bantuan sudah ditutup"),
        N_("Unit yang bertanya tidak lagi mencari. Bukalah permintaan yang masih terbuka."),
    ),
    "mentorship-over": (
        N_("Pendampingan sudah berakhir"),
        N_("Catatannya tidak dapat diubah lagi. Usulkan pendampingan baru bila perlu melanjutkan."),
    ),
    "mentorship-not-running": (
        N_("Pendampingan tidak sedang berjalan"),
        N_("Pertemuan dicatat, dan hasilnya ditulis, selama pendampingan berjalan: sesudah kedua unit sepakat."),
    ),
    "survey-closed": (
        N_("Survei sudah ditutup"),
        N_("Yang masih dapat diubah hanya jumlah orang yang dilayani, dan apakah hasilnya terbuka untuk umum."),
    ),
    "survey-not-open": (
        N_("Survei tidak menerima jawaban"),
        N_("Jawaban diterima selama survei terbuka, dari hari pertama sampai hari terakhirnya."),
    ),
    "too-few-answers": (
        N_("Jawaban masih terlalu sedikit"),
        N_("Supaya tidak ada yang dapat dikenali, jawaban baru diperlihatkan setelah ada %(needed)s atau lebih."),
    ),
}
"""Problem code → title, detail."""
