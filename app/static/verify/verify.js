"use strict";
// Checks proofs and chains of the audit log in the browser, with its own cryptography: nothing is sent anywhere.
// The formats are described in docs/audit.md; `jipp verify` does the same in Python.

const text = new TextEncoder();
const WORDS = {
  id: {
    good: "Sah", bad: "Tidak sah", rank: "Peringkat", number: "Nomor", title: "Judul", unit: "Unit", score: "Nilai",
    reviews: "Pembaca", advanced: "Melaju", yes: "ya", no: "tidak", sheet: "Lembar nilai", total: "Total",
    stage: "Tahap", signer: "Kunci yang menandatangani", known: "Ini kunci yang Anda berikan.",
    unknown: "Bandingkan kunci ini dengan yang diumumkan provinsi.",
    chain: (n) => `${n} catatan tersambung tanpa celah.`, part: (first) => `Log ini mulai dari catatan ${first}; catatan sebelumnya tidak ikut diperiksa.`,
    "not-a-proof": "Ini bukan berkas bukti atau log JIPP.", "signature-wrong": "Tanda tangan tidak cocok dengan kunci dan isinya.",
    "not-in-the-tree": "Isi bukti tidak termasuk yang ditandatangani.", "not-of-this-stage": "Bukti menyebut tahap lain daripada tanda tangannya.",
    "entry-changed": (n) => `Catatan ${n} tidak tersambung dengan catatan sebelumnya: isinya atau sidiknya diubah.`,
    "entry-missing": (n) => `Catatan ${n} tidak ada.`, "no-crypto": "Peramban ini belum dapat memeriksa tanda tangan Ed25519. Gunakan peramban yang lebih baru, atau perintah “jipp verify”.",
  },
  en: {
    good: "Valid", bad: "Not valid", rank: "Rank", number: "Number", title: "Title", unit: "Unit", score: "Score",
    reviews: "Readings", advanced: "Goes on", yes: "yes", no: "no", sheet: "Score sheet", total: "Total",
    stage: "Stage", signer: "Key that signed", known: "This is the key that you gave.",
    unknown: "Compare this key with the one that the province has made known.",
    chain: (n) => `${n} entries follow each other without a gap.`, part: (first) => `This log begins with entry ${first}; those before were not checked.`,
    "not-a-proof": "This is no proof or log of JIPP.", "signature-wrong": "The signature does not fit the key and the text.",
    "not-in-the-tree": "What the proof says is not among what was signed.", "not-of-this-stage": "The proof names another stage than its signature.",
    "entry-changed": (n) => `Entry ${n} does not follow the one before it: its text or its hash was changed.`,
    "entry-missing": (n) => `Entry ${n} is missing.`, "no-crypto": "This browser cannot check Ed25519 signatures yet. Use a newer one, or the command “jipp verify”.",
    page: {
      heading: "Check a proof of a result",
      lead: "A proof file shows that a result is among what the province signed at its publication. It is checked in your browser: the file is sent nowhere.",
      file: "Proof or log (JSON, CSV)", key: "The province's public key (if you have it from elsewhere)",
      keyHint: "Without it only the file itself is shown to be whole; then compare the key below with the one that the province has made known.",
      howTitle: "What is checked", how1: "The Ed25519 signature over the tree's root, its size and the end of the log's chain (a C2SP signed note).",
      how2: "The way from what the proof says to that root (Merkle tree, RFC 9162).", how3: "Of a log: every entry binds all entries before it (SHA-256).",
      offline: "This page works without a network: keep index.html, verify.js and verify.css in one folder and open it in a browser that you trust. The command “jipp verify” checks the same.",
    },
  },
};
const language = (new URLSearchParams(location.search).get("lang") ?? navigator.language).startsWith("id") ? "id" : "en";
const words = WORDS[language];

class Bad extends Error {
  constructor(code, number) {
    super(code);
    this.number = number;
  }
}

const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const same = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);

/** A public key as signed notes name it: `name+id+base64`. */
async function parseKey(line) {
  const [name, id, ...rest] = line.trim().split("+");
  const raw = bytesOf(rest.join("+"));
  if (raw[0] !== 1 || hex(await keyId(name, raw)) !== id) throw new Bad("signature-wrong");
  return { name, raw, key: await imported(raw.slice(1)) };
}

const keyId = async (name, raw) => (await sha256(joined(text.encode(`${name}\n`), raw))).slice(0, 4);

async function imported(raw) {
  try {
    return await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    throw error.name === "NotSupportedError" ? new Bad("no-crypto") : error;
  }
}

/** What a signed note says; throws where the key has not signed it. */
async function openNote(note, { name, raw, key }) {
  const end = note.indexOf("\n\n");
  const signed = note.slice(0, end + 1);
  for (const line of note.slice(end + 2).split("\n")) {
    const [dash, signer, encoded] = line.split(" ");
    if (dash !== "\u2014" || signer !== name || !encoded) continue;
    const bytes = bytesOf(encoded);
    if (!same(bytes.slice(0, 4), await keyId(name, raw))) continue;
    if (await crypto.subtle.verify({ name: "Ed25519" }, key, bytes.slice(4), text.encode(signed))) {
      const [origin, size, root] = signed.split("\n");
      return { origin, size: Number(size), root: bytesOf(root) };
    }
  }
  throw new Bad("signature-wrong");
}

/** The root that a proof leads to (RFC 9162, 2.1.3.2); null where it cannot be one. */
async function rootFromProof(leaf, index, size, hashes) {
  if (!(index >= 0 && index < size)) return null;
  let [place, last, found] = [index, size - 1, leaf];
  for (const beside of hashes) {
    if (last === 0) return null;
    if (place % 2 || place === last) {
      found = await sha256(joined([1], beside, found));
      while (place % 2 === 0 && place !== 0) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
    } else {
      found = await sha256(joined([1], found, beside));
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 ? found : null;
}

async function checkProof(proof, knownKey) {
  const line = knownKey || proof.public_key;
  const signed = await openNote(proof.note, await parseKey(line));
  const leaves = [];
  for (const { leaf, index, hashes } of proof.proofs) {
    const start = await sha256(joined([0], text.encode(leaf)));
    const root = await rootFromProof(start, index, signed.size, hashes.map(bytesOf));
    if (!root || !same(root, signed.root)) throw new Bad("not-in-the-tree");
    const body = JSON.parse(leaf);
    if (!signed.origin.endsWith(`/${body.edition_id}/${body.stage}`)) throw new Bad("not-of-this-stage");
    leaves.push(body);
  }
  if (!leaves.length) throw new Bad("not-a-proof");
  return { leaves, key: line };
}

/** Entries of one chain, in any order: each hash follows from the one before. */
async function checkChain(entries) {
  const chains = Map.groupBy ? Map.groupBy(entries, (entry) => entry.chain) : grouped(entries);
  let first = 1;
  for (const chain of chains.values()) {
    chain.sort((one, other) => one.sequence - other.sequence);
    first = chain[0].sequence;
    let previous = first === 1 ? "0".repeat(64) : null;
    for (const [place, entry] of chain.entries()) {
      if (entry.sequence !== first + place) throw new Bad("entry-missing", first + place);
      const expected = previous === null ? entry.hash : hex(await sha256(text.encode(`${previous}\n${entry.body}`)));
      if (entry.hash !== expected || JSON.parse(entry.body).chain !== entry.chain) throw new Bad("entry-changed", entry.sequence);
      previous = entry.hash;
    }
  }
  return { count: entries.length, first };
}

function grouped(entries) {
  const found = new Map();
  for (const entry of entries) found.set(entry.chain, [...(found.get(entry.chain) ?? []), entry]);
  return found;
}

const outcome = document.getElementById("outcome");

function element(name, content, ...children) {
  const made = document.createElement(name);
  if (content !== null) made.textContent = content;
  made.append(...children);
  return made;
}

function show(kind, heading, ...children) {
  outcome.className = kind;
  outcome.replaceChildren(element("h2", heading), ...children);
  outcome.hidden = false;
}

function facts(leaf) {
  const lines = leaf.kind === "sheet"
    ? [[words.sheet, leaf.assignment_id], [words.total, leaf.total]]
    : [[words.number, leaf.number], [words.title, leaf.title], [words.unit, leaf.unit], [words.stage, leaf.stage],
       [words.rank, leaf.rank], [words.score, leaf.score], [words.reviews, leaf.reviews], [words.advanced, leaf.advanced ? words.yes : words.no]];
  return element("dl", null, ...lines.flatMap(([term, value]) => [element("dt", term), element("dd", String(value))]));
}

async function check() {
  const [file] = document.getElementById("file").files;
  if (!file) return;
  const knownKey = document.getElementById("key").value.trim();
  try {
    const found = parsed(await file.text());
    if (found.format === "jipp-proof-1") {
      const { leaves, key } = await checkProof(found, knownKey);
      show("good", words.good, ...leaves.map(facts), element("p", `${words.signer}: ${key}`), element("p", knownKey ? words.known : words.unknown));
    } else if (Array.isArray(found.items) && found.items.every((entry) => entry.body && entry.hash)) {
      const { count, first } = await checkChain(found.items);
      show("good", words.good, element("p", words.chain(count)), ...(first > 1 ? [element("p", words.part(first))] : []));
    } else {
      throw new Bad("not-a-proof");
    }
  } catch (error) {
    const word = words[error.message];
    show("bad", words.bad, element("p", typeof word === "function" ? word(error.number) : word ?? words["not-a-proof"]));
  }
}

/** A JSON document, or the log as CSV (`/api/v1/audit.csv?chain=…`). */
function parsed(content) {
  return content.trimStart().startsWith("{") ? JSON.parse(content) : { items: rowsOf(content) };
}

/** RFC 4180: cells in quotes may hold commas and line breaks, and a quote twice. */
function rowsOf(csv) {
  const cells = csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g);
  const rows = [[]];
  for (const [, quoted, plain, end] of cells) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "") break;
    if (end !== ",") rows.push([]);
  }
  const [heading, ...lines] = rows.filter((row) => row.length > 1);
  const entry = (line) => Object.fromEntries(heading.map((name, place) => [name.trim(), line[place]]));
  return lines.map(entry).map((found) => ({ ...found, sequence: Number(found.sequence) }));
}

if (words.page) {
  document.documentElement.lang = "en";
  document.title = `${words.page.heading} · JIPP`;
  for (const place of document.querySelectorAll("[data-text]")) {
    place.textContent = words.page[place.dataset.text === "title" ? "heading" : place.dataset.text];
  }
}
document.getElementById("form").addEventListener("input", check);
document.getElementById("form").addEventListener("submit", (event) => event.preventDefault());
