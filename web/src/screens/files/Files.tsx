import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { changed } from '../../api/changes';
import { send } from '../../api/client';
import { filesQuery } from '../../api/queries';
import type { StoredFile } from '../../api/types';
import { upload } from '../../api/upload';
import { timeText } from '../../format/dates';
import { bytesText } from '../../format/numbers';
import { t } from '../../i18n';
import { Question } from '../../parts/Dialog';
import { useSubmit } from '../../parts/Form';
import { Panel } from '../../parts/Panel';
import { download, hand } from '../settings/exporting';

function FileRow({ file }: { file: StoredFile }) {
  const [isAsking, setAsking] = useState(false);
  const path = `/api/v1/files/${file.id}`;
  const take = useSubmit(async () => hand(await download(`${path}/content`, {}, () => {}), file.name));
  const erase = useSubmit(async () => {
    await send('DELETE', path, { version: file.version });
    changed(['files']);
  });
  const problem = take.problem ?? erase.problem;
  return (
    <li className="card pair">
      <span>
        <bdi>{file.name}</bdi>
        <span className="soft small-text below">{bytesText(file.size)} · {timeText(file.created_at)}</span>
        {problem && <span className="fault" role="alert">{problem}</span>}
      </span>
      <span className="pair-end">
        <button type="button" className="quiet small" onClick={() => void take.submit()} aria-label={t('files.download_named', { name: file.name })}>{t('files.download')}</button>
        <button type="button" className="quiet small" onClick={() => setAsking(true)} aria-label={t('files.delete_named', { name: file.name })}>{t('action.delete')}</button>
      </span>
      <Question title={t('action.delete')} text={t('files.delete_question', { name: file.name })} yes={t('action.delete')}
        isOpen={isAsking} close={() => setAsking(false)} agree={() => void erase.submit()} />
    </li>
  );
}

function Upload() {
  const [share, setShare] = useState<number | null>(null);
  const [file, setFile] = useState<File>();
  const { submit, problem, isBusy } = useSubmit(async () => {
    if (!file) return;
    setShare(0);
    try {
      await upload('/api/v1/files', { query: { name: file.name }, file, type: file.type || 'application/octet-stream', progress: setShare });
      changed(['files']);
      setFile(undefined);
    } finally {
      setShare(null);
    }
  });
  return (
    <form className="panel drop" onSubmit={(event) => void submit(event)}>
      <label htmlFor="upload">{t('files.choose')}</label>
      <input id="upload" type="file" accept=".pdf,.png,.jpg,.jpeg,.webp,.csv,.ofx,.qfx,.txt" onChange={(event) => setFile(event.target.files?.[0])} />
      {share !== null && <progress max={1} value={share} aria-label={t('files.upload')} />}
      {problem && <p className="fault" role="alert">{problem}</p>}
      {file && <p className="actions"><button type="submit" aria-disabled={isBusy}>{t('files.upload')}</button></p>}
    </form>
  );
}

export function Files() {
  const asked = useQuery(filesQuery);
  return (
    <>
      <Upload />
      <Panel title={t('files.yours')} service="file" asked={asked}>
        {({ items, bytes_used: used, bytes_max: most }) => (
          <>
            <p className="soft">{t('files.space', { used: bytesText(used), most: bytesText(most) })}</p>
            {items.length === 0 && <p className="soft">{t('files.none')}</p>}
            <ul className="plain-list">{items.map((file) => <FileRow key={file.id} file={file} />)}</ul>
          </>
        )}
      </Panel>
    </>
  );
}
