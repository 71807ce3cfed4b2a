import { expect, it } from 'vitest';
import { chooseLanguage, t } from '../../src/i18n';
import { english } from '../../src/i18n/en';
import { hebrew } from '../../src/i18n/he';

const texts = (message: unknown): string[] => (typeof message === 'string' ? [message] : Object.values(message as object));
const named = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).filter((name) => name !== 'count').sort();

it('every language has every text, with the same values in it', () => {
  for (const [key, message] of Object.entries(english)) {
    const other = hebrew[key as keyof typeof english];
    expect(other, key).toBeDefined();
    const wanted = named(texts(message).at(-1)!);
    for (const text of texts(other)) expect(named(text), key).toEqual(wanted);
  }
  expect(Object.keys(hebrew)).toHaveLength(Object.keys(english).length);
});

it('chooses the form by the number', () => {
  expect(t('import.added', { count: 1 })).toBe('1 transaction added.');
  expect(t('import.added', { count: 1234 })).toBe('1,234 transactions added.');
});

it('turns the page round for a language that is read from the right', async () => {
  const root = { lang: '', dir: '' };
  Object.assign(globalThis, { document: { documentElement: root } });
  await chooseLanguage('he');
  expect(root).toEqual({ lang: 'he', dir: 'rtl' });
  expect(t('bulk.chosen', { count: 2 })).toBe('שתיים נבחרו');
  await chooseLanguage('en');
});
