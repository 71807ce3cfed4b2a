import { expect, it } from 'vitest';
import { filterOf } from '../../src/screens/transactions/filter';

const of = (text: string) => filterOf(new URLSearchParams(text));

it('takes what the address asks for and leaves out what makes no sense', () => {
  expect(of('q=rent&account_id=3&from=2026-01-01')).toEqual({ q: 'rent', account_id: '3', from: '2026-01-01' });
  expect(of('account_id=-1&category_id=x&from=yesterday&other=1')).toEqual({});
});

it('goes to a month by beginning with its last day', () => {
  expect(of('at=2024-02')).toEqual({ to: '2024-02-29' });
  expect(of('at=2024-02&to=2023-01-01')).toEqual({ to: '2023-01-01' });
});
