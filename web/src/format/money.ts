// Amounts stay decimal strings from the server to Intl: they never become floating-point numbers, except for the length
// of a bar or the height of a line.

import { locale } from '../i18n';
import type { Money } from '../api/types';

const formats = new Map<string, Intl.NumberFormat>();

type Style = 'plain' | 'signed' | 'short';

function formatOf(currency: string, style: Style) {
  const key = `${locale()} ${currency} ${style}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.NumberFormat(locale(), {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      signDisplay: style === 'signed' ? 'exceptZero' : 'auto',
      ...(style === 'short' && { notation: 'compact', maximumFractionDigits: 1 }),
    });
    formats.set(key, found);
  }
  return found;
}

export const moneyText = ({ amount, currency }: Money, style: Style = 'plain') =>
  formatOf(currency, style).format(amount as `${number}`);

export const isNegative = ({ amount }: Money) => amount.startsWith('-') && /[1-9]/.test(amount);
export const isZero = ({ amount }: Money) => !/[1-9]/.test(amount);
/** For drawing and comparing only. */
export const sizeOf = ({ amount }: Money) => Number(amount);

const digits = 8;

function scaled(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const value = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  return amount.startsWith('-') ? -value : value;
}

function unscaled(value: bigint): string {
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  const fraction = text.slice(-digits).replace(/0+$/, '').padEnd(2, '0');
  return `${value < 0n ? '-' : ''}${text.slice(0, -digits)}.${fraction}`;
}

/** Exact sums by currency, in the order the currencies appear. */
export function sums(amounts: Money[]): Money[] {
  const totals = new Map<string, bigint>();
  for (const { amount, currency } of amounts) totals.set(currency, (totals.get(currency) ?? 0n) + scaled(amount));
  return [...totals].map(([currency, value]) => ({ amount: unscaled(value), currency }));
}

const partOf = (type: string, otherwise: string) =>
  new Intl.NumberFormat(locale()).formatToParts(-12345.6).find((part) => part.type === type)?.value ?? otherwise;

/**
 * What a person typed as a decimal string ("1.234,50" -> "1234.50" where the comma is the decimal mark), or null. A single
 * mark that cannot be a group (other than three digits after it) is taken as the decimal mark.
 */
export function readAmount(text: string): string | null {
  const bare = text
    .trim()
    .replace(/[\s'’\u00a0\u202f\u200e\u200f]/g, '')
    .replace('\u2212', '-');
  if (!/^[+-]?[\d.,]+$/.test(bare)) return null;
  const marks = bare.match(/[.,]/g) ?? [];
  let mark = partOf('decimal', '.');
  if (new Set(marks).size === 2) mark = marks.at(-1)!;
  else if (marks.length === 1 && !/[.,]\d{3}$/.test(bare)) mark = marks[0]!;
  const group = mark === ',' ? '.' : ',';
  const grouped = new RegExp(`^[+-]?\\d{1,3}(\\${group}\\d{3})+(\\${mark}|$)`);
  if (bare.includes(group) && !grouped.test(bare)) return null;
  const plain = bare.replaceAll(group, '').replace(mark, '.').replace('+', '');
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(plain)) return null;
  return plain.replace(/^(-?)\./, '$10.').replace(/\.$/, '');
}

/** A decimal string as a person of this locale would type it. */
export const amountToType = (amount: string) => amount.replace('.', partOf('decimal', '.'));

const regionCurrencies: Record<string, string> = {
  US: 'USD', GB: 'GBP', IL: 'ILS', CH: 'CHF', CA: 'CAD', AU: 'AUD', NZ: 'NZD', JP: 'JPY', IN: 'INR', SE: 'SEK',
  NO: 'NOK', DK: 'DKK', PL: 'PLN', CZ: 'CZK', HU: 'HUF', BR: 'BRL', MX: 'MXN', ZA: 'ZAR', SG: 'SGD', AE: 'AED',
};
const euroRegions = 'AT BE HR CY EE FI FR DE GR IE IT LV LT LU MT NL PT SK SI ES'.split(' ');

/** A first guess at the currency somebody counts in; they can change it. */
export function likelyCurrency(language = navigator.language): string {
  const region = new Intl.Locale(language).maximize().region ?? 'US';
  return euroRegions.includes(region) ? 'EUR' : (regionCurrencies[region] ?? 'USD');
}
