// What is known of an input of the score, in words.

import type { Score } from '../../api/types';
import { plainText, shareText } from '../../format/numbers';
import { named, t } from '../../i18n';

type Input = Score['factors'][number]['inputs'][number];
type Unit = 'months' | 'years' | 'share' | 'yes_no' | 'often' | 'number' | 'spending' | 'volatility';

const units: Record<string, Unit> = {
  income_rel: 'share', liquid_rel: 'months', essential_cushion_m: 'months', debt_service_ratio: 'share',
  housing_cost_ratio: 'share', card_balance_ratio: 'months', other_debt_ratio: 'months', vehicle_debt_ratio: 'months',
  student_debt_ratio: 'months', mortgage_to_income: 'years', student_loan: 'yes_no', spend_vs_income: 'spending',
  bills_on_time: 'often', card_paid_full: 'often', high_cost_credit: 'yes_no', income_volatility: 'volatility',
  collections: 'yes_no', credit_denied: 'yes_no', auto_saving: 'yes_no', retirement_acct: 'yes_no',
  investments: 'yes_no', bank_account: 'yes_no', own_home: 'yes_no', rent_home: 'yes_no', age: 'number',
  household_size: 'number', health_insurance: 'yes_no', within_budget: 'often',
};

const texts: Record<Unit, (value: number) => string> = {
  months: (value) => t('unit.months_of', { value: plainText(value) }),
  years: (value) => t('unit.years_of', { value: plainText(value) }),
  share: shareText,
  yes_no: (value) => t(value ? 'answer.yes' : 'answer.no'),
  often: (value) => named('often', String(Math.round(value))),
  number: plainText,
  spending: (value) => named('spend', String(Math.round(value))),
  volatility: (value) => named('volatility', String(Math.round(value))),
};

export const groupTitle = (group: string) => named('group', group);
export const bandTitle = (band: string) => named('band', band);
export const inputTitle = (name: string) => named('input', name);

export function inputText({ name, value, known }: Input): string {
  if (!known || value === undefined) return t('score.not_known');
  const unit = units[name];
  return unit ? texts[unit](value) : plainText(value);
}
