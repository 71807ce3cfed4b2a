// What came of an import: how many rows, which ones were refused and why.

import { element } from '../dom.js';
import { counted, countText } from '../format.js';

const rejectedShown = 100;

function rejectedTable(rejected) {
  const rows = rejected.slice(0, rejectedShown);
  return [
    element('h3', {}, 'Lines that could not be read'),
    element(
      'table',
      { class: 'rows' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { scope: 'col' }, 'Line'),
          element('th', { scope: 'col' }, 'Reason'),
        ),
      ),
      element(
        'tbody',
        {},
        rows.map(({ line, reason }) =>
          element(
            'tr',
            {},
            element('td', { class: 'line' }, countText(line)),
            element('td', {}, reason),
          ),
        ),
      ),
    ),
    rejected.length > rows.length &&
      element('p', { class: 'soft' }, `And ${countText(rejected.length - rows.length)} more.`),
  ];
}

function verdict({ state, rows_added: added, rows_duplicate: duplicate }) {
  if (state === 'failed') return 'The import failed; nothing was changed.';
  if (added > 0) return `${counted(added, 'transaction')} added.`;
  return duplicate > 0
    ? 'Everything in this file was there already, so nothing was changed.'
    : 'Nothing was added.';
}

/** `before` and `after` are the ledger's fingerprints around the import, or null. */
export function importResult(done, before, after) {
  const figures = [
    ['Rows read', done.rows_read],
    ['Added', done.rows_added],
    ['Already there', done.rows_duplicate],
    ['Rejected', done.rows_rejected],
  ];
  const same = before && after && before.hash === after.hash;
  return element(
    'section',
    { class: 'panel', 'aria-labelledby': 'result-title' },
    element('h2', { id: 'result-title', tabindex: '-1' }, verdict(done)),
    element(
      'dl',
      { class: 'figures' },
      figures.map(([title, count]) =>
        element('div', {}, element('dt', {}, title), element('dd', {}, countText(count ?? 0))),
      ),
    ),
    after &&
      element(
        'p',
        { class: 'soft' },
        `Ledger: ${counted(after.transactions, 'transaction')}, fingerprint ${after.hash.slice(0, 12)}` +
          `${same ? ', the same as before this import.' : '.'}`,
      ),
    done.rejected?.length > 0 && rejectedTable(done.rejected),
    element(
      'p',
      {},
      element('a', { class: 'button', href: '#/transactions' }, 'See the transactions'),
    ),
  );
}
