import { describe, expect, it } from 'vitest';
import { amountToType, isNegative, likelyCurrency, readAmount, sums } from '../../src/format/money';

describe('an amount', () => {
  it('is read with either mark where only one can be the decimal mark', () => {
    expect(readAmount('12.5')).toBe('12.5');
    expect(readAmount('12,5')).toBe('12.5');
    expect(readAmount('1.234,50')).toBe('1234.50');
    expect(readAmount('1,234.50')).toBe('1234.50');
    expect(readAmount(' −7 ')).toBe('-7');
  });

  it('is refused when it is none', () => {
    for (const text of ['', 'abc', '1.2.3', '--4', '12,34,5.00', '1e9']) expect(readAmount(text)).toBeNull();
  });

  it('keeps every digit in a sum', () => {
    const amounts = ['0.10', '0.20', '9007199254740993.01', '-0.30'].map((amount) => ({ amount, currency: 'EUR' }));
    expect(sums(amounts)).toEqual([{ amount: '9007199254740993.01', currency: 'EUR' }]);
  });

  it('is never added to one in another currency', () => {
    expect(sums([{ amount: '1', currency: 'USD' }, { amount: '2', currency: 'EUR' }])).toHaveLength(2);
  });

  it('of zero is not negative', () => expect(isNegative({ amount: '-0.00', currency: 'EUR' })).toBe(false));

  it('is shown to be typed as it was read', () => expect(readAmount(amountToType('1500.50'))).toBe('1500.50'));
});

it('guesses the currency from the region', () => {
  expect(likelyCurrency('de-DE')).toBe('EUR');
  expect(likelyCurrency('he')).toBe('ILS');
  expect(likelyCurrency('en-US')).toBe('USD');
});
