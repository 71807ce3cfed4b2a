import { useState } from 'react';
import { changed } from '../../api/changes';
import { randomKey, send } from '../../api/client';
import { Problem } from '../../api/problem';
import type { Category, Transaction } from '../../api/types';
import { t } from '../../i18n';
import { Question } from '../../parts/Dialog';
import { SelectField } from '../../parts/Field';
import { say } from '../../parts/Toasts';
import { inTurns } from './in_turns';

interface BulkBarProps {
  chosen: Transaction[];
  categories: Category[];
  clear: () => void;
}

const atOnce = 4;

/** Sends one request for each; what was changed elsewhere meanwhile stays as it is there. */
async function forEach(items: Transaction[], act: (item: Transaction) => Promise<unknown>, progress: (done: number) => void) {
  let failed = 0;
  let done = 0;
  await inTurns(items, atOnce, async (item) => {
    try {
      await act(item);
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
      failed += 1;
    }
    progress((done += 1));
  });
  return failed;
}

export function BulkBar({ chosen, categories, clear }: BulkBarProps) {
  const [done, setDone] = useState<number | null>(null);
  const [isAsking, setAsking] = useState(false);
  const run = async (act: (item: Transaction) => Promise<unknown>) => {
    setDone(0);
    const failed = await forEach(chosen, act, setDone);
    setDone(null);
    changed();
    clear();
    const count = chosen.length - failed;
    say(failed ? t('bulk.some_failed', { count, failed }) : t('bulk.done', { count }));
  };
  const pathOf = ({ id }: Transaction) => `/api/v1/transactions/${id}`;
  const categorise = (category: string) =>
    run((item) => send('PATCH', pathOf(item), { body: { category_id: Number(category) }, version: item.version, key: randomKey() }));
  const erase = () => run((item) => send('DELETE', pathOf(item), { version: item.version }));
  if (chosen.length === 0) return null;
  return (
    <div className="bulk" role="region" aria-label={t('bulk.title')}>
      <strong>{t('bulk.chosen', { count: chosen.length })}</strong>
      {done === null ? (
        <>
          <SelectField label={t('bulk.set_category')} value="" change={(id) => id && void categorise(id)}
            choices={[['', '–'], ...categories.map(({ id, name }) => [String(id), name] as const)]} />
          <button type="button" className="quiet small" onClick={() => setAsking(true)}>{t('action.delete')}</button>
          <button type="button" className="quiet small" onClick={clear}>{t('bulk.clear')}</button>
        </>
      ) : (
        <progress max={chosen.length} value={done} aria-label={t('bulk.title')} />
      )}
      <Question title={t('action.delete')} text={t('bulk.delete_question', { count: chosen.length })} yes={t('action.delete')}
        isOpen={isAsking} close={() => setAsking(false)} agree={() => void erase()} />
    </div>
  );
}
