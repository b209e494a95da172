"""Every code of an instrument's file or answers, with the words for it."""

from app.http.locale import N_, _
from app.instruments.faults import AnswerFault, Fault

FAULTS: dict[str, str] = {
    "too_long_file": N_("Berkas %(characters)s karakter; paling banyak %(most)s."),
    "unreadable_character": N_("Ada karakter yang tidak dapat dibaca di sini."),
    "yaml": N_(
        "Bukan YAML yang dapat dibaca. Periksa lekukan, tanda kutip, kurung, dan titik dua di sekitar baris ini."
    ),
    "yaml_tab": N_("Ada tab di sini. YAML dilekukkan dengan spasi: ganti tab dengan spasi."),
    "yaml_colon": N_(
        "Titik dua tidak pada tempatnya: tulis “nama: nilai”, atau apit nilai yang memuat titik dua dengan tanda kutip."
    ),
    "yaml_indent": N_("Lekukan atau tanda di sini tidak cocok dengan baris di atasnya."),
    "yaml_quote": N_("Tanda kutip belum ditutup."),
    "yaml_bracket": N_("Kurung atau koma di sini tidak cocok: periksa { }, [ ], dan koma di antara isinya."),
    "yaml_twice": N_("Berkas hanya boleh memuat satu dokumen YAML."),
    "too_deep": N_("Isi berkas bersusun terlalu dalam."),
    "empty_file": N_("Berkas ini kosong."),
    "alias": N_("Rujukan YAML (& dan *) tidak dipakai di sini: tulis nilainya di tempatnya."),
    "yaml_tag": N_("Jenis nilai %(tag)s tidak dipakai di sini."),
    "name_not_text": N_("Nama isian harus berupa teks."),
    "decimal_comma": N_("%(name)s: tulis %(number)s dengan titik desimal, bukan %(written)s."),
    "duplicate_name": N_("%(name)s ditulis dua kali; yang pertama di baris %(line)s."),
    "name_missing": N_("%(name)s belum ada di sini."),
    "name_unknown": N_("%(name)s tidak dikenal di sini. Periksa ejaannya."),
    "text_expected": N_("%(name)s harus berupa teks."),
    "number_expected": N_("%(name)s harus berupa angka, dengan titik desimal."),
    "whole_number_expected": N_("%(name)s harus berupa bilangan bulat."),
    "list_expected": N_("%(name)s harus berupa daftar."),
    "mapping_expected": N_("Di sini harus ada pasangan nama dan nilai."),
    "one_of": N_("%(name)s harus salah satu dari: %(expected)s."),
    "wrong_pattern": N_("Bentuk %(name)s tidak sesuai: kata kunci hanya huruf kecil, angka, dan garis bawah."),
    "empty": N_("%(name)s tidak boleh kosong."),
    "not_above": N_("%(name)s harus lebih dari %(limit)s."),
    "too_small": N_("%(name)s terlalu kecil; batasnya %(limit)s."),
    "too_large": N_("%(name)s terlalu besar; batasnya %(limit)s."),
    "text_too_long": N_("%(name)s terlalu panjang; paling banyak %(limit)s karakter."),
    "number_or_text": N_("%(name)s harus berupa angka atau teks."),
    "comparison": N_("Perbandingan tidak terbaca. Tulis misalnya “>80 <=90” atau “>=81”."),
    "comparison_empty": N_("Tidak ada nilai yang memenuhi perbandingan ini."),
    "wrong_value": N_("Nilai %(name)s tidak sesuai."),
    "too_many_faults": N_("Masih ada %(more)s kesalahan lain. Perbaiki yang tampil lebih dulu."),
    "used_before": N_("%(name)s sudah dipakai sebelumnya."),
    "band_empty": N_("Rentang ini tidak memuat nilai apa pun."),
    "band_beyond": N_("Tidak ada nilai yang dapat masuk rentang ini: batas nilainya %(at)s."),
    "band_gap": N_("Ada celah sebelum rentang ini: nilai di %(at)s tidak masuk rentang mana pun."),
    "band_overlap": N_("Rentang ini bertumpuk dengan rentang di bawahnya, di %(at)s."),
    "band_short_low": N_("Rentang terendah tidak sampai ke nilai terkecil, %(at)s."),
    "band_short_high": N_("Rentang tertinggi tidak sampai ke nilai terbesar, %(at)s."),
    "ends_reversed": N_("Nilai terbesar (%(high)s) harus lebih dari nilai terkecil (%(low)s)."),
    "weight_beside_equal": N_("Bobot di sini sama besar: hapus bobot ini, atau ubah cara pembobotannya."),
    "weight_missing": N_("%(name)s belum memiliki bobot."),
    "weights_points": N_("Jumlah bobot %(sum)s poin, seharusnya %(whole)s (selisih %(off)s)."),
    "weights_percent": N_("Jumlah bobot %(sum)s persen, seharusnya %(whole)s (selisih %(off)s)."),
    "kinds_wider": N_("Induknya tidak berlaku bagi jenis unit ini: %(names)s."),
    "not_of_component": N_("%(name)s hanya untuk indikator; ini komponen yang memiliki isi."),
    "not_of_indicator": N_("%(name)s hanya untuk komponen; ini indikator."),
    "not_open": N_("Skala %(name)s belum ditentukan. Tulis skalanya, atau jelaskan pada open mengapa belum diketahui."),
    "one_source": N_("Sebutkan tepat satu sumber: instrument, competition, atau records."),
    "source_not_fed": N_("Tidak ada yang mengisi %(name)s; yang dikenal: %(known)s."),
    "source_item_unknown": N_("Sumber %(name)s tidak ada."),
    "cycle": N_("Berputar: %(way)s. Nilai tidak dapat berasal dari dirinya sendiri."),
    "own_source": N_("%(name)s ada di berkas ini juga; sumber harus instrumen lain."),
    "letter_or_open": N_(
        "Predikat memerlukan huruf (letter), atau penjelasan (open) mengapa belum diketahui; tidak keduanya."
    ),
    "fact_form": N_("Batas angka hanya untuk fakta berjenis number, pilihan hanya untuk jenis word."),
    "level_empty": N_("Tingkat %(name)s tidak memiliki ambang maupun prasyarat."),
    "threshold_form": N_("Ambang memerlukan satu tempat (of atau each) dan satu batas (at atau percent)."),
    "item_unknown": N_("%(name)s tidak ada dalam instrumen ini."),
    "each_of_indicator": N_("%(name)s tidak memiliki bagian yang dapat diberi ambang satu per satu."),
    "not_a_minimum": N_("Ambang adalah batas bawah: tulis dengan > atau >= saja."),
    "out_of_reach": N_("Ambang ini tidak dapat dicapai: paling banyak %(most)s."),
    "threshold_twice": N_("%(name)s sudah memiliki ambang pada tingkat ini; gabungkan menjadi satu."),
    "gate_out_of_reach": N_("Prasyarat ini tidak dapat dipenuhi: nilai %(name)s dari %(low)s sampai %(high)s."),
    "gate_form": N_("Prasyarat memerlukan tepat satu dari at (angka) atau is (kata)."),
    "fact_unknown": N_("Fakta %(name)s tidak ada pada daftar fakta."),
    "gate_mismatch": N_("Jenis fakta %(name)s tidak cocok: angka dibandingkan dengan at, kata dengan is."),
    "scale_needs": N_("Skala %(scale)s memerlukan %(name)s."),
    "not_of_scale": N_("%(name)s tidak dipakai pada skala %(scale)s."),
    "not_of_conversion": N_("%(name)s tidak dipakai pada konversi %(kind)s."),
    "conversion_needs": N_("Konversi %(kind)s memerlukan %(name)s."),
    "choice_needs_table": N_("Skala pilihan memerlukan konversi table."),
    "outside_scale": N_("Di luar skala %(low)s sampai %(high)s."),
    "direction_linear": N_(
        "Konversi linear naik: akhir (%(to)s) harus lebih dari awal (%(from)s). Untuk yang menurun pakai inverse."
    ),
    "direction_inverse": N_(
        "Konversi inverse menurun: akhir (%(to)s) harus kurang dari awal (%(from)s). Untuk yang naik pakai linear."
    ),
    "ratio_below_zero": N_("Konversi %(kind)s memerlukan skala mulai dari 0 atau lebih."),
    "part_of_maximum": N_("Pembagi (%(of)s) harus sama dengan nilai terbesar skala (%(maximum)s)."),
    "source_unknown": N_("Instrumen sumber %(name)s tidak ada di antara berkas yang diketahui."),
    "source_scale": N_("Skala %(scale)s tidak dapat diisi dari instrumen lain; pakai number atau converted."),
    "source_maximum": N_("Nilai terbesar di sini %(maximum)s, pada sumbernya %(of)s."),
    "year_twice": N_("%(name)s tahun %(year)s sudah ada di berkas %(file)s."),
    "seal_missing": N_("Berkas belum disegel. Periksa angka-angkanya, lalu jalankan: jipp instrument seal."),
    "seal_wrong": N_(
        "Segel tidak cocok dengan isi berkas: sesuatu berubah sejak berkas ini diperiksa dan disegel. Periksa "
        "perubahannya. Bila memang dimaksud, segel ulang (pada halaman: centang “Segel ulang”; API: reseal; baris "
        "perintah: jipp instrument seal)."
    ),
    "title_year": N_("Judulnya menyebut %(title)s, padahal tahun berkas ini %(year)s. Periksa judulnya."),
    "answer_outside": N_("Nilai di luar skala %(low)s sampai %(high)s."),
    "answer_not_number": N_("Jawaban harus berupa angka."),
    "answer_not_text": N_("Jawaban harus berupa kata."),
    "answer_unknown": N_("Jawaban tidak ada pada skala: %(expected)s."),
    "answer_not_ratio": N_("Isi capaian (0 atau lebih) dan target (lebih dari 0)."),
    "answer_is_ratio": N_("Skala ini meminta satu nilai, bukan capaian dan target."),
    "answer_not_asked": N_("Indikator ini tidak berlaku bagi unit, tetapi dijawab."),
    "answered_and_fed": N_("Indikator ini mendapat nilai dari sumbernya dan dari jawaban; pakai salah satu."),
    "kind_not_served": N_("Instrumen ini tidak berlaku bagi jenis unit %(name)s."),
    "not_a_number": N_("Bukan angka yang dapat dibaca."),
    "percent_sign": N_(
        "%(number)s ditulis sebagai persen, sehingga tidak jelas angka mana yang dimaksud. Ubah format selnya menjadi "
        "angka biasa dan tulis nilainya menurut skala indikator: 80,5 persen pada skala 0–100 ditulis 80,5."
    ),
    "two_readings": N_("Angka ini dapat dibaca dengan dua cara. Tulis %(decimal)s atau %(whole)s, mana yang dimaksud."),
}
"""Code → what is wrong; names of fields stand as in the file."""


def sentence(fault: Fault | AnswerFault) -> str:
    """What is wrong, in the language of the request."""
    return _(FAULTS[fault.code]) % fault.params
