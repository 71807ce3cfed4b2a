import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { changed } from '../../api/changes';
import { randomKey, send } from '../../api/client';
import { accountsQuery, profileQuery } from '../../api/queries';
import type { Account, ImportView, Profile } from '../../api/types';
import { likelyCurrency } from '../../format/money';
import { t } from '../../i18n';
import { FormActions, useSubmit } from '../../parts/Form';
import { FilePicker, Preview, type Statement } from '../imports/FilePicker';
import { ImportProgress, Result } from '../imports/Result';
import { currencyOf } from '../imports/statement_file';
import { useImport } from '../imports/use_import';
import { FactFields, factsOf, type Facts, firstFacts, noFacts } from '../profile/FactFields';

/** The account a first statement goes to: there is one already, or it is opened now. */
async function firstAccount(known: Account[], currency: string): Promise<Account> {
  const fitting = known.find((account) => !account.closed && account.currency === currency) ?? known[0];
  if (fitting) return fitting;
  const body = { name: t('welcome.account_name'), type: 'checking', currency };
  const made = (await send<Account>('POST', '/api/v1/accounts', { body, key: randomKey() })).body;
  changed();
  return made;
}

function FileStep({ done }: { done: (result: ImportView) => void }) {
  const accounts = useQuery(accountsQuery).data ?? [];
  const [statement, setStatement] = useState<Statement | null>(null);
  const { progress, run } = useImport();
  const { problem, isBusy, submit } = useSubmit(async () => {
    if (!statement) return;
    const account = await firstAccount(accounts, currencyOf(statement.text) ?? likelyCurrency());
    done(await run(account.id, statement));
  });
  return (
    <form className="panel" onSubmit={(event) => void submit(event)}>
      <h2>{t('welcome.step_file')}</h2>
      <p className="soft">{t('welcome.file_lead')}</p>
      <FilePicker chosen={setStatement} />
      {statement && <Preview statement={statement} />}
      {progress && <ImportProgress progress={progress} />}
      {statement && <FormActions label={t('import.start')} isBusy={isBusy} problem={problem} />}
      <p><Link href="/accounts">{t('welcome.by_hand')}</Link></p>
    </form>
  );
}

function FactsStep({ profile, currency }: { profile: Profile; currency: string }) {
  const [facts, setFacts] = useState<Facts>({ ...noFacts, currency });
  const [, go] = useLocation();
  const { problem, faults, isBusy, submit } = useSubmit(async () => {
    const body = factsOf(facts, firstFacts);
    if (body === null) return;
    await send('PATCH', '/api/v1/users/me', { body: { ...body, currency }, version: profile.version, key: randomKey() });
    changed(['profile', 'score']);
    go('/score');
  });
  return (
    <form className="panel" onSubmit={(event) => void submit(event)}>
      <h2>{t('welcome.step_facts')}</h2>
      <p className="soft">{t('welcome.facts_lead')}</p>
      <FactFields facts={facts} change={setFacts} names={firstFacts} faults={faults} isRequired />
      <FormActions label={t('welcome.show_score')} isBusy={isBusy} problem={problem} />
    </form>
  );
}

/** From nothing to a score: a statement, then four facts. */
export function Welcome() {
  const profile = useQuery(profileQuery).data;
  const accounts = useQuery(accountsQuery).data ?? [];
  const [result, setResult] = useState<ImportView | null>(null);
  const hasMoney = result !== null || accounts.length > 0;
  return (
    <>
      <p className="lead">{t('welcome.lead')}</p>
      {result ? <section className="panel" aria-label={t('screen.import')}><Result result={result} /></section> : <FileStep done={setResult} />}
      {hasMoney && profile && <FactsStep profile={profile} currency={accounts[0]?.currency ?? likelyCurrency()} />}
    </>
  );
}
