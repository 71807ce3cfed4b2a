import { expect, it } from 'vitest';
import { cellsOf, currencyOf, previewOf, typeOf } from '../../src/screens/imports/statement_file';

it('knows a statement by its name', () => {
  expect(typeOf('Umsätze.CSV')).toBe('text/csv');
  expect(typeOf('march.qfx')).toBe('application/x-ofx');
  expect(typeOf('photo.png')).toBeUndefined();
  expect(typeOf('constructor')).toBeUndefined();
});

it('splits the first rows at the delimiter that splits most', () => {
  const text = '\ufeffDate;Payee;Amount\r\n2026-11-01;"Müller; Sons";-1,50\r\n\r\n2026-11-02;Shop;-2,00\r\n';
  expect(previewOf(text)).toEqual([['Date', 'Payee', 'Amount'], ['2026-11-01', 'Müller; Sons', '-1,50'], ['2026-11-02', 'Shop', '-2,00']]);
});

it('keeps a doubled quote as one', () => expect(cellsOf('a,"b ""c""",d', ',')).toEqual(['a', 'b "c"', 'd']));

it('shows an OFX file’s payees and amounts, and its currency', () => {
  const text = '<OFX><CURDEF>EUR<STMTTRN><DTPOSTED>20261101120000<TRNAMT>-3.20<NAME>Bakery\n</STMTTRN></OFX>';
  expect(previewOf(text)).toEqual([['20261101', 'Bakery', '-3.20']]);
  expect(currencyOf(text)).toBe('EUR');
});
