// Shows and reads money, dates and numbers. An amount stays a decimal string from the server to
// Intl: it never becomes a floating-point number. Dates without a time are days, whatever the
// time zone.

const locale = navigator.languages?.[0];
const moneyFormats = new Map();
const separators = new Intl.NumberFormat(locale).formatToParts(-12345.6);
const partOf = (type, otherwise) =>
  separators.find((part) => part.type === type)?.value ?? otherwise;
const decimalMark = partOf('decimal', '.');

function moneyFormat(currency, signed) {
  const key = `${currency} ${signed}`;
  if (!moneyFormats.has(key)) {
    let made;
    try {
      made = new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        signDisplay: signed ? 'exceptZero' : 'auto',
      });
    } catch {
      made = { format: (amount) => `${amount} ${currency}` };
    }
    moneyFormats.set(key, made);
  }
  return moneyFormats.get(key);
}

/** {"amount":"-12.34","currency":"EUR"} as text. */
export const moneyText = (money, { signed = false } = {}) =>
  moneyFormat(money.currency, signed).format(money.amount);

export const isNegative = (money) => money.amount.startsWith('-') && /[1-9]/.test(money.amount);
export const isZero = (money) => !/[1-9]/.test(money.amount);

/** The amount in units of 10^-8, exactly; only for comparing and for lengths of bars. */
function scaled(amount) {
  const [whole, fraction = ''] = amount.replace('-', '').split('.');
  const value = BigInt(whole + fraction.slice(0, 8).padEnd(8, '0'));
  return amount.startsWith('-') ? -value : value;
}

/** part / whole in percent, to a tenth; 0 when there is no whole. */
export function percentOf(part, whole) {
  const divisor = scaled(whole.amount);
  return divisor === 0n ? 0 : Number((scaled(part.amount) * 1000n) / divisor) / 10;
}

export const largest = (amounts) =>
  amounts.reduce((best, each) => (scaled(each.amount) > scaled(best.amount) ? each : best));

/**
 * What a person typed as a decimal string ("1.234,50" -> "1234.50" where the comma is the decimal
 * mark), or null. A single mark that cannot be a group (other than three digits after it) is
 * taken as the decimal mark.
 */
export function readAmount(text) {
  const bare = text
    .trim()
    .replace(/[\s'’\u00a0\u202f]/g, '')
    .replace('\u2212', '-');
  if (!/^[+-]?[\d.,]+$/.test(bare)) return null;
  const marks = bare.match(/[.,]/g) ?? [];
  let mark = decimalMark;
  if (new Set(marks).size === 2) mark = marks.at(-1);
  else if (marks.length === 1 && !/[.,]\d{3}$/.test(bare)) mark = marks[0];
  const group = mark === ',' ? '.' : ',';
  const grouped = new RegExp(`^[+-]?\\d{1,3}(\\${group}\\d{3})+(\\${mark}|$)`);
  if (bare.includes(group) && !grouped.test(bare)) return null;
  const plain = bare.replaceAll(group, '').replace(mark, '.').replace('+', '');
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(plain)) return null;
  return plain.replace(/^(-?)\./, '$10.').replace(/\.$/, '');
}

/** A decimal string as a person of this locale would type it. */
export const amountToType = (amount) => amount.replace('.', decimalMark);

const dayFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
const monthFormat = new Intl.DateTimeFormat(locale, {
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
const timeFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
// Words are those of the page, whatever the reader's number format.
const agoFormat = new Intl.RelativeTimeFormat('en');

/** "2026-11-22" as text. */
export const dayText = (day) => dayFormat.format(new Date(`${day}T00:00:00Z`));
/** "2026-11" as text. */
export const monthText = (month) => monthFormat.format(new Date(`${month}-01T00:00:00Z`));
/** An instant, in the reader's time zone. */
export const timeText = (instant) => timeFormat.format(new Date(instant));

/** "3 minutes ago" from milliseconds. */
export function agoText(elapsedMs) {
  const steps = [
    [60, 'second'],
    [60, 'minute'],
    [24, 'hour'],
    [Infinity, 'day'],
  ];
  let count = Math.max(0, Math.round(elapsedMs / 1000));
  for (const [size, unit] of steps) {
    if (count < size) return agoFormat.format(-count, unit);
    count = Math.round(count / size);
  }
  return '';
}

const two = (number) => String(number).padStart(2, '0');
/** Today where the reader is, as "2026-11-22". */
export function today() {
  const now = new Date();
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export const isMonth = (text) => /^\d{4}-(0[1-9]|1[0-2])$/.test(text ?? '');
export const firstOf = (month) => `${month}-01`;
export function lastOf(month) {
  const [year, number] = month.split('-').map(Number);
  return `${month}-${two(new Date(Date.UTC(year, number, 0)).getUTCDate())}`;
}
export function monthBefore(month, count = 1) {
  const [year, number] = month.split('-').map(Number);
  const date = new Date(Date.UTC(year, number - 1 - count, 1));
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}`;
}

const countFormat = new Intl.NumberFormat(locale);
const pointFormat = new Intl.NumberFormat(locale, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const signedFormat = new Intl.NumberFormat(locale, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});

const shareFormat = new Intl.NumberFormat(locale, { style: 'percent' });
const changeFormat = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' });

export const countText = (count) => countFormat.format(count);
/** A share of 0 to 1 in percent. */
export const shareText = (share) => shareFormat.format(share);
export const changeText = (count) => changeFormat.format(count);
export const pointText = (points) => pointFormat.format(points);
export const signedPointText = (points) => signedFormat.format(points);
/** "1 row", "2 rows". */
export const counted = (count, one, many = `${one}s`) =>
  `${countText(count)} ${count === 1 ? one : many}`;
