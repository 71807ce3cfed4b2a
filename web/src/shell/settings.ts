// How this device shows things.

import { Observed } from '../api/observed';
import { isLanguage, type Language } from '../i18n';

export type Theme = 'auto' | 'light' | 'dark';

export interface Settings {
  theme: Theme;
  language: Language;
  /** Amounts are veiled until they are touched. */
  isPrivate: boolean;
}

const key = 'smartfin.settings';

function likelyLanguage(): Language {
  const spoken = navigator.languages.map((each) => each.split('-')[0]).find(isLanguage);
  return spoken ?? 'en';
}

function stored(): Settings {
  const chosen: Settings = { theme: 'auto', language: likelyLanguage(), isPrivate: false };
  try {
    return { ...chosen, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Settings>) };
  } catch {
    return chosen;
  }
}

export const settings = new Observed<Settings>(stored());

export function changeSettings(change: Partial<Settings>) {
  const next = { ...settings.get(), ...change };
  settings.set(next);
  try {
    localStorage.setItem(key, JSON.stringify(next));
  } catch {
    // Without storage the choice lasts until the page is left.
  }
}

export function showSettings({ theme, isPrivate }: Settings) {
  const { dataset } = document.documentElement;
  if (theme === 'auto') delete dataset.theme;
  else dataset.theme = theme;
  if (isPrivate) dataset.private = '';
  else delete dataset.private;
}
