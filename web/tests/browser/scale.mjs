// How long the list and the overview take; with SMARTFIN_TRANSACTIONS=1000000 for a book of a million. Times are told, not
// judged: machines differ.

import assert from 'node:assert/strict';
import { openPage, signIn } from './server.mjs';

const jumps = 40;
const throttle = 4;

/** Moves the timeline to its `step`th month as a reader would, and waits until rows of that month are painted. */
async function jump(step) {
  const input = document.querySelector('.timeline input');
  const painted = () => new Promise(requestAnimationFrame);
  const isThere = () => [...document.querySelectorAll('.entry-place')].some((place) => {
    const { top, bottom } = place.getBoundingClientRect();
    return bottom > 0 && top < innerHeight && place.querySelector('time')?.dateTime.startsWith(month);
  });
  const [year, number] = document.querySelector('.timeline').dataset.newest.split('-').map(Number);
  const month = new Date(Date.UTC(year, number - 1 - step, 1)).toISOString().slice(0, 7);
  const began = performance.now();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, String(step));
  input.dispatchEvent(new Event('input', { bubbles: true }));
  while (!isThere()) {
    await painted();
    if (performance.now() - began > 8_000) throw new Error(`no rows of ${month}`);
  }
  await painted();
  return performance.now() - began;
}

/** Runs before anything of the page: notes when every panel of the overview has something to show, and the last long task. */
function watch() {
  window.longTaskEnd = 0;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.longTaskEnd = startTime + duration;
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    const isShown = document.querySelector('.score-number') && document.querySelectorAll('main .panel').length > 3 &&
      !document.querySelector('.skeleton');
    if (isShown) window.shownAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function overview(page, origin) {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
  await page.addInitScript(watch);
  await page.goto(`${origin}/`);
  await page.waitForFunction(() => window.shownAt && performance.now() - Math.max(window.shownAt, window.longTaskEnd) > 1_000);
  return page.evaluate(() => Math.max(window.shownAt, window.longTaskEnd));
}

const middle = (sorted) => sorted[Math.floor(sorted.length / 2)].toFixed(0);

export const scale = [
  {
    name: 'the list goes to any month of a long history, and on from there in both directions',
    async run({ server, browser }) {
      const { page, context, complaints } = await openPage(browser, { origin: server.origin, width: 390 });
      await signIn(page, server);
      await page.goto('/transactions');
      const timeline = page.getByLabel('Go to month');
      await timeline.waitFor();
      const months = Number(await timeline.getAttribute('max'));
      const took = [];
      for (let at = 0; at < jumps; at += 1) took.push(await page.evaluate(jump, 1 + ((at * 37) % (months - 1))));
      took.sort((a, b) => a - b);

      await page.evaluate(jump, 12);
      const monthsInSight = () => page.locator('.entries time').evaluateAll((all) => all.map(({ dateTime }) => dateTime.slice(0, 7)));
      const [month] = await monthsInSight();
      const goes = async (pixels, isThere) => {
        await page.mouse.move(195, 500);
        for (let turn = 0; turn < 200; turn += 1) {
          if ((await monthsInSight()).some(isThere)) return;
          await page.mouse.wheel(0, pixels);
          await page.evaluate(() => new Promise(requestAnimationFrame));
        }
        throw new Error(`${pixels} does not lead out of ${month}`);
      };
      await goes(-2_000, (each) => each > month);
      await goes(4_000, (each) => each < month);
      assert.deepEqual(complaints, []);
      await context.close();
      return `of ${months} months; to rows: ${middle(took)} ms in the middle, ${took.at(-1).toFixed(0)} ms at most`;
    },
  },
  {
    name: `the overview is there and answers with the processor ${throttle} times slower`,
    async run({ server, browser }) {
      const { page, context } = await openPage(browser, { origin: server.origin });
      await signIn(page, server);
      const storageState = await context.storageState();
      await context.close();
      const took = [];
      for (let at = 0; at < 5; at += 1) {
        const other = await openPage(browser, { origin: server.origin, storageState });
        const cold = await overview(other.page, server.origin);
        const warm = await overview(other.page, server.origin);
        took.push([cold, warm]);
        await other.context.close();
      }
      const [cold, warm] = [0, 1].map((of) => took.map((each) => each[of]).sort((a, b) => a - b));
      return `${middle(cold)} ms with nothing kept, ${middle(warm)} ms after that`;
    },
  },
];
