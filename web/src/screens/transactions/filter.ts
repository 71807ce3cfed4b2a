// The filter of the list lives in the address, so that it can be kept, sent and gone back to.

import type { TransactionFilter } from '../../api/queries';
import { firstOf, isMonth, lastOf, monthBefore } from '../../format/dates';

const names = ['q', 'account_id', 'category_id', 'from', 'to'] as const;
const isId = (text: string | null) => /^[1-9]\d{0,15}$/.test(text ?? '');
const isDay = (text: string | null) => /^\d{4}-\d{2}-\d{2}$/.test(text ?? '');

/** What the address asks for, without the month that it goes to; what it asks for wrongly is left out. */
export function filterOf(parameters: URLSearchParams): TransactionFilter {
  const valid: Record<(typeof names)[number], (text: string | null) => boolean> = {
    q: (text) => Boolean(text),
    account_id: isId,
    category_id: isId,
    from: isDay,
    to: isDay,
  };
  const given = names.filter((name) => valid[name](parameters.get(name)));
  return Object.fromEntries(given.map((name) => [name, parameters.get(name)!]));
}

/** The month that the address goes to. */
export function monthOf(parameters: URLSearchParams): string | undefined {
  const month = parameters.get('at');
  return isMonth(month) ? month : undefined;
}

/** What lies at and before the end of a month, and what comes after it. */
export const beforeEnd = (filter: TransactionFilter, month: string | undefined): TransactionFilter =>
  !month || (filter.to && filter.to < lastOf(month)) ? filter : { ...filter, to: lastOf(month) };
export function afterEnd(filter: TransactionFilter, month: string): TransactionFilter {
  const next = firstOf(monthBefore(month, -1));
  return { ...filter, from: filter.from && filter.from > next ? filter.from : next, order: 'oldest' };
}

