import { useState } from 'react';
import { send } from '../api/client';
import { connection } from '../api/connection';
import { useObserved } from '../api/observed';
import { discard, insist, outbox, type WaitingWrite } from '../api/outbox';
import { timeText } from '../format/dates';
import { t } from '../i18n';
import { Dialog } from '../parts/Dialog';
import { Versions } from '../parts/Versions';

function Refused({ write }: { write: WaitingWrite }) {
  const [theirs, setTheirs] = useState<Record<string, unknown>>();
  const look = async () => setTheirs((await send<Record<string, unknown>>('GET', write.path)).body);
  return (
    <>
      <p className="fault">{write.refusal?.status === 412 ? t('conflict.lead') : write.refusal?.sentence}</p>
      {theirs && <Versions mine={(write.body ?? {}) as Record<string, unknown>} theirs={theirs} />}
      <div className="actions">
        {write.refusal?.status === 412 && !theirs && (
          <button type="button" className="quiet small" onClick={() => void look()}>{t('conflict.compare')}</button>
        )}
        {theirs && (
          <button type="button" className="small" onClick={() => void insist(write, Number(theirs.version))}>
            {t('conflict.keep_mine')}
          </button>
        )}
        <button type="button" className="quiet small" onClick={() => discard(write.key)}>{t('outbox.discard')}</button>
      </div>
    </>
  );
}

function Writes({ writes }: { writes: WaitingWrite[] }) {
  return (
    <ul className="plain-list">
      {writes.map((write) => (
        <li key={write.key} className="card">
          <strong>{write.title}</strong> <span className="soft">{timeText(write.at)}</span>
          {write.refusal && <Refused write={write} />}
        </li>
      ))}
    </ul>
  );
}

/** Says that nothing answers, and what waits for it. */
export function Waiting() {
  const reach = useObserved(connection);
  const writes = useObserved(outbox);
  const [isOpen, setOpen] = useState(false);
  if (reach === 'online' && writes.length === 0) return null;
  return (
    <div className="notice" role="status">
      <p>
        {reach === 'away' && <>{t('outbox.away')} </>}
        {writes.length > 0 && t('outbox.waiting', { count: writes.length })}
      </p>
      {writes.length > 0 && (
        <button type="button" className="quiet small" onClick={() => setOpen(true)}>{t('outbox.show')}</button>
      )}
      <Dialog title={t('outbox.title')} isOpen={isOpen && writes.length > 0} close={() => setOpen(false)}>
        <Writes writes={writes} />
      </Dialog>
    </div>
  );
}
