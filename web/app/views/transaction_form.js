// The form that records a transaction: money out, money in, or a transfer between two accounts.

import { intention, send } from '../api.js';
import { field, form } from '../form.js';
import { moneyText, readAmount, today } from '../format.js';
import { accountChoices } from './accounts.js';

const directions = [
  ['out', 'Money out'],
  ['in', 'Money in'],
  ['transfer', 'Transfer to an account of mine'],
];

function positiveAmount(text) {
  const amount = readAmount(text);
  if (amount === null) return 'Enter an amount such as 12.50.';
  return amount.startsWith('-') || !/[1-9]/.test(amount)
    ? 'Enter an amount above zero; the kind says which way it goes.'
    : '';
}

function makeFields() {
  const select = (label, name, attributes = {}) =>
    field({ label, name, kind: 'select', options: [], ...attributes });
  return {
    account: select('Account', 'account_id', {
      required: 'Open an account on the overview first.',
    }),
    direction: select('Kind', 'direction', { options: directions }),
    amount: field({
      label: 'Amount',
      name: 'amount',
      inputmode: 'decimal',
      autocomplete: 'off',
      required: 'Enter the amount.',
      check: positiveAmount,
    }),
    payee: field({
      label: 'Payee or payer',
      name: 'payee',
      maxlength: 200,
      autocomplete: 'off',
      required: 'Say who was paid, or who paid.',
    }),
    date: field({
      label: 'Date',
      name: 'date',
      kind: 'date',
      value: today(),
      required: 'Enter the date.',
    }),
    category: select('Category', 'category_id'),
    other: select('To account', 'transfer_account_id', { required: 'Choose the other account.' }),
    note: field({ label: 'Note (optional)', name: 'note', maxlength: 2000, autocomplete: 'off' }),
  };
}

function bodyOf(f, currency) {
  const transfer = f.direction.text === 'transfer';
  const amount = readAmount(f.amount.text);
  const target = transfer
    ? { transfer_account_id: Number(f.other.text) }
    : f.category.text && { category_id: Number(f.category.text) };
  return {
    account_id: Number(f.account.text),
    date: f.date.text,
    payee: f.payee.text,
    amount: { amount: f.direction.text === 'in' ? amount : `-${amount}`, currency },
    ...target,
    ...(f.note.text && { note: f.note.text }),
  };
}

/** `recorded()` hears of every new transaction. `fill` gives the choices once they are known. */
export function transactionForm(signal, recorded) {
  const f = makeFields();
  let accounts = [];
  let categories = [];
  const adapt = () => {
    const transfer = f.direction.text === 'transfer';
    f.category.element.hidden = transfer;
    f.other.element.hidden = !transfer;
    const wanted = f.direction.text === 'in' ? 'income' : 'expense';
    f.category.choose([
      ['', 'Not categorised'],
      ...categories.filter(({ kind }) => kind === wanted).map(({ id, name }) => [String(id), name]),
    ]);
    f.other.choose(
      accountChoices(accounts.filter(({ id, closed }) => String(id) !== f.account.text && !closed)),
    );
  };
  const run = intention();
  const act = async () => {
    const account = accounts.find(({ id }) => String(id) === f.account.text);
    const body = bodyOf(f, account.currency);
    await run(JSON.stringify(body), (key) => send('POST', '/transactions', { body, key }));
    f.amount.input.value = f.payee.input.value = f.note.input.value = '';
    f.amount.input.focus();
    recorded();
    return `Recorded ${moneyText(body.amount)}, ${body.payee}.`;
  };
  for (const each of [f.account, f.direction]) each.input.addEventListener('change', adapt);
  adapt();
  return {
    element: form({ fields: Object.values(f), submit: 'Record it', act, wide: true }),
    fill(nextAccounts, nextCategories) {
      accounts = nextAccounts;
      categories = nextCategories;
      f.account.choose(accountChoices(accounts.filter(({ closed }) => !closed)));
      adapt();
    },
  };
}
