// The list of transactions with its filter in the address, adding one, deleting one.

import { Problem, query, read } from '../api.js';
import { element } from '../dom.js';
import { field } from '../form.js';
import { isMonth, monthBefore, monthText, today } from '../format.js';
import { accountChoices, loadAccounts } from './accounts.js';
import { transactionForm } from './transaction_form.js';
import { TransactionList } from './transaction_list.js';

const typingPauseMs = 300;

function monthChoices(chosen) {
  const months = Array.from({ length: 25 }, (_, back) => monthBefore(today().slice(0, 7), back));
  if (isMonth(chosen) && !months.includes(chosen)) months.push(chosen);
  return [['', 'Any month'], ...months.map((month) => [month, monthText(month)])];
}

/** The four filters; `changed()` runs when one has. */
function filterBar(parameters, changed) {
  const given = (name) => parameters.get(name) ?? '';
  const text = field({
    label: 'Text',
    name: 'q',
    kind: 'search',
    value: given('q'),
    maxlength: 200,
    autocomplete: 'off',
    placeholder: 'Payee or note',
  });
  const select = (label, name, options) =>
    field({ label, name, kind: 'select', options, value: given(name) });
  const account = select('Account', 'account', [['', 'Any account']]);
  const month = select('Month', 'month', monthChoices(given('month')));
  const category = select('Category', 'category', [['', 'Any category']]);
  let pause = 0;
  text.input.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(changed, typingPauseMs);
  });
  for (const each of [account, month, category]) each.input.addEventListener('change', changed);
  const fields = [text, account, month, category];
  return {
    account,
    category,
    element: element(
      'search',
      {},
      element(
        'form',
        {
          class: 'fields filters',
          onsubmit: (event) => {
            event.preventDefault();
            clearTimeout(pause);
            changed();
          },
        },
        fields.map((each) => each.element),
      ),
    ),
    /** Puts the names in once they are known; an id from the address is chosen then. */
    fill(control, any, choices, name) {
      control.choose([['', any], ...choices]);
      if (choices.some(([id]) => id === given(name))) control.input.value = given(name);
    },
    get values() {
      return Object.fromEntries(fields.map((each) => [each.name, each.text]));
    },
  };
}

export function transactions({ main, parameters, signal }) {
  const list = new TransactionList(signal);
  const find = () => {
    history.replaceState(null, '', `#/transactions${query(filters.values)}`);
    list.find(filters.values);
  };
  const filters = filterBar(parameters, find);
  const add = transactionForm(signal, () => list.find(filters.values));
  const trouble = element('p', { class: 'error', role: 'status' });
  main.append(
    element(
      'details',
      { class: 'panel adder' },
      element('summary', {}, 'Add a transaction'),
      add.element,
    ),
    filters.element,
    trouble,
    list.element,
  );
  const { account = '', category = '', ...rest } = Object.fromEntries(parameters);
  list.find({ q: rest.q ?? '', month: rest.month ?? '', account, category });
  Promise.all([loadAccounts(signal), read('/categories', signal)])
    .then(([accounts, categories]) => {
      filters.fill(filters.account, 'Any account', accountChoices(accounts), 'account');
      filters.fill(
        filters.category,
        'Any category',
        categories.items.map(({ id, name }) => [String(id), name]),
        'category',
      );
      list.name(accounts);
      add.fill(accounts, categories.items);
    })
    .catch((problem) => {
      if (problem instanceof Problem)
        trouble.textContent = `The names of accounts and categories are missing. ${problem.sentence}`;
      else if (!signal.aborted) throw problem;
    });
}
