// What the view on the screen has cost: shown in the page's footer.

import { Observed } from './observed';

export interface Effort {
  requests: number;
  serverMs: number;
  rows: number;
}

const none: Effort = { requests: 0, serverMs: 0, rows: 0 };

export const effort = new Observed<Effort>(none);

export const beginView = () => effort.set(none);

const durationOf = (timing: string | null) => Number(/dur=([\d.]+)/.exec(timing ?? '')?.[1] ?? 0);

/** The rows an answer stands on: what it says itself, else the items it lists. */
function rowsOf(body: unknown): number {
  if (typeof body !== 'object' || body === null) return 0;
  const { row_count: counted, items, currencies } = body as Record<string, unknown>;
  if (typeof counted === 'number') return counted;
  const lists = Array.isArray(currencies) ? currencies.map((each) => each.items) : [items];
  return lists.flat().reduce<number>((sum, each) => sum + (each?.row_count ?? (each ? 1 : 0)), 0);
}

export function spent(timing: string | null, body: unknown) {
  const { requests, serverMs, rows } = effort.get();
  effort.set({
    requests: requests + 1,
    serverMs: serverMs + durationOf(timing),
    rows: rows + rowsOf(body),
  });
}
