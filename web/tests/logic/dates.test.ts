import { expect, it } from 'vitest';
import { agoText, isMonth, lastOf, monthBefore, today } from '../../src/format/dates';

it('knows the last day of a month, leap years included', () => {
  expect(lastOf('2026-11')).toBe('2026-11-30');
  expect(lastOf('2028-02')).toBe('2028-02-29');
  expect(lastOf('2100-02')).toBe('2100-02-28');
});

it('goes over the end of a year in both directions', () => {
  expect(monthBefore('2026-01')).toBe('2025-12');
  expect(monthBefore('2026-12', -1)).toBe('2027-01');
  expect(monthBefore('2026-11', 23)).toBe('2024-12');
});

it('takes only real months', () => {
  expect(isMonth('2026-11')).toBe(true);
  for (const text of ['2026-13', '2026-00', '2026-1', '', null]) expect(isMonth(text)).toBe(false);
});

it('says how long ago something was in the largest unit that fits', () => {
  expect(agoText(59_000)).toBe('59 seconds ago');
  expect(agoText(3_600_000)).toBe('1 hour ago');
  expect(agoText(3 * 86_400_000)).toBe('3 days ago');
});

it('takes the day where the reader is', () => expect(today(new Date(2026, 10, 3, 23, 59))).toBe('2026-11-03'));
