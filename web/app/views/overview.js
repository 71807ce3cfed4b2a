// The first screen: the score, the month's spending, the accounts.

import { accountsPanel } from './accounts.js';
import { element } from '../dom.js';
import { scorePanel } from './score.js';
import { spendingPanel } from './spending.js';

export function overview({ main, parameters, signal }) {
  const score = scorePanel(signal);
  const spending = spendingPanel(signal, parameters);
  const accounts = accountsPanel(signal, () => {
    score.refresh();
    spending.refresh();
  });
  main.append(
    element('div', { class: 'panels' }, score.element, accounts.element, spending.element),
  );
}
