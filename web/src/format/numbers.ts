import { locale } from '../i18n';

const formatted = (value: number, options: Intl.NumberFormatOptions = {}) =>
  new Intl.NumberFormat(locale(), options).format(value);

export const countText = (count: number) => formatted(count);
export const pointText = (points: number) => formatted(points, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
export const signedPointText = (points: number) =>
  formatted(points, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' });
export const changeText = (count: number) => formatted(count, { signDisplay: 'exceptZero' });
export const shareText = (share: number) => formatted(share, { style: 'percent', maximumFractionDigits: 0 });
export const plainText = (value: number) => formatted(value, { maximumFractionDigits: 1 });

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

export function bytesText(bytes: number): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return formatted(bytes / 1000 ** step, { style: 'unit', unit: units[step], maximumFractionDigits: 1 });
}
