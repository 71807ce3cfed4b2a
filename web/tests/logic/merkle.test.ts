import { webcrypto } from 'node:crypto';
import { expect, it } from 'vitest';
import { type Bytes, isSame, leafHash, provenRoot, readCheckpoint, sha256 } from '../../src/screens/history/merkle';

// As browsers have it; Node 18 has it under this name only.
globalThis.crypto ??= webcrypto as Crypto;

const bytes = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;
const node = (left: Bytes, right: Bytes) => sha256(new Uint8Array([1, ...left, ...right]));
const largestPowerBelow = (size: number) => 2 ** (Math.ceil(Math.log2(size)) - 1);

/** RFC 6962, 2.1 and 2.1.1, as the text defines them. */
async function rootOf(leaves: Bytes[]): Promise<Bytes> {
  if (leaves.length === 1) return leaves[0]!;
  const split = largestPowerBelow(leaves.length);
  return node(await rootOf(leaves.slice(0, split)), await rootOf(leaves.slice(split)));
}

async function pathOf(index: number, leaves: Bytes[]): Promise<Bytes[]> {
  if (leaves.length === 1) return [];
  const split = largestPowerBelow(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...(await pathOf(index, left)), await rootOf(right)]
    : [...(await pathOf(index - split, right)), await rootOf(left)];
}

const leavesOf = (size: number) => Promise.all(Array.from({ length: size }, (_, at) => leafHash(bytes(`entry ${at}`))));

it('proves every entry of every small tree', async () => {
  for (let size = 1; size <= 24; size += 1) {
    const leaves = await leavesOf(size);
    const root = await rootOf(leaves);
    for (let index = 0; index < size; index += 1) {
      const found = await provenRoot({ index, size, leaf: leaves[index]!, hashes: await pathOf(index, leaves) });
      expect(found && isSame(found, root)).toBe(true);
    }
  }
});

it('proves no entry that was changed, moved or given a wrong path', async () => {
  const leaves = await leavesOf(11);
  const root = await rootOf(leaves);
  const hashes = await pathOf(6, leaves);
  const claims = [
    { index: 6, size: 11, leaf: await leafHash(bytes('another')), hashes },
    { index: 7, size: 11, leaf: leaves[6]!, hashes },
    { index: 6, size: 11, leaf: leaves[6]!, hashes: hashes.slice(1) },
    { index: 6, size: 11, leaf: leaves[6]!, hashes: [...hashes, root] },
    { index: 11, size: 11, leaf: leaves[6]!, hashes },
  ];
  for (const claim of claims) {
    const found = await provenRoot(claim);
    expect(found !== null && isSame(found, root)).toBe(false);
  }
});

it('reads a checkpoint and refuses what is none', () => {
  const text = 'origin\n94\nlyX7SX6vqX2w+AW8EdUH48b4wi2H691OhKwYJSE3ESE=\n\n— origin c2ln\n';
  expect(readCheckpoint(text)).toMatchObject({ origin: 'origin', size: 94 });
  for (const bad of ['', 'origin\nx\nAAAA', 'origin\n94\nshort=']) expect(readCheckpoint(bad)).toBeNull();
});
