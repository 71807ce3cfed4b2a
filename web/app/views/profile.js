// The profile: above all, what the score needs.

import { Problem, send } from '../api.js';
import { element } from '../dom.js';
import { field, form } from '../form.js';
import { amountToType, readAmount, today } from '../format.js';
import { Panel } from '../panel.js';

const homes = [
  ['', 'Not said'],
  ['own', 'I own it'],
  ['rent', 'I rent it'],
  ['other', 'Neither'],
];
const periods = [
  ['month', 'a month'],
  ['year', 'a year'],
];
const answers = [
  ['', 'Not said'],
  ['true', 'Yes'],
  ['false', 'No'],
];
const questions = [
  ['accounts_complete', 'Do the accounts here hold all of your household’s money?'],
  ['no_loans', 'Is everything you owe on these accounts?'],
  ['retirement_account', 'Is there a retirement account?'],
  ['investments', 'Are there investments?'],
  ['health_insurance', 'Do all of you have health insurance?'],
  ['collections', 'Did a debt collector get in touch in the last 12 months?'],
  ['credit_denied', 'Were you turned down for credit in the last 12 months?'],
];

const wholeNumber = (low, high) => (text) =>
  /^\d+$/.test(text) && Number(text) >= low && Number(text) <= high
    ? ''
    : `Enter a whole number from ${low} to ${high}.`;

function makeFields(known) {
  return [
    field({ label: 'Name', name: 'name', autocomplete: 'name', maxlength: 100, value: known.name }),
    field({
      label: 'Birth date',
      name: 'birth_date',
      kind: 'date',
      autocomplete: 'bday',
      max: today(),
      min: '1900-01-01',
      value: known.birth_date,
    }),
    field({
      label: 'People in your household',
      name: 'household_size',
      inputmode: 'numeric',
      autocomplete: 'off',
      hint: 'You included.',
      value: known.household_size,
      check: wholeNumber(1, 30),
    }),
    field({
      label: 'Your home',
      name: 'housing',
      kind: 'select',
      options: homes,
      value: known.housing ?? '',
    }),
    field({
      label: 'Gross income of the household',
      name: 'gross_income',
      inputmode: 'decimal',
      autocomplete: 'off',
      hint: 'Before tax. 0 is an answer too.',
      value: known.gross_income && amountToType(known.gross_income.amount),
      check: (text) =>
        /^[\d.]+$/.test(readAmount(text) ?? '')
          ? ''
          : 'Enter an amount of zero or more, such as 4200.',
    }),
    field({
      label: 'That is',
      name: 'income_period',
      kind: 'select',
      options: periods,
      value: known.income_period ?? 'month',
    }),
    field({
      label: 'Currency',
      name: 'currency',
      maxlength: 3,
      autocomplete: 'off',
      hint: 'Three letters, such as EUR.',
      value: known.gross_income?.currency ?? known.currency,
      check: (text) => (/^[A-Za-z]{3}$/.test(text) ? '' : 'Enter three letters, such as EUR.'),
    }),
    field({
      label: 'Country',
      name: 'country',
      maxlength: 2,
      autocomplete: 'country',
      hint: 'Two letters, such as DE.',
      value: known.country,
      check: (text) => (/^[A-Za-z]{2}$/.test(text) ? '' : 'Enter two letters, such as DE.'),
    }),
  ];
}

/** The members as the server names them; null for what is left empty. */
function facts(fields, replies) {
  const text = Object.fromEntries(fields.map((each) => [each.name, each.text || null]));
  const currency = text.currency?.toUpperCase() ?? null;
  const income =
    text.gross_income === null ? null : { amount: readAmount(text.gross_income), currency };
  return {
    ...text,
    currency,
    gross_income: income,
    country: text.country?.toUpperCase() ?? null,
    income_period: income ? text.income_period : null,
    household_size: text.household_size === null ? null : Number(text.household_size),
    ...Object.fromEntries(
      replies.map((each) => [each.name, each.text === '' ? null : each.text === 'true']),
    ),
  };
}

/** A merge patch: only what differs. */
function changes(before, after) {
  const differs = ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]);
  return Object.fromEntries(Object.entries(after).filter(differs));
}

function profileForm({ body, etag }, reload) {
  let version = etag;
  const fields = makeFields(body);
  const replies = questions.map(([name, label]) =>
    field({ label, name, kind: 'select', options: answers, value: String(body[name] ?? '') }),
  );
  let before = facts(fields, replies);
  const currency = fields.find((each) => each.name === 'currency');
  const act = async () => {
    const after = facts(fields, replies);
    if (after.gross_income && !after.currency) {
      currency.fail('Enter the currency of the income.');
      currency.input.focus();
      return '';
    }
    const change = changes(before, after);
    if (Object.keys(change).length === 0) return 'Nothing was changed.';
    try {
      ({ etag: version } = await send('PATCH', '/users/me', { body: change, version }));
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 412) version = await reload();
      throw problem;
    }
    before = after;
    return 'Saved.';
  };
  const rest = element(
    'fieldset',
    { class: 'full' },
    element('legend', {}, 'More that the score can use'),
    element(
      'div',
      { class: 'fields questions' },
      replies.map((each) => each.element),
    ),
  );
  return form({
    fields: [...fields, ...replies],
    layout: [...fields, rest],
    submit: 'Save',
    act,
    wide: true,
  });
}

export function profile({ main, signal }) {
  const load = async (stop) => {
    const { body, etag } = await send('GET', '/users/me', { signal: stop });
    return { body, etag };
  };
  const reload = async () => (await load(signal)).etag;
  main.append(
    element(
      'p',
      { class: 'lead' },
      'The score needs the birth date, the size of the household, the home and the ' +
        'gross income. Everything is optional; what is missing is simply not used.',
    ),
    new Panel({
      title: 'About you',
      signal,
      wide: true,
      load,
      show: (known) => profileForm(known, reload),
    }).element,
  );
}
