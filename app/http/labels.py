"""Words for the values that people read: statuses, unit kinds, roles, actions."""

from datetime import date, datetime
from typing import Any

from app.http.locale import N_, _, show_date, show_datetime, show_number

STATUS = {
    "draft": N_("Draf"), "submitted": N_("Dikirim"), "returned": N_("Dikembalikan"), "verified": N_("Terverifikasi"),
    "rejected": N_("Ditolak"), "judging": N_("Dinilai"), "advanced": N_("Lolos"), "eliminated": N_("Tidak lolos"),
    "awarded": N_("Penghargaan"), "withdrawn": N_("Ditarik"), "disqualified": N_("Diskualifikasi"),
}  # fmt: skip
EDITION_STATUS = {
    "draft": N_("Disiapkan"), "open": N_("Pendaftaran dibuka"), "judging": N_("Penilaian"), "concluded": N_("Selesai"),
}  # fmt: skip
UNIT_KIND = {
    "province": N_("Provinsi"), "agency": N_("Perangkat daerah"), "bureau": N_("Biro"), "hospital": N_("Rumah sakit"),
    "technical_unit": N_("Unit pelaksana teknis"), "regency": N_("Kabupaten"), "city": N_("Kota"),
    "regional_agency": N_("Perangkat daerah kabupaten/kota"),
    "regional_technical_unit": N_("Unit pelaksana teknis kabupaten/kota"), "enterprise": N_("BUMD"),
    "district": N_("Kecamatan"), "village": N_("Desa/kelurahan"),
}  # fmt: skip
ROLE = {
    "organiser": N_("Penyelenggara"), "secretariat": N_("Tim Sekretariat"), "coordinator": N_("Admin lokal"),
    "author": N_("Penulis usulan"), "juror": N_("Juri"), "auditor": N_("Auditor"),
}  # fmt: skip
ACCOUNT_STATE = {"invited": N_("Diundang"), "active": N_("Aktif"), "closed": N_("Ditutup")}
MESSAGE = {
    "pending": N_("Menunggu"), "sent": N_("Terkirim"), "failed": N_("Gagal"), "cancelled": N_("Dibatalkan"),
}  # fmt: skip
DELIVERY_ERROR = {
    "private_address": N_("Alamat berada di jaringan dalam"), "https_only": N_("Hanya https yang boleh"),
    "timeout": N_("Tidak menjawab tepat waktu"), "connection": N_("Tidak dapat dihubungi"),
    "tls": N_("Sertifikat tidak dapat dipercaya"), "switched_off": N_("Webhook dimatikan"),
    "url_parsing": N_("Bukan alamat web yang sah."), "gone": N_("Tidak dipakai lagi"),
}  # fmt: skip
EVENT = {
    "proposal.submitted": N_("Usulan dikirim"), "proposal.returned": N_("Usulan dikembalikan"),
    "proposal.verified": N_("Usulan lolos administrasi"), "proposal.rejected": N_("Usulan tidak lolos administrasi"),
    "proposal.withdrawn": N_("Usulan ditarik"), "proposal.revived": N_("Usulan dibuka kembali"),
    "proposal.advanced": N_("Usulan lolos tahap"), "proposal.eliminated": N_("Usulan tidak lolos tahap"),
    "proposal.awarded": N_("Usulan menerima penghargaan"), "proposal.disqualified": N_("Usulan didiskualifikasi"),
    "edition.opened": N_("Pendaftaran dibuka"), "edition.closed": N_("Pendaftaran ditutup"),
    "stage.published": N_("Hasil tahap diumumkan"), "replication.reported": N_("Replikasi dilaporkan"),
    "replication.moved": N_("Replikasi berlanjut"), "replication.confirmed": N_("Replikasi dikonfirmasi"),
    "webhook.test": N_("Percobaan"),
}  # fmt: skip
ACTION = {
    "created": N_("Draf dibuat"), "handed_over": N_("Diserahkan ke admin lokal"),
    "taken_back": N_("Ditarik kembali dari admin lokal"), "sent_back": N_("Dikembalikan ke penulis"),
    "submitted": N_("Dikirim"),
    "returned": N_("Dikembalikan untuk perbaikan"),
    "extended": N_("Tenggat perbaikan diperpanjang"), "verified": N_("Lolos administrasi"),
    "rejected": N_("Tidak lolos administrasi"), "withdrawn": N_("Ditarik"),
    "revived": N_("Dibuka kembali sebagai draf"), "assigned": N_("Dibagikan kepada juri"),
    "advanced": N_("Lolos tahap"), "eliminated": N_("Tidak lolos tahap"),
    "awarded": N_("Menerima penghargaan"), "disqualified": N_("Didiskualifikasi"),
}  # fmt: skip
REPLICATION_STAGE = {
    "interest": N_("Minat"), "agreement": N_("Kesepakatan"), "implementation": N_("Implementasi"),
    "running": N_("Berjalan"), "stopped": N_("Berhenti"),
}  # fmt: skip
REPLICATION_STEP = {
    "reported": N_("Dilaporkan"), "moved": N_("Berlanjut"), "confirmed": N_("Dikonfirmasi unit asal"),
    "unconfirmed": N_("Konfirmasi dicabut"),
}  # fmt: skip
COLLABORATION_STATUS = {
    "invited": N_("Menunggu jawaban"), "accepted": N_("Ikut bekerja sama"), "declined": N_("Menolak"),
    "lapsed": N_("Tidak dijawab"),
}  # fmt: skip
HELP_STATUS = {"open": N_("Mencari jawaban"), "solved": N_("Terjawab"), "closed": N_("Ditutup")}
MENTORSHIP_STATUS = {
    "proposed": N_("Menunggu kesepakatan"), "running": N_("Berjalan"), "finished": N_("Selesai"),
    "stopped": N_("Dihentikan"),
}  # fmt: skip
ROUND_STATUS = {
    "draft": N_("Disiapkan"), "open": N_("Penilaian mandiri"), "verifying": N_("Verifikasi"), "panel": N_("Panel"),
    "final": N_("Final"),
}  # fmt: skip
ASSESSMENT_STATUS = {"assessing": N_("Diisi unit"), "submitted": N_("Dikirim"), "final": N_("Final")}
ASSESSMENT_STEP = {
    "answer": N_("Penilaian mandiri"), "verification": N_("Pengampu"), "panel": N_("Panel"), "source": N_("Sumber"),
}  # fmt: skip
HOLDER = {
    "panel": N_("Panel memutuskan ulang"), "unit": N_("Unit memperbaiki isian, lalu mengirim lagi"),
}  # fmt: skip
LEVEL_VERDICT = {"passed": N_("terpenuhi"), "failed": N_("belum terpenuhi"), "open": N_("belum dapat dipastikan")}
GATE_VERDICT = {"True": N_("terpenuhi"), "False": N_("tidak terpenuhi"), "None": N_("belum diketahui")}
FOLLOW_UP_STATUS = {
    "open": N_("Belum dimulai"), "doing": N_("Dikerjakan"), "done": N_("Selesai"), "dropped": N_("Tidak dilanjutkan"),
}  # fmt: skip
DIFFICULTY = {
    "1": N_("1 – sangat mudah"), "2": N_("2 – mudah"), "3": N_("3 – sedang"), "4": N_("4 – sulit"),
    "5": N_("5 – sangat sulit"),
}  # fmt: skip
"""Of taking an innovation over."""
ORGANISATION_KIND = {
    "province": N_("Pemerintah provinsi"), "regency": N_("Pemerintah kabupaten"), "city": N_("Pemerintah kota"),
    "ministry": N_("Kementerian/lembaga"), "hospital": N_("Rumah sakit"), "school": N_("Sekolah/perguruan tinggi"),
    "enterprise": N_("Badan usaha"), "community": N_("Komunitas/lembaga masyarakat"), "other": N_("Lainnya"),
}  # fmt: skip
STAGE_KIND = {"proposal": N_("Penilaian naskah"), "presentation": N_("Presentasi dan wawancara"),
              "field": N_("Verifikasi lapangan"), "public_vote": N_("Suara publik")}  # fmt: skip
ADVANCE = {"top_n": N_("N terbaik"), "passing_grade": N_("Nilai ambang"), "quota": N_("Jatah tiap kelompok"),
           "all": N_("Semua")}  # fmt: skip
ADVANCE_BY = {"group": N_("Kelompok"), "category": N_("Kategori")}
JUROR_FLAG = {
    "severe": N_("jauh lebih ketat"), "lenient": N_("jauh lebih longgar"), "narrow": N_("nilainya terlalu rapat"),
    "wide": N_("nilainya terlalu lebar"), "noisy": N_("tidak ajek"), "outliers": N_("sering menyimpang jauh"),
    "contrary": N_("bertentangan dengan juri lain"), "same_scores": N_("memberi nilai yang sama terus"),
    "copied": N_("lembarnya sama dengan juri lain"), "alike": N_("terlalu mirip dengan juri lain"),
    "favours": N_("mengunggulkan daerahnya"),
}  # fmt: skip
"""What an organiser should look at in a juror's sheets; docs/judging.md says how each is found."""
CONFLICT = {
    "unit": N_("unit sendiri"), "participant": N_("peserta yang sama"), "collaborator": N_("unitnya mitra usulan"),
    "region": N_("daerah yang sama"), "domain": N_("domain surel yang sama"), "declared": N_("dinyatakan juri"),
    "organiser": N_("dicatat penyelenggara"),
}  # fmt: skip
OBSTACLE = CONFLICT | {
    "reads": N_("sudah membacanya"), "left": N_("sudah mundur"), "full": N_("bebannya penuh"),
    "declined": N_("mengembalikannya"),
}  # fmt: skip
"""Why a juror cannot be chosen for a proposal (app/queries/obstacles.py)."""
SHORTAGE = {
    "panel": N_("juri pada panel lebih sedikit daripada pembacaan yang diminta"),
    "conflicts": N_("terlalu sedikit juri yang boleh membacanya: benturan kepentingan, atau mengembalikannya"),
    "loads": N_("beban juri yang boleh membacanya penuh"),
}
"""Why a proposal lacks readers."""
DECLINED = {"no_time": N_("Tidak ada waktu"), "not_my_field": N_("Di luar bidang saya"), "other": N_("Sebab lain")}
"""Why a juror gives a sheet back."""
AGGREGATE = {"mean": N_("Rata-rata nilai juri"), "calibrated": N_("Nilai yang disetarakan antarjuri")}
SHEET_STATUS = {"untouched": N_("Belum dibuka"), "draft": N_("Sedang diisi"), "signed": N_("Ditandatangani")}
NOMINATION = {"draft": N_("Disiapkan"), "sent": N_("Sudah dikirim"), "decided": N_("Hasil keluar")}
NATIONAL_RESULT = {
    "passed_administration": N_("Lolos administrasi"), "finalist": N_("Finalis"), "top": N_("Penghargaan utama"),
    "not_selected": N_("Tidak terpilih"),
}  # fmt: skip
AWARD_SOURCE = {
    "tier": N_("Tingkat penghargaan"), "instrument": N_("Hasil instrumen"), "free": N_("Sebutan lain"),
}  # fmt: skip
SIGNER = {"none": N_("tanpa tanda tangan elektronik"), "local": N_("ditandatangani dengan kunci JIPP sendiri"),
          "bsre": N_("ditandatangani lewat BSrE")}  # fmt: skip
SIGNER_ERROR = {
    "wrong_passphrase": N_("Frasa sandi salah."), "not_registered": N_("NIK ini tidak terdaftar di BSrE."),
    "certificate_expired": N_("Sertifikat elektronik pejabat sudah habis masa berlakunya."),
    "timeout": N_("Layanan tanda tangan tidak menjawab tepat waktu; dicoba lagi sebentar lagi."),
    "connection": N_("Layanan tanda tangan tidak dapat dihubungi; dicoba lagi sebentar lagi."),
    "unavailable": N_("Layanan tanda tangan sedang sibuk; dicoba lagi sebentar lagi."),
    "refused": N_("Layanan tanda tangan menolak permintaan."),
    "no_pdf": N_("Layanan tanda tangan tidak mengembalikan PDF."),
    "no_signature": N_(
        "Layanan tanda tangan mengembalikan PDF tanpa tanda tangan yang sah atas seluruh isinya. Piagam tidak disimpan."
    ),
    "other_document": N_(
        "Layanan tanda tangan mengembalikan dokumen lain, bukan piagam yang dikirim. Piagam tidak disimpan."
    ),
    "answer_too_large": N_("Jawaban layanan tanda tangan terlalu besar."),
    "signer_misconfigured": N_("Pengaturan tanda tangan belum benar. Hubungi pengelola sistem."),
    "passphrase_missing": N_("Frasa sandi sudah tidak tersimpan. Ketik lagi untuk melanjutkan."),
}  # fmt: skip
"""Why certificates are not signed."""

FIELD = {
    "name": N_("Nama"), "email": N_("Surel"), "password": N_("Kata sandi"), "role": N_("Peran"),
    "current": N_("Kata sandi sekarang"),
    "code": N_("Kode unit"), "kind": N_("Jenis unit"), "parent_id": N_("Berada di bawah unit"),
    "parent": N_("Berada di bawah unit"), "region_code": N_("Kode wilayah"), "latitude": N_("Lintang"),
    "longitude": N_("Bujur"), "unit": N_("Unit"), "unit_id": N_("Unit"), "limit": N_("Batas usulan"),
    "expires_on": N_("Berlaku sampai"), "year": N_("Tahun"), "theme": N_("Tema"), "note": N_("Catatan"),
    "opens_at": N_("Pendaftaran dibuka (WIB)"), "closes_at": N_("Pendaftaran ditutup (WIB)"),
    "minimum_age_months": N_("Umur inovasi paling sedikit (bulan)"), "title": N_("Judul inovasi"),
    "group": N_("Kelompok"), "category": N_("Kategori"), "started_on": N_("Diterapkan sejak"),
    "video_url": N_("Tautan video"), "origin": N_("Asal yang direplikasi"),
    "collaborators": N_("Pihak yang bekerja sama"), "english_abstract": N_("Abstrak bahasa Inggris"),
    "organisation_name": N_("Nama organisasi"), "organisation_kind": N_("Jenis organisasi"),
    "organisation_province": N_("Provinsi"), "contact_email": N_("Surel"), "message": N_("Pesan"),
    "stage_on": N_("Tanggal"), "stop_reason": N_("Sebab berhenti"), "difficulty": N_("Tingkat kesulitan"),
    "cost": N_("Biaya (rupiah)"), "adaptation_notes": N_("Yang disesuaikan"),
    "closes_on": N_("Penutupan nasional"), "earlier_award": N_("Penghargaan nasional sebelumnya"),
    "documents": N_("Dokumen yang disertakan"), "competition": N_("Kompetisi"), "sent_on": N_("Tanggal kirim"),
    "reference": N_("Nomor di sistem nasional"), "result": N_("Hasil"), "decided_on": N_("Tanggal hasil"),
    "url": N_("Alamat"),
    "reason": N_("Alasan"), "deadline": N_("Tenggat perbaikan (WIB)"), "max_load": N_("Paling banyak lembar"),
}  # fmt: skip
"""Fields of the forms, for the list of what is to be mended above them."""

SDGS = (
    N_("Tanpa Kemiskinan"), N_("Tanpa Kelaparan"), N_("Kehidupan Sehat dan Sejahtera"), N_("Pendidikan Berkualitas"),
    N_("Kesetaraan Gender"), N_("Air Bersih dan Sanitasi Layak"), N_("Energi Bersih dan Terjangkau"),
    N_("Pekerjaan Layak dan Pertumbuhan Ekonomi"), N_("Industri, Inovasi dan Infrastruktur"),
    N_("Berkurangnya Kesenjangan"), N_("Kota dan Permukiman yang Berkelanjutan"),
    N_("Konsumsi dan Produksi yang Bertanggung Jawab"), N_("Penanganan Perubahan Iklim"), N_("Ekosistem Lautan"),
    N_("Ekosistem Daratan"), N_("Perdamaian, Keadilan dan Kelembagaan yang Tangguh"),
    N_("Kemitraan untuk Mencapai Tujuan"),
)  # fmt: skip
"""The 17 Sustainable Development Goals (TPB), in order."""


def label(words: dict[str, str], key: str) -> str:
    """The word for *key* in the language of the request; a key without one stands for itself."""
    return _(words[key]) if key in words else key


def shown_value(name: str, value: Any) -> Any:
    """A value of an error message as people read it."""
    if isinstance(value, datetime):
        return show_datetime(value)
    if isinstance(value, date):
        return show_date(value)
    if name == "status":
        return label(EDITION_STATUS | STATUS, str(value))
    if isinstance(value, float):
        return show_number(value)
    return value


_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("UCBrowser", "UC Browser"),
             ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
             ("Safari", "Safari"), ("curl", "curl"))  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("CrOS", "ChromeOS"), ("Mac OS X", "Mac"), ("Linux", "Linux"))  # fmt: skip
"""What is found in a User-Agent → what people call it; the first that fits."""


def device_name(user_agent: str) -> str:
    """A browser and where it runs, as its owner would know it: “Chrome di Android”."""
    browser, system = (
        next((name for sign, name in known if sign in user_agent), None) for known in (_BROWSERS, _SYSTEMS)
    )
    if browser and system:
        return _("%(browser)s di %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Perangkat lain")
