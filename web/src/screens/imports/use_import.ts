import { useRef, useState } from 'react';
import { changed } from '../../api/changes';
import { randomKey, read } from '../../api/client';
import { Problem } from '../../api/problem';
import type { ImportView } from '../../api/types';
import { upload } from '../../api/upload';
import type { Statement } from './FilePicker';

export interface Progress {
  /** From 0 to 1 while the file is sent. */
  sent: number;
  /** Rows read so far, once it is there. */
  rows?: number;
}

const pollMs = 500;
const failuresMax = 6;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks until the import is over; a few failed questions are not the end of it. */
async function followed(started: ImportView, told: (rows: number) => void): Promise<ImportView> {
  let now = started;
  let failures = 0;
  while (now.state === 'running') {
    told(now.rows_read);
    await pause(pollMs * 2 ** failures);
    try {
      now = await read('/api/v1/imports/{id}', { at: { id: now.id } });
      failures = 0;
    } catch (reason) {
      if (!(reason instanceof Problem) || !reason.isPassing || ++failures > failuresMax) throw reason;
    }
  }
  return now;
}

/** Sends a statement. The same one sent again after a failure keeps its key, so it is imported once. */
export function useImport() {
  const [progress, setProgress] = useState<Progress | null>(null);
  const intent = useRef({ what: '', key: '' });
  const run = async (account: number, { file, type }: Statement): Promise<ImportView> => {
    const what = [account, file.name, file.size, file.lastModified].join('|');
    if (intent.current.what !== what) intent.current = { what, key: randomKey() };
    setProgress({ sent: 0 });
    try {
      const started = await upload<ImportView>('/api/v1/imports', {
        query: { account_id: account, format: 'auto', atomic: false },
        file,
        type,
        key: intent.current.key,
        progress: (sent) => setProgress({ sent }),
      });
      const done = await followed(started, (rows) => setProgress({ sent: 1, rows }));
      intent.current.what = '';
      return done;
    } finally {
      setProgress(null);
      changed();
      changed(['/api/v1/imports']);
    }
  };
  return { progress, run };
}
