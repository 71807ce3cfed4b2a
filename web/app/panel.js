// A part of a screen with its own request. When the request fails, the panel says so, keeps the
// last data with its age and tries again, later each time; the panels beside it notice nothing.

import { Problem } from './api.js';
import { agoText } from './format.js';
import { element } from './dom.js';

const firstWaitMs = 2_000;
const longestWaitMs = 60_000;
const spread = () => 0.8 + Math.random() * 0.4;

function sentenceFor(problem) {
  if (!(problem instanceof Problem)) return 'This part can’t be shown.';
  return problem.status === 404 ? 'This server does not offer this part.' : problem.sentence;
}

export class Panel {
  #load;
  #show;
  #everyMs;
  #signal;
  #body = element('div', { class: 'panel-body' }, element('p', { class: 'soft' }, 'Reading…'));
  #notice = element('div', { class: 'notice', hidden: true });
  #said = element('span', { role: 'status' });
  #when = element('span', { class: 'soft', 'aria-hidden': 'true' });
  #lastText = null;
  #lastAt = 0;
  #failures = 0;
  #nextAt = Infinity;
  #running = false;
  #again = false;
  #turn = 0;

  /**
   * load(signal) gets the data, show(data) returns the nodes for it; everyMs repeats it while the
   * page is visible; `signal` ends the panel with its screen.
   */
  constructor({ title, lead, load, show, everyMs = 0, signal, wide = false }) {
    this.#load = load;
    this.#show = show;
    this.#everyMs = everyMs;
    this.#signal = signal;
    const now = element(
      'button',
      { class: 'quiet small', type: 'button', onclick: () => this.refresh() },
      'Try now',
    );
    this.#notice.append(element('p', {}, this.#said, ' ', this.#when), now);
    this.element = element(
      'section',
      { class: wide ? 'panel wide' : 'panel' },
      element('div', { class: 'panel-head' }, element('h2', {}, title), lead ?? null),
      this.#notice,
      this.#body,
    );
    const timer = setInterval(() => this.#tick(), 1000);
    const woken = () => this.#tick();
    document.addEventListener('visibilitychange', woken);
    signal.addEventListener('abort', () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', woken);
    });
    this.refresh();
  }

  /** Asks now; while a request is under way, once more after it. */
  async refresh() {
    if (this.#running) {
      this.#again = true;
      return;
    }
    const turn = this.#turn;
    this.#running = true;
    this.#body.setAttribute('aria-busy', 'true');
    try {
      const data = await this.#load(this.#signal);
      if (turn === this.#turn) this.#succeed(data);
    } catch (problem) {
      if (!this.#signal.aborted && turn === this.#turn) this.#fail(problem);
    } finally {
      this.#running = false;
      this.#body.removeAttribute('aria-busy');
    }
    if (this.#again && !this.#signal.aborted) {
      this.#again = false;
      await this.refresh();
    }
  }

  /** Asks for something else: what is shown, or on its way, is no answer to that. */
  renew() {
    this.#turn += 1;
    this.#lastText = null;
    this.#lastAt = 0;
    this.#failures = 0;
    this.#notice.hidden = true;
    this.#said.textContent = '';
    this.#body.replaceChildren(element('p', { class: 'soft' }, 'Reading…'));
    return this.refresh();
  }

  #succeed(data) {
    this.#failures = 0;
    this.#lastAt = Date.now();
    this.#nextAt = this.#everyMs ? this.#lastAt + this.#everyMs : Infinity;
    this.#notice.hidden = true;
    this.#said.textContent = '';
    this.#body.classList.remove('stale');
    const text = JSON.stringify(data);
    if (text === this.#lastText) return;
    this.#lastText = text;
    this.#replace([this.#show(data)].flat(2).filter((node) => node));
  }

  /** Nodes that are there already stay, and the focus with them. */
  #replace(nodes) {
    const there = [...this.#body.childNodes];
    if (nodes.length !== there.length || nodes.some((node, index) => node !== there[index]))
      this.#body.replaceChildren(...nodes);
  }

  #fail(problem) {
    if (!(problem instanceof Problem)) console.error(problem);
    const known = problem instanceof Problem;
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** this.#failures) * spread();
    this.#failures += 1;
    this.#nextAt =
      known && !problem.passes && !this.#everyMs
        ? Infinity
        : Date.now() + Math.max(wait, (problem.retryAfterS ?? 0) * 1000);
    const sentence = sentenceFor(problem);
    if (this.#said.textContent !== sentence) this.#said.textContent = sentence;
    this.#notice.hidden = false;
    if (this.#lastAt) this.#body.classList.add('stale');
    else this.#body.replaceChildren();
    this.#tell();
  }

  #tell() {
    const age = this.#lastAt ? `Shown as it was ${agoText(Date.now() - this.#lastAt)}. ` : '';
    const left = Math.max(0, Math.ceil((this.#nextAt - Date.now()) / 1000));
    this.#when.textContent = age + (Number.isFinite(left) ? `Next try in ${left} s.` : '');
  }

  #tick() {
    if (document.hidden || this.#running) return;
    if (Date.now() >= this.#nextAt) this.refresh();
    else if (!this.#notice.hidden) this.#tell();
  }
}
