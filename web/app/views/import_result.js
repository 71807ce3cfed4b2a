// What came of an import: how many rows, which ones were refused and why.

import { element } from '../dom.js';
import { counted, countText } from '../format.js';

const rejectedShown = 100;

function rejectedTable(rejected, count) {
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
    count > rows.length &&
      element('p', { class: 'soft' }, `And ${countText(count - rows.length)} more.`),
  ];
}

function verdict({ state, rows_added: added, rows_duplicate: duplicate, rows_rejected: rejected }) {
  if (state === 'failed') return 'The import failed; nothing was changed.';
  if (added > 0) return `${counted(added, 'transaction')} added.`;
  if (duplicate === 0) return 'Nothing was added.';
  return rejected > 0
    ? 'Every line that could be read was there already, so nothing was changed.'
    : 'Everything in this file was there already, so nothing was changed.';
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
        `Ledger: ${counted(after.transactions, 'transaction')}, ` +
          `fingerprint ${after.hash.slice(0, 12)}${same ? ', the same as before this import.' : '.'}`,
      ),
    done.dialect?.length > 0 &&
      element(
        'p',
        { class: 'soft' },
        `Read with ${done.dialect.map(({ what, value }) => `${what}: ${value}`).join(', ')}.`,
      ),
    done.rejected?.length > 0 && rejectedTable(done.rejected, done.rows_rejected),
    element(
      'p',
      {},
      element('a', { class: 'button', href: '#/transactions' }, 'See the transactions'),
    ),
  );
}
