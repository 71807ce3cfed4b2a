import type { AccountType } from '../../api/types';
import { type Choice } from '../../parts/Field';
import { named } from '../../i18n';

const types: AccountType[] = [
  'checking', 'savings', 'cash', 'card', 'personal_loan', 'vehicle_loan', 'student_loan', 'mortgage', 'investment',
  'retirement', 'property', 'other_asset', 'other_liability',
];
const debts: string[] = ['card', 'personal_loan', 'vehicle_loan', 'student_loan', 'mortgage', 'other_liability'];

export const typeTitle = (type: string) => named('account', type);
export const typeChoices = (): Choice[] => types.map((type) => [type, typeTitle(type)]);

/** What is owed counts as a negative balance; people type it without the sign. */
export const signedOpening = (type: string, amount: string) =>
  debts.includes(type) && !amount.startsWith('-') && /[1-9]/.test(amount) ? `-${amount}` : amount;
