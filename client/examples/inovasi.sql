-- A made-up regency's own system, as far as nightly.py reads it. Yours has other tables: change `read_own` there.
CREATE TABLE inovasi (
    nomor INTEGER PRIMARY KEY,
    tahun INTEGER NOT NULL,        -- the year of the edition that it is meant for
    unit TEXT NOT NULL,            -- code of the unit in JIPP
    judul TEXT NOT NULL,
    kelompok TEXT NOT NULL,        -- titles of the edition, or its keys
    kategori TEXT NOT NULL,
    mulai TEXT,                    -- 2022-02-01
    sdgs TEXT,                     -- 3,16
    digital INTEGER,
    prioritas INTEGER NOT NULL,    -- who comes first gets the slots
    disetujui TEXT                 -- when the head of the agency released it; until then it is a draft
);
CREATE TABLE uraian (nomor INTEGER NOT NULL, bagian TEXT NOT NULL, isi TEXT NOT NULL);
CREATE TABLE isian (nomor INTEGER NOT NULL, nama TEXT NOT NULL, nilai TEXT NOT NULL);
CREATE TABLE berkas (nomor INTEGER NOT NULL, jalur TEXT NOT NULL, jenis TEXT, bagian TEXT);
