import type { Account, Category, Transaction } from '../../api/types';
import { today } from '../../format/dates';
import { amountToType, readAmount } from '../../format/money';
import { t } from '../../i18n';
import { type Choice, SelectField, TextField } from '../../parts/Field';

export type Direction = 'out' | 'in' | 'transfer';

export interface Draft {
  account: string;
  date: string;
  direction: Direction;
  amount: string;
  payee: string;
  category: string;
  other: string;
  note: string;
}

function directionOf({ transfer_account_id: other, amount }: Transaction): Direction {
  if (other) return 'transfer';
  return amount.amount.startsWith('-') ? 'out' : 'in';
}

export const draftOf = (item: Transaction): Draft => ({
  account: String(item.account_id),
  date: item.date,
  direction: directionOf(item),
  amount: amountToType(item.amount.amount.replace('-', '')),
  payee: item.payee,
  category: item.category_id ? String(item.category_id) : '',
  other: item.transfer_account_id ? String(item.transfer_account_id) : '',
  note: item.note ?? '',
});

export const emptyDraft = (account: string): Draft => ({
  account, date: today(), direction: 'out', amount: '', payee: '', category: '', other: '', note: '',
});

/** The document of a draft, or null while its amount cannot be read. */
export function documentOf(draft: Draft, accounts: Account[], isTransferOut = true) {
  const amount = readAmount(draft.amount);
  const account = accounts.find(({ id }) => String(id) === draft.account);
  if (amount === null || !account) return null;
  const isOut = draft.direction === 'out' || (draft.direction === 'transfer' && isTransferOut);
  const bare = amount.replace('-', '');
  const isTransfer = draft.direction === 'transfer';
  return {
    account_id: account.id,
    date: draft.date,
    amount: { amount: isOut ? `-${bare}` : bare, currency: account.currency },
    payee: draft.payee,
    category_id: !isTransfer && draft.category ? Number(draft.category) : null,
    note: draft.note || null,
    transfer_account_id: isTransfer && draft.other ? Number(draft.other) : null,
  };
}

interface TransactionFieldsProps {
  draft: Draft;
  change: (draft: Draft) => void;
  accounts: Account[];
  categories: Category[];
  faults: Record<string, string>;
}

const choicesOf = (items: { id: number; name: string }[]): Choice[] => items.map(({ id, name }) => [String(id), name]);

export function TransactionFields({ draft, change, accounts, categories, faults }: TransactionFieldsProps) {
  const set = (name: keyof Draft) => (value: string) => change({ ...draft, [name]: value });
  const directions: Choice[] = [['out', t('money.out')], ['in', t('money.in')], ['transfer', t('money.transfer')]];
  const kind = draft.direction === 'in' ? 'income' : 'expense';
  const fitting = categories.filter((category) => category.kind === kind);
  const amountFault = draft.amount && readAmount(draft.amount) === null ? t('field.amount_fault') : faults.amount;
  return (
    <div className="fields">
      <TextField label={t('field.date')} type="date" value={draft.date} change={set('date')} required fault={faults.date} />
      <SelectField label={t('field.direction')} value={draft.direction} change={set('direction')} choices={directions} />
      <TextField label={t('field.amount')} value={draft.amount} change={set('amount')} inputMode="decimal" required fault={amountFault} />
      <TextField label={t('field.payee')} value={draft.payee} change={set('payee')} required maxLength={200} fault={faults.payee} />
      {draft.direction === 'transfer' ? (
        <SelectField label={t('field.transfer_account_id')} value={draft.other} change={set('other')} required
          choices={[['', '–'], ...choicesOf(accounts.filter(({ id }) => String(id) !== draft.account))]} />
      ) : (
        <SelectField label={t('field.category')} value={draft.category} change={set('category')}
          choices={[['', t('filter.uncategorised')], ...choicesOf(fitting)]} />
      )}
      <SelectField label={t('field.account')} value={draft.account} change={set('account')} choices={choicesOf(accounts)} />
      <TextField label={t('field.note')} value={draft.note} change={set('note')} maxLength={500} fault={faults.note} />
    </div>
  );
}
