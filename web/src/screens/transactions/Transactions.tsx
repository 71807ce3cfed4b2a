import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { accountsQuery, categoriesQuery, transactionsQuery } from '../../api/queries';
import { t } from '../../i18n';
import { Panel } from '../../parts/Panel';
import { Editor } from './Editor';
import { beforeEnd, filterOf, monthOf } from './filter';
import { Filters } from './Filters';
import { Timeline } from './Timeline';
import { TransactionList } from './TransactionList';

/** "/" goes to the search, "n" begins a new one, unless something is being typed. */
function useShortcuts(search: () => void, add: () => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.target as HTMLElement).closest('input, select, textarea, [role=dialog]') || event.ctrlKey || event.metaKey) return;
      const act = { '/': search, n: add }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [search, add]);
}

export function Transactions() {
  const [parameters, setParameters] = useSearchParams();
  const [isAdding, setAdding] = useState(false);
  const accounts = useQuery(accountsQuery).data ?? [];
  const categories = useQuery(categoriesQuery).data ?? [];
  const bar = useRef<HTMLDivElement>(null);
  useShortcuts(useCallback(() => bar.current?.querySelector('input')?.focus(), []), useCallback(() => setAdding(true), []));
  const change = useCallback((name: string, value: string) => {
    setParameters((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    }, { replace: true });
  }, [setParameters]);
  const go = useCallback((at: string) => change('at', at), [change]);
  const filter = filterOf(parameters);
  const month = monthOf(parameters);
  const [place, setPlace] = useState<string>();
  const asked = useInfiniteQuery(transactionsQuery(beforeEnd(filter, month)));
  return (
    <>
      <div className="actions">
        <button type="button" onClick={() => setAdding(true)}>{t('transactions.add')}</button>
        <Link className="button quiet" href="/import">{t('screen.import')}</Link>
      </div>
      {isAdding && accounts.length > 0 && (
        <section className="panel"><Editor accounts={accounts} categories={categories} close={() => setAdding(false)} /></section>
      )}
      <Filters parameters={parameters} change={change} accounts={accounts} categories={categories} search={bar} />
      {(filter.from || filter.to) && (
        <p className="actions"><span>{t('filter.span', { from: filter.from ?? '…', to: filter.to ?? '…' })}</span>
          <Link className="button quiet small" href="/transactions">{t('filter.all')}</Link></p>
      )}
      {asked.error && !asked.data ? (
        <Panel title={t('screen.transactions')} service="finance" asked={asked}>{() => null}</Panel>
      ) : (
        <>
          <Timeline filter={filter} place={place} go={go} />
          <TransactionList key={JSON.stringify([filter, month])} filter={filter} month={month} onPlace={setPlace}
            accounts={accounts} categories={categories} />
        </>
      )}
      <p className="soft small-text wide-only">{t('transactions.keys')}</p>
    </>
  );
}
