// Every screen in both themes and two widths: axe finds nothing serious or critical, nothing overflows; and a picture of
// each where somebody wants to look at them.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openPage, signIn } from './server.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screens = ['/', '/transactions', '/spending?month=2026-10', '/score', '/accounts', '/import', '/inbox', '/files', '/history', '/profile',
  '/settings', '/status', '/welcome', '/more'];
const pictures = process.env.SMARTFIN_PICTURES;
// Pages that follow the server are never idle; what they begin with is there by then.
const idleMs = 1_500;
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function settledAt(page, address) {
  await page.goto(address);
  await page.locator('h1').first().waitFor();
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await page.locator('main .panel, main .fields, .entry').first().waitFor();
  await page.waitForLoadState('networkidle', { timeout: idleMs }).catch(() => {});
}

async function faultsOf(page) {
  const { violations } = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), standards);
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(' | ')}`);
}

async function look(page, address, name) {
  await settledAt(page, address);
  await page.evaluate(axe);
  if (pictures) {
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const found = await faultsOf(page);
  if (wide > 0) found.push(`${wide} px too wide`);
  return found.map((fault) => `${name}: ${fault}`);
}

const nameOf = (address, ...marks) => [address.split('?')[0].slice(1) || 'overview', ...marks].join('-');

const check = (width, theme, language = 'en-US') => ({
  name: `axe, ${width} px, ${theme}, ${language}: nothing serious or critical on any screen`,
  async run({ server, browser }) {
    const { page, context, complaints } = await openPage(browser, { origin: server.origin, width, theme });
    const found = [...(await look(page, '/create-account', nameOf('/create-account', width, theme)))];
    await signIn(page, server);
    if (language !== 'en-US') await page.evaluate(() => localStorage.setItem('smartfin.settings', '{"language":"he"}'));
    for (const address of screens) found.push(...(await look(page, address, nameOf(address, width, theme, language.slice(0, 2)))));
    assert.deepEqual(found, []);
    assert.deepEqual(complaints, []);
    await context.close();
    return `${screens.length + 1} screens`;
  },
});

export const accessibility = [check(390, 'light'), check(390, 'dark'), check(1280, 'light'), check(1280, 'dark'), check(360, 'light', 'he')];
