// Dates without a time are days, whatever the time zone; instants are shown in the reader's.

import { locale } from '../i18n';

const atNoon = (day: string) => new Date(`${day}T00:00:00Z`);
const inUtc = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale(), { ...options, timeZone: 'UTC' });

export const dayText = (day: string) => inUtc({ dateStyle: 'medium' }).format(atNoon(day));
export const shortDayText = (day: string) => inUtc({ day: 'numeric', month: 'short' }).format(atNoon(day));
export const weekdayText = (day: string) =>
  inUtc({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(atNoon(day));
export const monthText = (month: string) => inUtc({ month: 'long', year: 'numeric' }).format(atNoon(`${month}-01`));
export const shortMonthText = (month: string) => inUtc({ month: 'short', year: '2-digit' }).format(atNoon(`${month}-01`));
export const timeText = (instant: string) =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));

const steps: [number, Intl.RelativeTimeFormatUnit][] = [
  [60, 'second'],
  [60, 'minute'],
  [24, 'hour'],
  [Infinity, 'day'],
];

/** "3 minutes ago" from milliseconds. */
export function agoText(elapsedMs: number): string {
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  let count = Math.max(0, Math.round(elapsedMs / 1000));
  for (const [size, unit] of steps) {
    if (count < size) return format.format(-count, unit);
    count = Math.round(count / size);
  }
  return '';
}

const two = (number: number) => String(number).padStart(2, '0');

/** Today where the reader is, as "2026-11-22". */
export function today(now = new Date()): string {
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export const thisMonth = () => today().slice(0, 7);
export const isMonth = (text: string | null | undefined): text is string => /^\d{4}-(0[1-9]|1[0-2])$/.test(text ?? '');
export const firstOf = (month: string) => `${month}-01`;

export function lastOf(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return `${month}-${two(new Date(Date.UTC(year, number, 0)).getUTCDate())}`;
}

/** The month `count` months earlier; later when negative. */
export function monthBefore(month: string, count = 1): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const date = new Date(Date.UTC(year, number - 1 - count, 1));
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}`;
}

/** Months from `first` to `last`. */
export function monthsBetween(first: string, last: string): number {
  const [from, to] = [first, last].map((month) => month.split('-').map(Number) as [number, number]);
  return (to![0] - from![0]) * 12 + to![1] - from![1];
}
