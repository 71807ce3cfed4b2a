// How each service of the node is, asked every five seconds while the page is looked at.

import { send } from '../api.js';
import { element } from '../dom.js';
import { agoText, counted, countText, timeText } from '../format.js';
import { Panel } from '../panel.js';

const everyMs = 5_000;
const words = { up: 'Up', degraded: 'Degraded', restarting: 'Restarting', down: 'Down' };
const spaced = (name) => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('_', ' ');

function since(instant) {
  return element('time', { datetime: instant, title: timeText(instant) }, agoText(Date.now() - Date.parse(instant)));
}

function row(service) {
  const state = Object.hasOwn(words, service.state) ? service.state : 'down';
  return element('tr', {},
    element('th', { scope: 'row' }, spaced(service.name)),
    element('td', {}, element('span', { class: `state state-${state}` }, words[state])),
    element('td', {}, since(service.since)),
    element('td', { class: 'number' }, countText(service.restarts)),
    element('td', { class: 'number' }, countText(service.in_flight)),
    element('td', { class: 'number' }, countText(service.queue)));
}

function summary(services) {
  const ill = services.filter(({ state }) => state !== 'up');
  if (ill.length === 0) return `All ${counted(services.length, 'service')} are up.`;
  return `${ill.length} of ${counted(services.length, 'service')} not fully up: `
    + `${ill.map(({ name }) => spaced(name)).join(', ')}. The others work as usual.`;
}

function shown({ node, services }) {
  const heads = [['Service'], ['State'], ['Since'], ['Restarts', 'number'], ['In flight', 'number'], ['Waiting', 'number']];
  return [
    element('p', {}, element('strong', {}, summary(services)), element('span', { class: 'soft' }, ` Node ${node}.`)),
    element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of services' },
      element('table', { class: 'rows' },
        element('thead', {}, element('tr', {}, heads.map(([text, kind]) => element('th', { scope: 'col', class: kind }, text)))),
        element('tbody', {}, services.map(row)))),
  ];
}

export function status({ main, signal }) {
  const load = async (stop) => {
    const { body } = await send('GET', '/status', { signal: stop, open: true });
    return { ...body, minute: Math.floor(Date.now() / everyMs) };
  };
  main.append(element('p', { class: 'lead' }, 'A service that fails is started again by its supervisor; the others go on meanwhile.'),
    new Panel({ title: 'Services of this node', signal, wide: true, load, show: shown, everyMs }).element);
}
