// The score: the number, its band and range, and the points of each group, which add up to it
// before the reader's eyes.

import { Problem, read } from '../api.js';
import { bar, element } from '../dom.js';
import { shareText, countText, pointText, signedPointText, timeText } from '../format.js';
import { Panel } from '../panel.js';
import { bandTitle, groupTitle, inputTitle, inputValue } from './score_words.js';
import { whatIf } from './what_if.js';

const bands = [
  [0, 'Critical'],
  [20, 'Vulnerable'],
  [35, 'Coping'],
  [50, 'Stable'],
  [65, 'Strong'],
  [80, 'Thriving'],
];
const neededFacts = [
  ['birth_date', 'your birth date'],
  ['household_size', 'the size of your household'],
  ['housing', 'whether you own or rent your home'],
  ['gross_income', 'your household’s gross income'],
];

/** Too little known is an answer too: then the profile says which facts are missing. */
async function load(signal) {
  try {
    return { score: await read('/score', signal) };
  } catch (problem) {
    if (!(problem instanceof Problem) || !problem.type.endsWith('/score-not-ready')) throw problem;
  }
  try {
    const profile = await read('/users/me', signal);
    return {
      missing: neededFacts.filter(
        ([name]) => profile[name] === undefined || profile[name] === null,
      ),
    };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { missing: neededFacts };
  }
}

function notReady(missing) {
  if (missing.length === 0) {
    return [
      element(
        'p',
        {},
        'The facts about you are there. The score also needs to see money: add an account with its ' +
          'balance, and a month or more of transactions.',
      ),
      element('p', {}, element('a', { class: 'button', href: '#/import' }, 'Import a statement')),
    ];
  }
  return [
    element('p', {}, 'There is no score yet. Tell SmartFin:'),
    element(
      'ul',
      {},
      missing.map(([, text]) => element('li', {}, text)),
    ),
    element('p', {}, element('a', { class: 'button', href: '#/profile' }, 'Fill in the profile')),
  ];
}

/**
 * Tenths of points, so that what is shown adds up exactly; what rounding leaves is a line of its
 * own.
 */
function steps({ base, factors, score }) {
  const tenths = (points) => Math.round(points * 10);
  let at = tenths(base);
  const lines = factors.map((factor) => {
    const points = tenths(factor.points);
    at += points;
    return { factor, points, from: at - points, to: at };
  });
  const rest = score * 10 - at;
  if (rest !== 0) lines.push({ factor: null, points: rest, from: at, to: at + rest });
  return { start: tenths(base), lines };
}

const within = (tenths) => Math.min(100, Math.max(0, tenths / 10));
const ticks = bands.slice(1).map(([from]) => from);

function stepRow(title, drawn, text, kind) {
  return element(
    'div',
    { class: `step step-${kind}` },
    element('span', { class: 'step-title' }, title),
    drawn,
    element('span', { class: 'step-points' }, text),
  );
}

function inputList(inputs) {
  return element(
    'table',
    { class: 'inputs' },
    element('caption', { class: 'unseen' }, 'What this group is made of'),
    element(
      'tbody',
      {},
      inputs.map((input) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, inputTitle(input.name)),
          element('td', {}, inputValue(input)),
          element('td', { class: 'number' }, signedPointText(input.points)),
        ),
      ),
    ),
  );
}

function groupStep({ factor, points, from, to }) {
  const kind = points < 0 ? 'minus' : 'plus';
  const drawn = bar(within(from), within(to), kind, ticks);
  if (!factor) return stepRow('Rounding', drawn, signedPointText(points / 10), kind);
  const row = stepRow(groupTitle(factor.group), drawn, signedPointText(points / 10), kind);
  if (!factor.inputs?.length) return row;
  return element('details', {}, element('summary', {}, row), inputList(factor.inputs));
}

function workings(score) {
  const { start, lines } = steps(score);
  return element(
    'div',
    { class: 'steps' },
    stepRow('Starting point', bar(0, within(start), 'base', ticks), pointText(start / 10), 'base'),
    lines.map(groupStep),
    stepRow('Your score', bar(0, score.score, 'total', ticks), countText(score.score), 'total'),
  );
}

const knownShare = ({ coverage }) =>
  coverage === undefined
    ? 'little is known so far'
    : `only ${shareText(coverage)} of what usually counts is known`;

/** What the model found in the survey, in people instead of points. */
function likeThese({ stress_probability: share }) {
  if (share === undefined || share === null) return null;
  const text =
    `Of 100 US households with finances like yours, about ${Math.round(share * 100)} had a late ` +
    'payment, a payday loan or a refused credit within a year.';
  return element('p', { class: 'soft' }, text);
}

function caveats(score) {
  const rules = score.rule_based ?? score.model?.id?.startsWith('rules');
  return [
    score.provisional && `Provisional: ${knownShare(score)}, so the number can still move a lot.`,
    rules &&
      'Rule-based: this number comes from a short list of fixed rules, not from a model ' +
        'learnt from survey data.',
    score.partial && 'Partial: these accounts do not hold all of your household’s money.',
    score.uncalibrated && 'Uncalibrated: the survey behind the score is from the United States.',
  ]
    .filter(Boolean)
    .map((text) => element('p', { class: 'caveat' }, text));
}

function shown(score, lab) {
  const { low, high } = score.range;
  const spanText = `${Math.round(low)} to ${Math.round(high)}`;
  const known = (score.factors ?? []).length > 0;
  return [
    element(
      'div',
      { class: 'score' },
      element(
        'p',
        { class: 'score-number' },
        String(score.score),
        element('span', { class: 'soft' }, ' of 100'),
      ),
      element(
        'div',
        {},
        element('p', { class: 'band' }, bandTitle(score.band)),
        element(
          'p',
          { class: 'soft' },
          `Households with finances like yours: ${spanText}, 8 times out of 10.`,
        ),
      ),
    ),
    element(
      'div',
      {
        class: 'scale',
        role: 'img',
        'aria-label': `${score.score} on a scale of 0 to 100, range ${spanText}`,
      },
      bar(low, high, 'range', ticks),
      bar(score.score - 0.4, score.score + 0.4, 'mark'),
    ),
    likeThese(score),
    caveats(score),
    known && element('h3', {}, 'How it adds up'),
    known &&
      element(
        'p',
        { class: 'soft' },
        'Each line is associated with so many points, up or down; none of them is a ' +
          'cause. Open a line to see what it is made of.',
      ),
    known && workings(score),
    element(
      'p',
      { class: 'soft small-text' },
      `Model ${score.model?.id ?? 'unknown'}` +
        `${score.model?.hash ? ` · ${score.model.hash.slice(0, 12)}` : ''}` +
        ` · computed ${timeText(score.computed_at)}`,
    ),
    lab,
  ];
}

export function scorePanel(signal) {
  const lab = whatIf(signal);
  return new Panel({
    title: 'Financial health',
    signal,
    wide: true,
    load,
    show: ({ score, missing }) => (score ? shown(score, lab) : notReady(missing)),
  });
}
