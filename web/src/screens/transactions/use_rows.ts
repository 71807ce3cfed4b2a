import { useInfiniteQuery } from '@tanstack/react-query';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { transactionsQuery, type TransactionFilter } from '../../api/queries';
import { afterEnd, beforeEnd } from './filter';

const rowPixels = 60;
const readAhead = 60;
const timelinePixels = 48;
/** What comes in above the window before the last scrolling was seen through would not be made up for. */
const settledAfterMs = 100;

type Pages = ReturnType<typeof usePages>;

const usePages = (filter: TransactionFilter, enabled = true) => useInfiniteQuery({ ...transactionsQuery(filter), enabled });
const itemsOf = ({ data }: Pages) => data?.pages.flatMap(({ items }) => items) ?? [];

/** Reads the next page before it is needed, if it still is after a while. */
function useReadAhead({ hasNextPage, isFetchingNextPage, isError, fetchNextPage }: Pages, left: number, afterMs = 0) {
  const isNeeded = hasNextPage && !isFetchingNextPage && !isError && left < readAhead;
  useEffect(() => {
    if (!isNeeded) return;
    const timer = setTimeout(() => void fetchNextPage(), afterMs);
    return () => clearTimeout(timer);
  }, [isNeeded, afterMs, fetchNextPage]);
}

/** Whether rows have been there for a while. */
function useSettled(isEmpty: boolean) {
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    if (isEmpty) return;
    const timer = setTimeout(() => setSettled(true), settledAfterMs);
    return () => clearTimeout(timer);
  }, [isEmpty]);
  return isSettled;
}

/** The rows near the window. They begin with the end of `month`, if there is one; what is newer grows above them. */
export function useRows(filter: TransactionFilter, month: string | undefined) {
  const asked = usePages(beforeEnd(filter, month));
  const isSettled = useSettled(!asked.data?.pages[0]?.items.length);
  const later = afterEnd(filter, month ?? '9999-11');
  const newer = usePages(later, month !== undefined && isSettled && !(filter.to && filter.to < later.from!));
  const above = isSettled ? itemsOf(newer).reverse() : [];
  const items = [...above, ...itemsOf(asked)];

  const list = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const isEmpty = items.length === 0;
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), [isEmpty]);
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => rowPixels,
    getItemKey: (index) => items[index]!.id,
    overscan: 12,
    scrollMargin: top,
    anchorTo: 'end', // what is looked at stays where it is when newer rows come in above it
  });
  // A list that goes to a month shows its end first, wherever the one before it was scrolled to.
  useLayoutEffect(() => {
    const place = list.current?.getBoundingClientRect().top ?? 0;
    if (month && !isEmpty && place < timelinePixels) rows.scrollToOffset(scrollY + place - timelinePixels);
  }, [rows, month, isEmpty]);

  const shown = rows.getVirtualItems();
  const seen = { first: shown[0]?.index ?? 0, last: shown.at(-1)?.index ?? 0 };
  useReadAhead(asked, items.length - seen.last);
  useReadAhead(newer, seen.first, settledAfterMs);
  return { asked, items, above: above.length, list, rows, shown, top };
}
