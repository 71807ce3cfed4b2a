import { type KeyboardEvent, useCallback, useEffect, useState } from 'react';
import { useObserved } from '../../api/observed';
import { outbox } from '../../api/outbox';
import type { TransactionFilter } from '../../api/queries';
import type { Account, Category, Transaction } from '../../api/types';
import { dayText } from '../../format/dates';
import { t } from '../../i18n';
import { sentence } from '../../parts/words';
import { BulkBar } from './BulkBar';
import { Editor } from './Editor';
import { Row } from './Row';
import { useRows } from './use_rows';

interface ListProps {
  filter: TransactionFilter;
  /** Where the list begins, when not with the newest. */
  month?: string;
  /** Told the month of the first row in sight. */
  onPlace: (month: string) => void;
  accounts: Account[];
  categories: Category[];
}

const without = (chosen: Map<number, Transaction>, item: Transaction) => {
  const next = new Map(chosen);
  if (!next.delete(item.id)) next.set(item.id, item);
  return next;
};

function Foot({ asked, count }: { asked: ReturnType<typeof useRows>['asked']; count: number }) {
  if (asked.isError && count > 0) return <p className="notice">{sentence(asked.error)}</p>;
  if (asked.isFetchingNextPage || asked.isPending) return <p className="soft" role="status">{t('panel.reading')}</p>;
  if (count === 0) return <p role="status">{t('transactions.none')}</p>;
  return asked.hasNextPage ? null : <p className="soft">{t('transactions.all', { count })}</p>;
}

export function TransactionList({ filter, month, onPlace, accounts, categories }: ListProps) {
  const { asked, items, above, list, rows, shown, top } = useRows(filter, month);
  const [edited, setEdited] = useState<number | null>(null);
  const [chosen, setChosen] = useState(new Map<number, Transaction>());
  const [hereFrom, setHereFrom] = useState(0); // counted from where the list began
  const here = above + hereFrom;
  // The row that the Tab key leads to; a list that was scrolled has one too.
  const stop = shown.some(({ index }) => index === here) ? here : (rows.range?.startIndex ?? 0);
  const waiting = new Set(useObserved(outbox).map(({ path }) => path));
  const edit = useCallback((item: Transaction) => setEdited(item.id), []);
  const choose = useCallback((item: Transaction) => setChosen((before) => without(before, item)), []);
  const place = items[rows.range?.startIndex ?? 0]?.date.slice(0, 7);
  useEffect(() => {
    if (place) onPlace(place);
  }, [place, onPlace]);
  const names = new Map(accounts.map(({ id, name }) => [id, name]));

  const focus = (index: number) => {
    const at = Math.min(items.length - 1, Math.max(0, index));
    setHereFrom(at - above);
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
              style={{ transform: `translateY(${start - top}px)` }} onFocus={() => setHereFrom(index - above)}>
              {isFirst && <p className="entry-day">{dayText(item.date)}</p>}
              {edited === item.id ? (
                <Editor item={item} accounts={accounts} categories={categories} close={close} />
              ) : (
                <Row item={item} account={names.get(item.account_id) ?? ''} isChosen={chosen.has(item.id)} isHere={index === stop}
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
