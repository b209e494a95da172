"""How the same is said otherwise: synonyms, other orders of clauses and sentences, sentences put in, other figures."""

import re
from random import Random

_SYNONYMS = """
adalah=merupakan sejak=mulai dijalankan=dilaksanakan menjalankan=melaksanakan pembaruan=terobosan sebelumnya=dahulu
masalahnya=persoalannya masalah=persoalan jelas=nyata karena=sebab sedangkan=sementara kini=sekarang sekarang=kini
sasaran=target manfaatnya=faedahnya dirasakan=dinikmati hasilnya=buahnya terukur=terhitung berubah=beralih
semula=awalnya memakai=menggunakan memanfaatkan=menggunakan didukung=ditopang diterapkan=dipraktikkan
penyesuaian=perubahan ringan=sedikit biayanya=ongkosnya dikerjakan=digarap bersama=dengan langkahnya=tahapannya
ditiru=dicontoh melayani=mengurus kunjungan=kedatangan memerlukan=membutuhkan keluhan=aduan terbanyak=terbesar
disampaikan=diutarakan menemukan=mendapati diperiksa=ditelaah terlihat=tampak mencatat=merekam jauh=terpaut
rugi=dirugikan terutama=khususnya khususnya=terutama bertujuan=bermaksud memperbaiki=membenahi cepat=lekas
mudah=gampang dijangkau=dicapai keluaran=produk petugas=staf pegawai=karyawan terlatih=terampil meningkatnya=naiknya
kepercayaan=keyakinan diukur=dihitung berkurangnya=menyusutnya gagasan=ide membalik=mengganti pengguna=pemakai
menyesuaikan=mencocokkan kantor=instansi mengikuti=menuruti kebutuhan=keperluan umumnya=biasanya hanya=cuma
memangkas=menghapus langkah=tahap keterlibatan=peran perencanaan=penyusunan bergantung=bertumpu rapat=pertemuan
membahas=membicarakan pelaksanaan=penerapan dimulai=diawali diperluas=dikembangkan bertahap=perlahan terdiri=tersusun
beranggotakan=berisi bergiliran=bergantian memeriksa=menelaah catatan=rekaman kendala=hambatan diatasi=ditangani
pendampingan=pengawalan ragu=bimbang diminta=dimohon menjelaskan=menerangkan perangkat=peralatan peralatan=perkakas
perbandingan=pembandingan tercatat=terekam berasal=bersumber dicocokkan=disandingkan acak=bebas naik=bertambah
berkurang=menyusut berarti=bermakna waktu=tempo ongkos=biaya bekerja=berkarya mengurus=merawat terbantu=tertolong
kesalahan=kekeliruan internal=dalam dilakukan=diadakan melihat=meninjau jumlah=banyaknya pengaduan=aduan
kepatuhan=ketaatan temuan=hasil terpenting=utama sulit=sukar membaca=mengeja petunjuk=panduan diganti=diperbarui
ditempel=dipasang menagih=menuntut dijanjikan=disanggupi dicoba=diuji penyebarannya=perluasannya panduan=pedoman
syarat=ketentuan kesediaan=kesanggupan jadwal=agenda mitra=rekan ukuran=tolok luas=lebar serupa=sejenis dialami=dihadapi
banyak=sejumlah anggarannya=dananya bahan=material perjalanan=transportasi pemeliharaan=perawatan rutin=tetap
barang=benda tertulis=tertuang ditinjau=dievaluasi dukungan=sokongan pengetahuan=wawasan rendah=murah strategi=siasat
ditempuh=dilalui pimpinan=kepala target=sasaran baru=anyar dibagi=dipilah cadangan=pengganti terlibat=berperan
menilai=mengukur pembiayaannya=dananya bantuan=sokongan rencana=rancangan memperluas=mengembangkan
menyederhanakan=meringkas formulir=borang tersisa=ada dipantau=diawasi diumumkan=disiarkan penurunan=merosotnya
mutu=kualitas diketahui=disadari pasien=penderita datang=hadir menunggu=menanti rumah=kediaman jarak=rentang
tetangga=warga terdekat=sekitar dilatih=dibekali anak=bocah keluarga=kerabat desa=dusun warga=penduduk sekolah=madrasah
air=tirta jalan=ruas sampah=limbah pasar=pekan pedagang=penjual petani=peladang nelayan=pelaut ternak=hewan
membayar=melunasi pajak=pungutan usaha=bisnis kecil=mungil izin=perizinan surat=berkas kartu=kartu terlambat=telat
laporan=lapor dijenguk=dikunjungi obat=obat
"""
SYNONYMS: dict[str, str] = dict(pair.split("=") for pair in _SYNONYMS.split())
_PUT_IN = (
    "Cerita ini kami tuliskan apa adanya agar mudah dipahami pembaca.",
    "Pada awalnya tidak semua pihak yakin bahwa cara ini akan bertahan.",
    "Pengalaman tersebut menjadi pelajaran berharga bagi seluruh jajaran.",
    "Kami juga mendengarkan saran dari tokoh agama dan akademisi.",
    "Dokumentasi tersimpan rapi dan dapat diperlihatkan kapan saja.",
    "Dengan demikian rasa memiliki tumbuh sedikit demi sedikit.",
    "Hal ini sejalan dengan arah pembangunan lima tahun ke depan.",
    "Semangat gotong royong menjadi modal yang tidak ternilai.",
    "Cuaca dan medan kadang menghambat, tetapi tidak menghentikan.",
    "Media lokal beberapa kali menulis tentang upaya ini.",
    "Tidak jarang tamu dari luar pulau datang untuk belajar.",
    "Setiap pekan kami duduk melingkar dan bercerita apa yang terjadi.",
    "Bahasa setempat dipakai supaya tidak ada yang merasa asing.",
    "Sambutan hangat itu menambah semangat kami semua.",
    "Foto dan video singkat diunggah ke media sosial resmi.",
    "Perjalanan panjang ini belum berakhir dan terus dirawat.",
    "Langkah sederhana sering kali lebih berarti daripada wacana besar.",
    "Kritik pedas pun kami terima sebagai bahan bercermin.",
    "Anak muda dilibatkan karena merekalah yang akan meneruskan.",
    "Ruang kecil di sudut balai menjadi saksi percakapan itu.",
)
_PLACES = re.compile(r"(?<=Kabupaten )[A-Z]\w+|(?<=Contoh )\d+")
_OTHER_PLACES = ("Trenggalek", "Situbondo", "Magetan", "Bangkalan", "Nganjuk", "Probolinggo")


def figures(text: str, random: Random) -> str:
    """Other figures and places."""

    def moved(found: re.Match[str]) -> str:
        return str(random.randint(1, 90)) if found[0].isdigit() else random.choice(_OTHER_PLACES)

    text = _PLACES.sub(moved, text)
    return re.sub(r"\d+", lambda found: str(max(1, int(found[0]) + random.randint(-9, 25))), text)


def synonyms(text: str, random: Random, share: float) -> str:
    """A *share* of the words that have a synonym are exchanged for it."""

    def exchanged(found: re.Match[str]) -> str:
        word = SYNONYMS.get(found[0].casefold())
        if word is None or random.random() >= share:
            return found[0]
        return word.capitalize() if found[0][0].isupper() else word

    return re.sub(r"[^\W\d_]+", exchanged, text)


def put_in(text: str, random: Random, share: float) -> str:
    """Sentences that say little, after a *share* of the others."""
    found = re.split(r"(?<=\.) ", text)
    return " ".join(one + (" " + random.choice(_PUT_IN) if random.random() < share else "") for one in found)


def turned(text: str, random: Random) -> str:
    """Clauses and sentences in another order."""
    found = [_clauses(sentence, random) for sentence in re.split(r"(?<=\.) ", text)]
    random.shuffle(found)
    return " ".join(found)


def _clauses(sentence: str, random: Random) -> str:
    first, comma, rest = sentence.rstrip(".").partition(", ")
    if not comma or random.random() < 0.4:
        return sentence
    return f"{rest[:1].upper()}{rest[1:]}, {first[:1].lower()}{first[1:]}."
