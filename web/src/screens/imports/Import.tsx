import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { accountsQuery, importsQuery } from '../../api/queries';
import type { ImportView } from '../../api/types';
import { timeText } from '../../format/dates';
import { t } from '../../i18n';
import { type Choice, SelectField } from '../../parts/Field';
import { FormActions, useSubmit } from '../../parts/Form';
import { Panel } from '../../parts/Panel';
import { AccountForm } from '../accounts/AccountForm';
import { FilePicker, Preview, type Statement } from './FilePicker';
import { ImportProgress, Result } from './Result';
import { useImport } from './use_import';

function Past() {
  const asked = useInfiniteQuery(importsQuery);
  return (
    <Panel title={t('import.past')} service="finance" asked={asked}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return <p className="soft">{t('import.none')}</p>;
        return (
          <ul className="plain-list">
            {items.map((item) => (
              <li key={item.id} className="card">
                <details>
                  <summary>{timeText(item.created_at)} · {t('import.summary', { count: item.rows_added, known: item.rows_duplicate })}</summary>
                  <Result result={item} />
                </details>
              </li>
            ))}
          </ul>
        );
      }}
    </Panel>
  );
}

function Sending() {
  const accounts = useQuery(accountsQuery).data ?? [];
  const [account, setAccount] = useState('');
  const [statement, setStatement] = useState<Statement | null>(null);
  const [result, setResult] = useState<ImportView | null>(null);
  const { progress, run } = useImport();
  const open = accounts.filter(({ closed }) => !closed);
  const into = account || String(open[0]?.id ?? '');
  const { problem, isBusy, submit } = useSubmit(async () => {
    if (statement && into) setResult(await run(Number(into), statement));
  });
  if (open.length === 0) return <><p>{t('import.needs_account')}</p><AccountForm done={(made) => made && setAccount(String(made.id))} /></>;
  return (
    <form onSubmit={(event) => void submit(event)}>
      <SelectField label={t('import.into')} value={into} change={setAccount}
        choices={open.map(({ id, name, currency }): Choice => [String(id), `${name} (${currency})`])} />
      <FilePicker chosen={(chosen) => { setStatement(chosen); setResult(null); }} />
      {statement && !result && <Preview statement={statement} />}
      {progress && <ImportProgress progress={progress} />}
      {result ? <Result result={result} /> : (
        <FormActions label={t('import.start')} isBusy={isBusy || !statement} problem={problem && `${problem} ${t('import.again')}`} />
      )}
    </form>
  );
}

export function Import() {
  return (
    <>
      <p className="lead">{t('import.lead')}</p>
      <section className="panel" aria-label={t('screen.import')}><Sending /></section>
      <Past />
    </>
  );
}
