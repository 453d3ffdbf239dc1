// What this browser holds and the server does not have yet: one copy for each window that types.
//
// The key comes with each page and is stored nowhere, so that what is left behind is unreadable for
// who cannot sign in as the one who typed it. Without a safe connection there is no lock, and then
// nothing is held here.

import { person, secret } from "./page.js";

const OLD = 30 * 24 * 60 * 60 * 1000;
const SLOT = "draft:";
const MINE = `${SLOT}${person}:`;

const bytesOf = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

export const lock = await globalThis.crypto?.subtle?.importKey(
  "raw",
  bytesOf(secret),
  "AES-GCM",
  false,
  ["encrypt", "decrypt"],
);

// The copy is locked first, which takes a moment, and written when the caller still wants it.
export async function prepare(copy) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(copy));
  const locked = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, lock, text));
  const signs = Array.from([...iv, ...locked], (byte) => String.fromCharCode(byte)).join("");
  return () => localStorage.setItem(MINE + copy.hand, `${Date.now()} ${btoa(signs)}`);
}

export function remove(hand) {
  localStorage.removeItem(MINE + hand);
}

export async function all() {
  const found = [];
  if (!lock) return found;
  for (const slot of Object.keys(localStorage).filter((name) => name.startsWith(SLOT))) {
    const [at, locked] = localStorage.getItem(slot).split(" ");
    const copy = slot.startsWith(MINE) ? await open(locked) : null;
    if (copy) found.push(copy);
    else if (slot.startsWith(MINE) || Date.now() - at > OLD) localStorage.removeItem(slot);
  }
  return found;
}

async function open(locked) {
  try {
    const bytes = bytesOf(locked);
    const how = { name: "AES-GCM", iv: bytes.slice(0, 12) };
    const text = await crypto.subtle.decrypt(how, lock, bytes.slice(12));
    return JSON.parse(new TextDecoder().decode(text));
  } catch {
    return null;
  }
}
