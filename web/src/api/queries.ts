// What the screens read. Each query names the service that answers it.

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { read, readAll, send } from './client';
import type { Account, AuditEntry, ImportView, Notification, Page, ParkedEvent, PastScore, Profile, StoredFile,
  Transaction } from './types';

export type Service = 'finance' | 'prediction' | 'analytics' | 'profile' | 'notification' | 'audit' | 'auth' | 'file' |
  'gateway';

const of = (service: Service) => ({ service });
const activeMs = 600;
const idleMs = 10_000;
const idleAfterMs = 30_000;

let touchedAt = Date.now();
if (typeof addEventListener === 'function')
  for (const kind of ['pointermove', 'keydown', 'scroll'])
    addEventListener(kind, () => (touchedAt = Date.now()), { passive: true, capture: true });

const pace = () => (Date.now() - touchedAt < idleAfterMs ? activeMs : idleMs);

/** How each service is: about twice a second while somebody uses the page. */
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => read('/api/v1/status', { signal, isOpen: true }),
  meta: of('gateway'),
  refetchInterval: pace,
  staleTime: 0,
});

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => readAll<Account>('/api/v1/accounts', signal),
  meta: of('finance'),
});

export const categoriesQuery = queryOptions({
  queryKey: ['categories'],
  queryFn: async ({ signal }) => (await read('/api/v1/categories', { signal })).items,
  meta: of('finance'),
  staleTime: 3_600_000,
});

export const scoreQuery = queryOptions({
  queryKey: ['score'],
  queryFn: ({ signal }) => read('/api/v1/score', { signal }),
  meta: of('prediction'),
});

export const scoreHistoryQuery = queryOptions({
  queryKey: ['score', 'history'],
  queryFn: async ({ signal }) =>
    (await send<Page<PastScore>>('GET', '/api/v1/score/history', { query: { limit: 365 }, signal })).body.items,
  meta: of('prediction'),
});

export interface Versioned<Body> {
  body: Body;
  version: number;
}

export const profileQuery = queryOptions({
  queryKey: ['profile'],
  queryFn: async ({ signal }): Promise<Profile> => read('/api/v1/users/me', { signal }),
  meta: of('profile'),
});

type Interval = 'day' | 'week' | 'month';

export const netWorthQuery = (from: string, to: string, interval: Interval = 'month') =>
  queryOptions({
    queryKey: ['net-worth', from, to, interval],
    queryFn: ({ signal }) => read('/api/v1/analytics/net-worth', { query: { from, to, interval }, signal }),
    meta: of('analytics'),
  });

export const cashFlowQuery = (from: string, to: string, interval: Interval = 'month') =>
  queryOptions({
    queryKey: ['cash-flow', from, to, interval],
    queryFn: ({ signal }) => read('/api/v1/analytics/cash-flow', { query: { from, to, interval }, signal }),
    meta: of('analytics'),
  });

export type SpendingBy = 'category' | 'payee' | 'month';

export const spendingQuery = (from: string, to: string, group_by: SpendingBy) =>
  queryOptions({
    queryKey: ['spending', from, to, group_by],
    queryFn: ({ signal }) => read('/api/v1/reports/spending', { query: { from, to, group_by }, signal }),
    meta: of('finance'),
    placeholderData: keepPreviousData,
  });

export interface TransactionFilter {
  q?: string;
  account_id?: string;
  category_id?: string;
  from?: string;
  to?: string;
  order?: 'oldest';
}

const pageRows = 200;

/** A page after the other; each knows only where the next begins. */
const paged = <Item>(path: string, service: Service, limit: number, filter: object = {}) =>
  infiniteQueryOptions({
    queryKey: [path, filter],
    queryFn: async ({ pageParam, signal }) =>
      (await send<Page<Item>>('GET', path, { query: { ...filter, limit, cursor: pageParam }, signal })).body,
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    meta: of(service),
  });

export const transactionsQuery = (filter: TransactionFilter) =>
  paged<Transaction>('/api/v1/transactions', 'finance', pageRows, filter);

/** The months of the newest and the oldest of the transactions; nothing where there is none. */
export const monthsQuery = (filter: TransactionFilter) =>
  queryOptions({
    queryKey: ['/api/v1/transactions', 'months', filter],
    queryFn: async ({ signal }) => {
      const end = async (order: 'newest' | 'oldest') => {
        const query = { ...filter, order, limit: 1 };
        const { body } = await send<Page<Transaction>>('GET', '/api/v1/transactions', { query, signal });
        return body.items[0]?.date.slice(0, 7);
      };
      const [newest, oldest] = await Promise.all([end('newest'), end('oldest')]);
      return newest && oldest ? { newest, oldest } : null;
    },
    meta: of('finance'),
  });
export const importsQuery = paged<ImportView>('/api/v1/imports', 'finance', 20);
export const auditQuery = paged<AuditEntry>('/api/v1/audit/entries', 'audit', 50);

export interface Inbox extends Page<Notification> {
  unread: number;
}

const inboxMs = 3_000;

export const inboxQuery = queryOptions({
  queryKey: ['inbox'],
  queryFn: ({ signal }) => read('/api/v1/notifications', { query: { limit: 100 }, signal }),
  meta: of('notification'),
  refetchInterval: () => Math.max(inboxMs, pace()),
});

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) => (await read('/api/v1/auth/sessions', { signal })).items,
  meta: of('auth'),
});

export interface Files extends Page<StoredFile> {
  bytes_used: number;
  bytes_max: number;
}

export const filesQuery = queryOptions({
  queryKey: ['files'],
  queryFn: ({ signal }) => read('/api/v1/files', { query: { limit: 200 }, signal }),
  meta: of('file'),
});

export const parkedQuery = (service: string) =>
  queryOptions({
    queryKey: ['parked', service],
    queryFn: async ({ signal }) =>
      (await send<Page<ParkedEvent>>('GET', `/api/v1/status/services/${service}/parked-events`, { signal })).body.items,
    meta: of('gateway'),
  });

/** What this node offers besides: its own document tells. */
export const offersQuery = queryOptions({
  queryKey: ['offers'],
  queryFn: async ({ signal }) => {
    const { body } = await send<{ paths: object }>('GET', '/openapi.json', { signal, isOpen: true });
    return {
      faults: '/api/v1/status/services/{name}/fail' in body.paths,
      demo: '/api/v1/auth/demo' in body.paths,
    };
  },
  meta: of('gateway'),
  staleTime: Infinity,
});
