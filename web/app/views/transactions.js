// The list of transactions with its filter in the address, adding one, deleting one.

import { Problem, query, read, send } from '../api.js';
import { announce, confirmed, element } from '../dom.js';
import { field } from '../form.js';
import {
  counted,
  dayText,
  firstOf,
  isMonth,
  isNegative,
  lastOf,
  monthBefore,
  monthText,
  moneyText,
  today,
} from '../format.js';
import { accountChoices, loadAccounts } from './accounts.js';
import { transactionForm } from './transaction_form.js';

const pageSize = 50;
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
    fill(select_, any, choices, name) {
      select_.choose([['', any], ...choices]);
      if (choices.some(([id]) => id === given(name))) select_.input.value = given(name);
    },
    get values() {
      return Object.fromEntries(fields.map((each) => [each.name, each.text]));
    },
  };
}

const asked = ({ q, account, category, month }) => ({
  q,
  account_id: account,
  category_id: category,
  limit: pageSize,
  ...(isMonth(month) && { from: firstOf(month), to: lastOf(month) }),
});

async function remove(item, signal) {
  const path = `/transactions/${item.id}`;
  const version =
    item.version === undefined ? (await send('GET', path, { signal })).etag : `"${item.version}"`;
  await send('DELETE', path, { version, signal });
}

/** The rows, grouped by day as they come. */
class TransactionList {
  #signal;
  #accounts = new Map();
  #cursor = null;
  #turn = 0;
  #filter = {};
  #table = element(
    'table',
    { class: 'rows transactions' },
    element(
      'thead',
      { class: 'unseen' },
      element(
        'tr',
        {},
        ['Date', 'Payee', 'Amount', 'Delete'].map((text) => element('th', {}, text)),
      ),
    ),
  );
  #body = element('tbody');
  #message = element('p', { role: 'status' }, 'Reading…');
  #more = element(
    'button',
    { type: 'button', class: 'quiet', hidden: true, onclick: () => this.#read() },
    'Load more',
  );
  #retry = element(
    'button',
    { type: 'button', class: 'quiet', hidden: true, onclick: () => this.#read() },
    'Try again',
  );

  constructor(signal) {
    this.#signal = signal;
    this.#table.append(this.#body);
    this.element = element(
      'section',
      { class: 'panel', 'aria-label': 'Transactions found' },
      this.#table,
      element('div', { class: 'actions' }, this.#message, this.#more, this.#retry),
    );
  }

  name(accounts) {
    this.#accounts = new Map(accounts.map((account) => [account.id, account.name]));
    for (const cell of this.#body.querySelectorAll('[data-account]'))
      cell.textContent = this.#accounts.get(Number(cell.dataset.account)) ?? '';
  }

  /** Starts over with these filters. */
  async find(filter) {
    this.#filter = filter;
    this.#cursor = null;
    await this.#read(true);
  }

  async #read(afresh = this.#cursor === null) {
    const turn = ++this.#turn;
    this.#more.disabled = true;
    this.#retry.hidden = true;
    this.#table.setAttribute('aria-busy', 'true');
    try {
      const page = await read(
        `/transactions${query({ ...asked(this.#filter), cursor: this.#cursor })}`,
        this.#signal,
      );
      if (turn !== this.#turn) return;
      if (afresh) this.#body.replaceChildren();
      this.#body.append(...page.items.map((item) => this.#row(item)));
      this.#cursor = page.next_cursor ?? null;
      this.#more.hidden = this.#cursor === null;
      this.#count();
    } catch (problem) {
      if (turn !== this.#turn || this.#signal.aborted) return;
      if (!(problem instanceof Problem)) throw problem;
      this.#message.textContent =
        problem.sentence + (this.#body.rows.length ? ' The rows above are from before.' : '');
      this.#retry.hidden = false;
    } finally {
      this.#more.disabled = false;
      if (turn === this.#turn) this.#table.removeAttribute('aria-busy');
    }
  }

  #count() {
    const { length } = this.#body.rows;
    const filtered = Object.values(this.#filter).some(Boolean);
    if (length === 0)
      this.#message.textContent = filtered ? 'No transaction matches.' : 'No transactions yet.';
    else
      this.#message.textContent = `${counted(length, 'transaction')} shown${this.#cursor ? '' : ', that is all'}.`;
  }

  #row(item) {
    const what = item.transfer_account_id ? 'Transfer' : item.category;
    const erase = element(
      'button',
      {
        type: 'button',
        class: 'quiet small',
        'aria-label': `Delete ${item.payee}, ${dayText(item.date)}`,
        onclick: () => this.#erase(item, row, erase),
      },
      'Delete',
    );
    const row = element(
      'tr',
      {},
      element('td', { class: 'day' }, element('time', { datetime: item.date }, dayText(item.date))),
      element(
        'td',
        { class: 'payee' },
        item.payee || '(no payee)',
        element(
          'span',
          { class: 'soft below' },
          what ? `${what} · ` : '',
          element(
            'span',
            { 'data-account': item.account_id },
            this.#accounts.get(item.account_id) ?? '',
          ),
        ),
        item.note && element('span', { class: 'soft below' }, item.note),
      ),
      element(
        'td',
        { class: isNegative(item.amount) ? 'number' : 'number positive' },
        moneyText(item.amount, { signed: true }),
      ),
      element('td', { class: 'number' }, erase),
    );
    return row;
  }

  async #erase(item, row, button) {
    const question = `Delete ${item.payee || 'this transaction'}, ${moneyText(item.amount)}, ${dayText(item.date)}?`;
    if (!(await confirmed(question, 'Delete'))) return button.focus();
    button.disabled = true;
    try {
      await remove(item, this.#signal);
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      this.#count();
      announce('Deleted.');
      next?.querySelector('button').focus();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      button.disabled = false;
      if (problem.status === 412 || problem.status === 404) await this.find(this.#filter);
      this.#message.textContent =
        problem.status === 412
          ? 'It was changed elsewhere meanwhile, so nothing was deleted; the list is fresh now.'
          : problem.sentence;
    }
  }
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
