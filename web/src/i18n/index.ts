// The texts of the client. English is part of the program; other languages are fetched when chosen.

import { Observed } from '../api/observed';
import { type Catalogue, english } from './en';
import type { FormName, Message } from './message';

export type MessageKey = keyof typeof english;
export type Values = Record<string, string | number>;

export const languages = {
  en: { name: 'English', direction: 'ltr' },
  he: { name: 'עברית', direction: 'rtl' },
} as const;
export type Language = keyof typeof languages;

interface Active {
  language: Language;
  catalogue: Catalogue;
}

export const active = new Observed<Active>({ language: 'en', catalogue: english });

const catalogues: Record<Language, () => Promise<Catalogue>> = {
  en: async () => english,
  he: async () => (await import('./he')).hebrew,
};

export const isLanguage = (text: string | null | undefined): text is Language => Object.hasOwn(languages, text ?? '');

export async function chooseLanguage(language: Language) {
  const catalogue = await catalogues[language]();
  document.documentElement.lang = language;
  document.documentElement.dir = languages[language].direction;
  active.set({ language, catalogue });
}

/** Numbers and dates follow the reader's region where it speaks the chosen language. */
export function locale(): string {
  const { language } = active.get();
  const spoken = typeof navigator === 'undefined' ? [] : navigator.languages;
  return spoken.find((each) => each.split('-')[0] === language) ?? language;
}

function formOf(message: Message, count: number): string {
  if (typeof message === 'string') return message;
  const form = new Intl.PluralRules(active.get().language).select(count) as FormName;
  return message[form] ?? message.other;
}

const filled = (text: string, values: Values) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(locale()).format(value) : value;
  });

/** The text of `key`; `{name}` stands for a value, and `count` chooses the plural form. */
export const t = (key: MessageKey, values: Values = {}): string =>
  filled(formOf(active.get().catalogue[key], Number(values.count ?? 0)), values);

/** A text for a name of the server's that may have none here. */
export function named(prefix: string, name: string): string {
  const key = `${prefix}.${name}`;
  if (Object.hasOwn(active.get().catalogue, key)) return t(key as MessageKey);
  return (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('_', ' ');
}
