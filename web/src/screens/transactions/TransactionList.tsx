import { useInfiniteQuery } from '@tanstack/react-query';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useObserved } from '../../api/observed';
import { outbox } from '../../api/outbox';
import { transactionsQuery, type TransactionFilter } from '../../api/queries';
import type { Account, Category, Transaction } from '../../api/types';
import { dayText } from '../../format/dates';
import { t } from '../../i18n';
import { sentence } from '../../parts/words';
import { BulkBar } from './BulkBar';
import { Editor } from './Editor';
import { Row } from './Row';

interface ListProps {
  filter: TransactionFilter;
  accounts: Account[];
  categories: Category[];
}

const rowPixels = 60;
const readAhead = 60;

const without = (chosen: Map<number, Transaction>, item: Transaction) => {
  const next = new Map(chosen);
  if (!next.delete(item.id)) next.set(item.id, item);
  return next;
};

/** The rows near the window, and the page after them before it is needed. */
function useRows(filter: TransactionFilter) {
  const asked = useInfiniteQuery(transactionsQuery(filter));
  const items = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const list = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), [items.length === 0]);
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => rowPixels,
    getItemKey: (index) => items[index]!.id,
    overscan: 12,
    scrollMargin: top,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = asked;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError && last > items.length - readAhead) void fetchNextPage();
  }, [last, items.length, hasNextPage, isFetchingNextPage, isError, fetchNextPage]);
  return { asked, items, list, rows, shown, top };
}

function Foot({ asked, count }: { asked: ReturnType<typeof useRows>['asked']; count: number }) {
  if (asked.isError && count > 0) return <p className="notice">{sentence(asked.error)}</p>;
  if (asked.isFetchingNextPage || asked.isPending) return <p className="soft" role="status">{t('panel.reading')}</p>;
  if (count === 0) return <p role="status">{t('transactions.none')}</p>;
  return asked.hasNextPage ? null : <p className="soft">{t('transactions.all', { count })}</p>;
}

export function TransactionList({ filter, accounts, categories }: ListProps) {
  const { asked, items, list, rows, shown, top } = useRows(filter);
  const [edited, setEdited] = useState<number | null>(null);
  const [chosen, setChosen] = useState(new Map<number, Transaction>());
  const [here, setHere] = useState(0);
  const waiting = new Set(useObserved(outbox).map(({ path }) => path));
  const edit = useCallback((item: Transaction) => setEdited(item.id), []);
  const choose = useCallback((item: Transaction) => setChosen((before) => without(before, item)), []);
  const names = new Map(accounts.map(({ id, name }) => [id, name]));

  const focus = (index: number) => {
    const at = Math.min(items.length - 1, Math.max(0, index));
    setHere(at);
    rows.scrollToIndex(at);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-index="${at}"] .entry-body`)?.focus());
  };
  const moves: Record<string, () => void> = {
    ArrowDown: () => focus(here + 1),
    ArrowUp: () => focus(here - 1),
    PageDown: () => focus(here + 10),
    PageUp: () => focus(here - 10),
    Home: () => focus(0),
    End: () => focus(items.length - 1),
    x: () => items[here] && choose(items[here]),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (!move || (event.target as HTMLElement).closest('form, .bulk') || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move();
  };
  const close = () => {
    const index = items.findIndex(({ id }) => id === edited);
    setEdited(null);
    if (index >= 0) focus(index);
  };

  return (
    <section className="panel entries" aria-label={t('transactions.found')} onKeyDown={onKeyDown}>
      <BulkBar chosen={[...chosen.values()]} categories={categories} clear={() => setChosen(new Map())} />
      <div ref={list} role="list" className="entry-space" style={{ height: rows.getTotalSize() }}>
        {shown.map(({ index, start, key }) => {
          const item = items[index]!;
          const isFirst = items[index - 1]?.date !== item.date;
          return (
            <div key={key} data-index={index} ref={rows.measureElement} role="listitem" className="entry-place"
              style={{ transform: `translateY(${start - top}px)` }} onFocus={() => setHere(index)}>
              {isFirst && <p className="entry-day">{dayText(item.date)}</p>}
              {edited === item.id ? (
                <Editor item={item} accounts={accounts} categories={categories} close={close} />
              ) : (
                <Row item={item} account={names.get(item.account_id) ?? ''} isChosen={chosen.has(item.id)} isHere={index === here}
                  isWaiting={waiting.has(`/api/v1/transactions/${item.id}`)} choose={choose} edit={edit} />
              )}
            </div>
          );
        })}
      </div>
      <Foot asked={asked} count={items.length} />
    </section>
  );
}
