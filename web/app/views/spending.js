// One month's spending by category.

import { query, read } from '../api.js';
import { bar, element } from '../dom.js';
import {
  counted,
  firstOf,
  isMonth,
  isNegative,
  isZero,
  largest,
  lastOf,
  monthBefore,
  monthText,
  moneyText,
  percentOf,
  timeText,
  today,
} from '../format.js';
import { Panel } from '../panel.js';

function row(item, most, month) {
  const address = `#/transactions${query({ category: item.key, month })}`;
  return element(
    'li',
    { class: 'step' },
    element('a', { class: 'step-title', href: address }, item.name),
    bar(0, isNegative(item.amount) ? 0 : percentOf(item.amount, most), 'plain'),
    element('span', { class: 'step-points' }, moneyText(item.amount)),
  );
}

function shown(report, month) {
  if (report.items.length === 0)
    return element('p', {}, `Nothing was spent in ${monthText(month)}.`);
  const most = largest(report.items.map((item) => item.amount));
  return [
    element(
      'p',
      { class: 'total' },
      element('strong', {}, moneyText(report.total)),
      element('span', { class: 'soft' }, ` from ${counted(report.row_count, 'transaction')}`),
    ),
    element(
      'ul',
      { class: 'plain-list' },
      report.items.filter((item) => !isZero(item.amount)).map((item) => row(item, most, month)),
    ),
    element(
      'p',
      { class: 'soft small-text' },
      `Amounts in ${report.total.currency} only, refunds taken off. As of ${timeText(report.as_of)}.`,
    ),
  ];
}

export function spendingPanel(signal, parameters) {
  const present = today().slice(0, 7);
  let month = isMonth(parameters.get('month')) ? parameters.get('month') : present;
  const label = element('span', { class: 'month', 'aria-live': 'polite' });
  const earlier = element(
    'button',
    { type: 'button', class: 'quiet small', 'aria-label': 'Month before' },
    '‹',
  );
  const later = element(
    'button',
    { type: 'button', class: 'quiet small', 'aria-label': 'Month after' },
    '›',
  );
  const panel = new Panel({
    title: 'Spending',
    signal,
    lead: element('div', { class: 'actions' }, earlier, label, later),
    load: async (stop) => {
      const asked = month;
      const range = { from: firstOf(asked), to: lastOf(asked), group_by: 'category' };
      return { month: asked, report: await read(`/reports/spending${query(range)}`, stop) };
    },
    show: ({ month: asked, report }) => shown(report, asked),
  });
  const turn = (months) => {
    month = monthBefore(month, months);
    history.replaceState(
      null,
      '',
      `#/overview${query({ month: month === present ? null : month })}`,
    );
    tell();
    panel.renew();
  };
  const tell = () => {
    label.textContent = monthText(month);
    later.disabled = month >= present;
  };
  earlier.addEventListener('click', () => turn(1));
  later.addEventListener('click', () => turn(-1));
  tell();
  return panel;
}
