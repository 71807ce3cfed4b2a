// The rows that a filter finds, more on demand, each of which can be deleted.

import { Problem, query, read, send } from '../api.js';
import { announce, confirmed, element } from '../dom.js';
import { counted, dayText, firstOf, isMonth, isNegative, lastOf, moneyText } from '../format.js';

const pageSize = 50;

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

/** `find` starts over with a filter; `name` gives the accounts' names once they are known. */
export class TransactionList {
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
