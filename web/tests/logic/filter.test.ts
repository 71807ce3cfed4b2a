import { expect, it } from 'vitest';
import { afterEnd, beforeEnd, filterOf, monthOf } from '../../src/screens/transactions/filter';

const of = (text: string) => filterOf(new URLSearchParams(text));

it('takes what the address asks for and leaves out what makes no sense', () => {
  expect(of('q=rent&account_id=3&from=2026-01-01')).toEqual({ q: 'rent', account_id: '3', from: '2026-01-01' });
  expect(of('account_id=-1&category_id=x&from=yesterday&other=1')).toEqual({});
});

it('goes to a month by beginning with its last day, and goes on after it', () => {
  expect(monthOf(new URLSearchParams('at=2024-02'))).toBe('2024-02');
  expect(monthOf(new URLSearchParams('at=2024-13'))).toBeUndefined();
  expect(beforeEnd({ q: 'rent' }, '2024-02')).toEqual({ q: 'rent', to: '2024-02-29' });
  expect(beforeEnd({ q: 'rent' }, undefined)).toEqual({ q: 'rent' });
  expect(afterEnd({ q: 'rent' }, '2024-12')).toEqual({ q: 'rent', from: '2025-01-01', order: 'oldest' });
});

it('stays within the days that are asked for', () => {
  expect(beforeEnd({ to: '2023-01-01' }, '2024-02')).toEqual({ to: '2023-01-01' });
  expect(afterEnd({ from: '2025-06-01' }, '2024-02')).toEqual({ from: '2025-06-01', order: 'oldest' });
});
