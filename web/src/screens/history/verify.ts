import { read } from '../../api/client';
import type { AuditEntry } from '../../api/types';
import { fromBase64, isSame, leafHash, provenRoot, readCheckpoint } from './merkle';

export type Verdict = 'proven' | 'not_proven' | 'differs';

/** Whether the entry in the log says what the list says. */
function says(entry: Uint8Array, { stream, kind, at }: AuditEntry) {
  const written = JSON.parse(new TextDecoder().decode(entry)) as Record<string, unknown>;
  return written.stream === stream && written.kind === kind && Date.parse(String(written.at)) === Date.parse(at);
}

/** Proves one listed entry in the browser. */
export async function verify(listed: AuditEntry): Promise<Verdict> {
  const proof = await read('/api/v1/audit/entries/{index}/proof', { at: { index: listed.index } });
  const checkpoint = readCheckpoint(proof.checkpoint);
  if (!checkpoint || checkpoint.size !== proof.size || proof.index !== listed.index) return 'not_proven';
  const entry = fromBase64(proof.entry);
  const { index, size } = proof;
  const root = await provenRoot({ index, size, leaf: await leafHash(entry), hashes: proof.hashes.map(fromBase64) });
  if (!root || !isSame(root, checkpoint.root)) return 'not_proven';
  return says(entry, listed) ? 'proven' : 'differs';
}
