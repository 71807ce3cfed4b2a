// What the score needs to know about somebody, as fields and as the members of the profile.

import type { ReactNode } from 'react';
import type { Profile, ProfileChange } from '../../api/types';
import { today } from '../../format/dates';
import { amountToType, readAmount } from '../../format/money';
import { named, t } from '../../i18n';
import { type Choice, SelectField, TextField } from '../../parts/Field';

const texts = ['name', 'birth_date', 'household_size', 'housing', 'gross_income', 'income_period', 'currency', 'country'] as const;
export const questions = [
  'accounts_complete', 'no_loans', 'retirement_account', 'investments', 'health_insurance', 'collections', 'credit_denied',
] as const;

export type Fact = (typeof texts)[number] | (typeof questions)[number];
export type Facts = Record<Fact, string>;

export const allFacts: readonly Fact[] = [...texts, ...questions];
export const firstFacts: readonly Fact[] = ['birth_date', 'household_size', 'housing', 'gross_income'];

export const noFacts = { ...Object.fromEntries(allFacts.map((fact) => [fact, ''])), income_period: 'month' } as Facts;

export function knownFacts(profile: Profile): Facts {
  const { gross_income: income } = profile;
  const said = Object.fromEntries(allFacts.map((fact) => [fact, String(profile[fact] ?? '')]));
  return {
    ...(said as Facts),
    gross_income: income ? amountToType(income.amount) : '',
    income_period: profile.income_period ?? 'month',
    currency: income?.currency ?? profile.currency ?? '',
  };
}

function valueOf(fact: Fact, { [fact]: text, currency }: Facts) {
  if (text === '') return null;
  if (fact === 'household_size') return Number(text);
  if (fact === 'gross_income') return { amount: readAmount(text), currency: currency.toUpperCase() };
  if (fact === 'currency' || fact === 'country') return text.toUpperCase();
  return (questions as readonly string[]).includes(fact) ? text === 'true' : text;
}

/** The members of the profile that `names` stand for; null when the income cannot be read. */
export function factsOf(facts: Facts, names: readonly Fact[]): ProfileChange | null {
  if (facts.gross_income && readAmount(facts.gross_income) === null) return null;
  const asked = names.includes('gross_income') ? [...names, 'income_period' as const] : names;
  const given = Object.fromEntries(asked.map((fact) => [fact, valueOf(fact, facts)]));
  if (given.gross_income === null) given.income_period = null;
  return given as ProfileChange;
}

const none: Choice = ['', '–'];
const homes = (): Choice[] => ['own', 'rent', 'other'].map((home) => [home, named('housing', home)]);
const periods = (): Choice[] => ['month', 'year'].map((period) => [period, named('period', period)]);
const answers = (): Choice[] => [none, ['true', t('answer.yes')], ['false', t('answer.no')]];

interface FactFieldsProps {
  facts: Facts;
  change: (facts: Facts) => void;
  names: readonly Fact[];
  faults: Record<string, string>;
  isRequired?: boolean;
}

export function FactFields({ facts, change, names, faults, isRequired = false }: FactFieldsProps) {
  const field = (fact: Fact) => ({
    label: named('field', fact),
    value: facts[fact],
    change: (value: string) => change({ ...facts, [fact]: value }),
    fault: faults[fact],
    required: isRequired,
  });
  const isBad = facts.gross_income !== '' && readAmount(facts.gross_income) === null;
  const fields: Partial<Record<Fact, () => ReactNode>> = {
    name: () => <TextField {...field('name')} autoComplete="name" maxLength={100} />,
    birth_date: () => <TextField {...field('birth_date')} type="date" min="1900-01-01" max={today()} autoComplete="bday" />,
    household_size: () => <TextField {...field('household_size')} type="number" min={1} max={30} hint={t('profile.you_included')} />,
    housing: () => <SelectField {...field('housing')} choices={[none, ...homes()]} />,
    gross_income: () => (
      <div className="field-pair">
        <TextField {...field('gross_income')} inputMode="decimal" hint={t('profile.before_tax')}
          fault={isBad ? t('field.amount_fault') : faults.gross_income} />
        <SelectField {...field('income_period')} choices={periods()} />
      </div>
    ),
    currency: () => <TextField {...field('currency')} pattern="[A-Za-z]{3}" maxLength={3} hint={t('field.currency_hint')} />,
    country: () => <TextField {...field('country')} pattern="[A-Za-z]{2}" maxLength={2} hint={t('profile.country_hint')} />,
  };
  return (
    <div className="fields">
      {names.filter((fact) => fact !== 'income_period').map((fact) => (
        <div key={fact}>{fields[fact]?.() ?? <SelectField {...field(fact)} choices={answers()} />}</div>
      ))}
    </div>
  );
}
