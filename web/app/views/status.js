// How each service of the node is, asked every five seconds while the page is looked at.

import { send } from '../api.js';
import { announce, element } from '../dom.js';
import { agoText, counted, countText, timeText } from '../format.js';
import { Panel } from '../panel.js';

const everyMs = 5_000;
const words = { up: 'Up', degraded: 'Degraded', restarting: 'Restarting', down: 'Down' };
const numbers = [
  ['restarts', 'Restarts'],
  ['in_flight', 'In flight'],
  ['queue', 'Waiting'],
];
const spaced = (name) => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('_', ' ');

function since(instant) {
  return element(
    'time',
    { datetime: instant, title: timeText(instant) },
    agoText(Date.now() - Date.parse(instant)),
  );
}

function row(service) {
  const state = Object.hasOwn(words, service.state) ? service.state : 'down';
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, spaced(service.name)),
    element('td', {}, element('span', { class: `state state-${state}` }, words[state])),
    element('td', {}, since(service.since)),
    ...numbers.map(([name, label]) =>
      element('td', { class: 'number', 'data-label': label }, countText(service[name])),
    ),
  );
}

function summary(services) {
  const ill = services.filter(({ state }) => state !== 'up');
  if (ill.length === 0) return `All ${counted(services.length, 'service')} are up.`;
  return (
    `${ill.length} of ${counted(services.length, 'service')} not fully up: ` +
    `${ill.map(({ name }) => spaced(name)).join(', ')}. The others work as usual.`
  );
}

function shown({ node, services }) {
  const heads = [
    ['Service'],
    ['State'],
    ['Since'],
    ...numbers.map(([, label]) => [label, 'number']),
  ];
  return [
    element(
      'p',
      {},
      element('strong', {}, summary(services)),
      element('span', { class: 'soft' }, ` Node ${node}.`),
    ),
    element(
      'table',
      { class: 'rows services' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          heads.map(([text, kind]) => element('th', { scope: 'col', class: kind }, text)),
        ),
      ),
      element('tbody', {}, services.map(row)),
    ),
  ];
}

export function status({ main, signal }) {
  let told = null;
  const tell = (text) => {
    if (told !== null && told !== text) announce(text);
    told = text;
  };
  const load = async (stop) => {
    const { body } = await send('GET', '/status', { signal: stop, open: true });
    tell(summary(body.services));
    return { ...body, tick: Math.floor(Date.now() / everyMs) };
  };
  main.append(
    element(
      'p',
      { class: 'lead' },
      'A service that fails is started again by its supervisor; the others go on meanwhile.',
    ),
    new Panel({ title: 'Services of this node', signal, wide: true, load, show: shown, everyMs })
      .element,
  );
}
