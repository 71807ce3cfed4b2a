// Accounts with their balances, and opening one.

import { intention, readAll, send } from '../api.js';
import { announce, element } from '../dom.js';
import { field, form } from '../form.js';
import { isNegative, moneyText, readAmount } from '../format.js';
import { Panel } from '../panel.js';

export const accountTypes = [
  ['checking', 'Current account'],
  ['savings', 'Savings'],
  ['cash', 'Cash'],
  ['card', 'Credit card'],
  ['personal_loan', 'Personal loan'],
  ['vehicle_loan', 'Vehicle loan'],
  ['student_loan', 'Student loan'],
  ['mortgage', 'Mortgage'],
  ['investment', 'Investments'],
  ['retirement', 'Retirement'],
  ['property', 'Property'],
  ['other_asset', 'Other asset'],
  ['other_liability', 'Other debt'],
];
const debts = [
  'card',
  'personal_loan',
  'vehicle_loan',
  'student_loan',
  'mortgage',
  'other_liability',
];
const typeNames = new Map(accountTypes);

export const loadAccounts = (signal) => readAll('/accounts', signal);
/** [id, text] for a select, closed accounts last. */
export const accountChoices = (accounts) =>
  [...accounts]
    .sort((a, b) => Number(a.closed) - Number(b.closed))
    .map((account) => [
      String(account.id),
      `${account.name} (${account.currency})${account.closed ? ', closed' : ''}`,
    ]);

function row(account) {
  return element(
    'tr',
    { class: account.closed && 'soft' },
    element(
      'th',
      { scope: 'row' },
      element('a', { href: `#/transactions?account=${account.id}` }, account.name),
      element(
        'span',
        { class: 'soft below' },
        `${typeNames.get(account.type) ?? account.type}${account.closed ? ', closed' : ''}`,
      ),
    ),
    element(
      'td',
      { class: isNegative(account.balance) ? 'number negative' : 'number' },
      moneyText(account.balance),
    ),
  );
}

function table(accounts) {
  if (accounts.length === 0)
    return element('p', {}, 'No accounts yet. Open one below, then import a statement into it.');
  return element(
    'table',
    { class: 'rows accounts' },
    element(
      'thead',
      { class: 'unseen' },
      element('tr', {}, element('th', {}, 'Account'), element('th', {}, 'Balance')),
    ),
    element('tbody', {}, accounts.map(row)),
  );
}

/** A form that opens an account; `opened(account)` hears of it. */
export function accountForm(opened, currency = 'USD') {
  const name = field({
    label: 'Name',
    name: 'name',
    autocomplete: 'off',
    required: 'Give the account a name.',
  });
  const type = field({ label: 'Kind', name: 'type', kind: 'select', options: accountTypes });
  const code = field({
    label: 'Currency',
    name: 'currency',
    value: currency,
    maxlength: 3,
    autocapitalize: 'characters',
    autocomplete: 'off',
    hint: 'Three letters, such as EUR.',
    required: 'Enter a currency, such as EUR.',
    check: (text) => (/^[A-Za-z]{3}$/.test(text) ? '' : 'Enter three letters, such as EUR.'),
  });
  const opening = field({
    label: 'Balance to start from (optional)',
    name: 'opening_balance',
    inputmode: 'decimal',
    autocomplete: 'off',
    check: (text) => (readAmount(text) === null ? 'Enter an amount such as 1500.50.' : ''),
  });
  const run = intention();
  const act = async () => {
    const money = readAmount(opening.text);
    const owed =
      debts.includes(type.text) && money && !money.startsWith('-') && /[1-9]/.test(money);
    const unit = code.text.toUpperCase();
    const body = {
      name: name.text,
      type: type.text,
      currency: unit,
      ...(money && { opening_balance: { amount: owed ? `-${money}` : money, currency: unit } }),
    };
    const made = await run(
      JSON.stringify(body),
      async (key) => (await send('POST', '/accounts', { body, key })).body,
    );
    name.input.value = opening.input.value = '';
    opened(made);
    return `“${made.name}” is open.`;
  };
  return element(
    'div',
    {},
    form({ fields: [name, type, code, opening], submit: 'Open account', act, wide: true }),
    element(
      'p',
      { class: 'hint' },
      'For cards and loans, what you owe counts as a negative balance; the sign is added for you.',
    ),
  );
}

/** `opened()` hears of a new account. */
export function accountsPanel(signal, opened) {
  const list = element('div');
  const opener = element('details', {}, element('summary', {}, 'Open an account'));
  let currency = null;
  const panel = new Panel({
    title: 'Accounts',
    signal,
    load: loadAccounts,
    show: (accounts) => {
      list.replaceChildren(table(accounts));
      if (currency === null) {
        currency = accounts[0]?.currency ?? 'USD';
        opener.open = accounts.length === 0;
        opener.append(
          accountForm((made) => {
            announce(`${made.name} opened.`);
            panel.refresh();
            opened();
          }, currency),
        );
      }
      return [list, opener];
    },
  });
  return panel;
}
