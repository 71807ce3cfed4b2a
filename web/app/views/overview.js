// The first screen: the score, the month's spending, the accounts.

import { accountsPanel } from './accounts.js';
import { element } from '../dom.js';
import { scorePanel } from './score.js';
import { spendingPanel } from './spending.js';

export function overview({ main, parameters, signal }) {
  main.append(
    element(
      'div',
      { class: 'panels' },
      scorePanel(signal).element,
      accountsPanel(signal).element,
      spendingPanel(signal, parameters).element,
    ),
  );
}
