"""What the command line says, in Indonesian and English."""

from __future__ import annotations

import os
from collections.abc import Mapping

LANGUAGES = ("id", "en")
TEXTS: dict[str, tuple[str, str]] = {
    "about": ("Klien JIPP, jaringan inovasi pelayanan publik.",
              "Client of JIPP, the network of public-service innovation."),
    "commands": ("perintah", "commands"),
    "options": ("pilihan", "options"),
    "help": ("tampilkan bantuan ini", "show this help"),
    "version": ("tampilkan versi", "show the version"),
    "usage": ("pemakaian: ", "usage: "),
    "lang": ("bahasa pesan: id atau en (bawaan: dari LANG)", "language of messages: id or en (default: from LANG)"),
    "json": ("satu dokumen JSON per baris, untuk program", "one JSON document a line, for programs"),
    "timeout": ("detik menunggu server", "seconds to wait for the server"),
    "retries": ("berapa kali permintaan diulang", "how often a request is sent again"),
    "url": ("alamat server, misalnya https://jipp.example", "address of the server, such as https://jipp.example"),
    "mirror": ("salin katalog sebuah server, lalu ikuti perubahannya",
               "copy a server's catalogue, then follow its changes"),
    "mirror.to": ("berkas SQLite salinan", "SQLite file of the copy"),
    "mirror.verify": ("hitung ulang sidik salinan dari setiap dokumen",
                      "count the copy's digest anew from every document"),
    "search": ("cari inovasi, di salinan atau di server", "search innovations, in a copy or on a server"),
    "search.words": ("kata yang dicari", "words to look for"),
    "search.in": ("berkas salinan, atau alamat server", "file of the copy, or address of a server"),
    "search.limit": ("paling banyak sekian hasil", "at most so many results"),
    "submit": ("kirim usulan dari berkas YAML; aman diulang", "send a proposal from a YAML file; safe to repeat"),
    "submit.draft": ("berkas YAML usulan", "YAML file of the proposal"),
    "submit.url": ("alamat server (atau JIPP_URL)", "address of the server (or JIPP_URL)"),
    "submit.key_file": ("berkas berisi kunci API (bawaan: JIPP_API_KEY)",
                        "file that holds the API key (default: JIPP_API_KEY)"),
    "submit.draft_only": ("simpan sebagai draf, jangan kirim", "save the draft, do not submit it"),
    "watch": ("ikuti perubahan katalog", "follow the changes of the catalogue"),
    "watch.every": ("detik di antara dua pertanyaan", "seconds between two questions"),
    "watch.once": ("tampilkan yang baru, lalu selesai", "show what is new, then end"),
    "watch.state": ("berkas penanda sampai mana sudah dibaca", "file that notes how far it was read"),
    "watch.from_start": ("mulai dari perubahan pertama", "begin with the first change"),
    "fault": ("Gagal: {message}", "Failed: {message}"),
    "arguments": ("Perintah tidak lengkap atau tidak dikenal: {message}",
                  "The command is incomplete or unknown: {message}"),
    "arguments.required": ("wajib diisi: {names}", "required: {names}"),
    "arguments.unknown": ("tidak dikenal: {names}", "unknown: {names}"),
    "arguments.value": ("{name}: nilai tidak sesuai", "{name}: not a fitting value"),
    "no-answer": ("Server tidak menjawab. Periksa alamat dan jaringan, lalu ulangi.",
                  "The server does not answer. Check the address and the network, then try again."),
    "timed-out": ("Server terlalu lama menjawab. Ulangi nanti.", "The server took too long. Try again later."),
    "unexpected": ("Jawaban ini bukan dari JIPP. Periksa alamatnya.",
                   "This is not an answer of JIPP. Check the address."),
    "not-equal": ("Salinan berbeda dari server, juga setelah disalin ulang.",
                  "The copy differs from the server, even after it was taken anew."),
    "other-source": ("Berkas ini salinan server lain: pakai berkas baru.",
                     "This file is a copy of another server: use a new one."),
    "interrupted": ("Program lain sedang menulis ke berkas ini.", "Another program is writing to this file."),
    "not-catalogue": ("Berkas ini bukan salinan katalog.", "This file is not a copy of a catalogue."),
    "no-key": ("Kunci API belum ada: isi JIPP_API_KEY, atau pakai --key-file.",
               "There is no API key: set JIPP_API_KEY, or use --key-file."),
    "no-url": ("Alamat server belum ada: pakai --url, atau isi JIPP_URL.",
               "There is no address of a server: use --url, or set JIPP_URL."),
    "plain-http": ("Kunci API tidak dikirim tanpa HTTPS. Pakai alamat https://.",
                   "The API key is not sent without HTTPS. Use an https:// address."),
    "key-readable": ("Peringatan: berkas kunci dapat dibaca orang lain (chmod 600).",
                     "Warning: others can read the key file (chmod 600)."),
    "draft.needed": ("Belum diisi: {about}", "Not filled in: {about}"),
    "draft.unknown": ("Tidak dikenal: {about}", "Unknown: {about}"),
    "draft.no-file": ("Berkas tidak ada: {about}", "There is no such file: {about}"),
    "draft.not-yaml": ("Bukan YAML yang dapat dibaca: {about}", "Not readable as YAML: {about}"),
    "draft.no-unit": ("Unit tidak ditemukan: {about}", "There is no such unit: {about}"),
    "draft.no-edition": ("Tidak ada edisi yang cocok {about}", "There is no edition that fits {about}"),
    "draft.several-editions": ("Lebih dari satu edisi cocok: sebutkan tahunnya {about}",
                               "More than one edition fits: name its year {about}"),
    "step.created": ("Draf dibuat: {id}", "Draft created: {id}"),
    "step.updated": ("Diperbarui: {fields}", "Updated: {fields}"),
    "step.attached": ("Dilampirkan: {file}", "Attached: {file}"),
    "step.replaced": ("Diganti: {file}", "Replaced: {file}"),
    "step.submitted": ("Terkirim dengan nomor {number}", "Submitted as number {number}"),
    "already": ("Sudah terkirim sebelumnya dengan nomor {number}", "Submitted before as number {number}"),
    "saved": ("Tersimpan sebagai draf", "Saved as a draft"),
    "ended": ("Usulan ini berstatus {status}; tidak ada yang dikirim", "This proposal is {status}; nothing was sent"),
    "unsent": ("Sudah dikirim; perubahan ini tidak dapat disimpan lagi: {fields}",
               "Already submitted; these changes cannot be saved any more: {fields}"),
    "missing": ("Belum siap dikirim:", "Not ready to be submitted:"),
    "snapshot": ("Menyalin", "Copying"),
    "following": ("Mengikuti perubahan", "Following changes"),
    "upload": ("Mengunggah {file}", "Uploading {file}"),
    "mirrored": ("{count} inovasi, sama dengan server (sidik {digest})",
                 "{count} innovations, equal to the server (digest {digest})"),
    "mirrored.unknown": ("{count} inovasi; server terus berubah sehingga belum dibandingkan",
                         "{count} innovations; the server keeps changing, so that the two were not compared"),
    "nothing-found": ("Tidak ada yang cocok.", "Nothing fits."),
    "anew": ("Umpan dimulai lagi di server; diikuti dari keadaannya sekarang.",
             "The feed began anew on the server; it is followed from where it is now."),
}  # fmt: skip


def language_of(asked: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """``--lang``, else what the system is set to, else Indonesian."""
    if asked:
        return asked
    system = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    return "en" if system.lower().startswith("en") else "id"


def text(language: str, key: str, /, **values: object) -> str:
    """A text in the language, with the values in it."""
    return TEXTS[key][LANGUAGES.index(language)].format(**values)
