import { addressOf, exchange, renew, settled } from '../../api/client';
import { Problem } from '../../api/problem';

/** Reads a download piece by piece; `told` hears how many bytes are there. */
export async function download(path: string, query: Record<string, string>, told: (bytes: number) => void): Promise<Blob> {
  let answer = await exchange('GET', addressOf(path, query), {});
  if (answer.status === 401) {
    await renew();
    answer = await exchange('GET', addressOf(path, query), {});
  }
  if (!answer.ok) settled(answer.status, answer.headers, await answer.text());
  const type = answer.headers.get('Content-Type') ?? 'application/octet-stream';
  const reader = answer.body?.getReader();
  if (!reader) throw new Problem(0);
  const parts: BlobPart[] = [];
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    told((bytes += part.value.length));
  }
  return new Blob(parts, { type });
}

/** Hands a file to the person, as a link that was followed. */
export function hand(file: Blob, name: string) {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
