// The proof that an entry is part of the log whose checkpoint the server has signed: RFC 6962, 2.1, as RFC 9162, 2.1.3.2
// verifies it. The browser computes it from the entry's own bytes.

export type Bytes = Uint8Array<ArrayBuffer>;
export type Digest = (bytes: Bytes) => Promise<Bytes>;

export const sha256: Digest = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

function joined(...parts: Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const leafMark = new Uint8Array([0]);
const nodeMark = new Uint8Array([1]);

export const leafHash = (entry: Bytes, digest: Digest = sha256) => digest(joined(leafMark, entry));
const nodeHash = (left: Bytes, right: Bytes, digest: Digest) => digest(joined(nodeMark, left, right));

export interface Claim {
  index: number;
  /** How many entries the tree has. */
  size: number;
  leaf: Bytes;
  hashes: Bytes[];
}

/** The root that the proof leads to, or null when it does not fit the tree. */
export async function provenRoot({ index, size, leaf, hashes }: Claim, digest: Digest = sha256): Promise<Bytes | null> {
  if (index < 0 || index >= size) return null;
  let [node, last] = [index, size - 1];
  let root = leaf;
  for (const hash of hashes) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      root = await nodeHash(hash, root, digest);
      while (node % 2 === 0 && node !== 0) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
    } else root = await nodeHash(root, hash, digest);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : null;
}

export const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (mark) => mark.charCodeAt(0));
export const isSame = (left: Uint8Array, right: Uint8Array) => left.length === right.length && left.every((byte, at) => byte === right[at]);

export interface Checkpoint {
  origin: string;
  size: number;
  root: Bytes;
}

/** The first three lines of a C2SP checkpoint; null when it is none. */
export function readCheckpoint(text: string): Checkpoint | null {
  const [origin, size, root] = text.split('\n');
  if (!origin || !/^\d+$/.test(size ?? '') || !/^[A-Za-z0-9+/]{43}=$/.test(root ?? '')) return null;
  return { origin, size: Number(size), root: fromBase64(root!) };
}
