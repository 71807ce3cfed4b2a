// "What would the score be if …": a few levers, the answer beside them.

import { read, send } from '../api.js';
import { bar, element } from '../dom.js';
import { field, form } from '../form.js';
import { changeText, readAmount, signedPointText } from '../format.js';
import { groupTitle } from './score_words.js';

const amountCheck = (text) => {
  const amount = readAmount(text);
  if (amount === null) return 'Enter an amount such as 1500 or 1500.50.';
  return amount.startsWith('-') ? 'Enter an amount of zero or more.' : '';
};
const lever = (label, name) =>
  field({ label, name, inputmode: 'decimal', autocomplete: 'off', check: amountCheck });
const scoreOf = (side) => (typeof side === 'number' ? side : side.score);

/** The currency the person counts in: the profile's, else that of the first account. */
async function homeCurrency(signal) {
  const profile = await read('/users/me', signal);
  if (profile.gross_income || profile.currency)
    return profile.gross_income?.currency ?? profile.currency;
  const { items } = await read('/accounts?limit=1', signal);
  return items[0]?.currency ?? 'USD';
}

function answer({ before, after, factors = [] }) {
  const from = scoreOf(before);
  const to = scoreOf(after);
  const moved = factors.filter((factor) => Math.abs(factor.points) >= 0.05);
  const change =
    to === from
      ? 'It moves in steps; a larger change may show.'
      : `That is ${changeText(to - from)} points.`;
  return element(
    'div',
    { class: 'answer' },
    element(
      'p',
      {},
      'The score would be ',
      element('strong', { class: 'answer-number' }, String(to)),
      `, now ${from}. ${change}`,
    ),
    element(
      'ul',
      { class: 'plain-list' },
      moved.map((factor) =>
        element(
          'li',
          { class: 'step' },
          element('span', { class: 'step-title' }, groupTitle(factor.group)),
          bar(
            50,
            50 + Math.max(-50, Math.min(50, factor.points * 2)),
            factor.points < 0 ? 'minus' : 'plus',
            [50],
          ),
          element('span', { class: 'step-points' }, signedPointText(factor.points)),
        ),
      ),
    ),
    element(
      'p',
      { class: 'soft small-text' },
      'Households with such finances are associated with such a score; ' + 'it is no promise.',
    ),
  );
}

export function whatIf(signal) {
  const levers = [
    lever('Income a month', 'monthly_income'),
    lever('Money at hand', 'liquid_balance'),
    lever('Card balance', 'card_balance'),
    lever('Put aside a month', 'monthly_saving'),
  ];
  const horizon = field({
    label: 'For how many months',
    name: 'horizon_months',
    inputmode: 'numeric',
    autocomplete: 'off',
    check: (text) =>
      /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 120
        ? ''
        : 'Enter 1 to 120 months.',
  });
  const result = element('div', { role: 'status' });
  const act = async () => {
    const given = levers.filter((each) => each.text !== '');
    if (given.length === 0) return 'Fill in at least one amount.';
    const currency = await homeCurrency(signal);
    const changes = Object.fromEntries(
      given.map((each) => [each.name, { amount: readAmount(each.text), currency }]),
    );
    if (horizon.text) changes.horizon_months = Number(horizon.text);
    const { body } = await send('POST', '/score/what-if', { body: { changes }, signal });
    result.replaceChildren(answer(body));
    return '';
  };
  return element(
    'details',
    { class: 'what-if' },
    element('summary', {}, 'What if …'),
    element('p', { class: 'soft' }, 'Fill in only what would be different.'),
    form({ fields: [...levers, horizon], submit: 'Work it out', act, wide: true }),
    result,
  );
}
