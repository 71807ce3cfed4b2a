// A service that fails is seen in its own panels and nowhere else, and they heal without a reload.

import assert from 'node:assert/strict';
import { openPage, signIn } from './server.mjs';

/** Where each service's panel is. */
const panels = {
  prediction: '/', analytics: '/', finance: '/', notification: '/', profile: '/profile', auth: '/settings', file: '/files', audit: '/history',
};
const stopsMax = 200;

/** Lets the service end again and again, until its supervisor gives it a rest. */
async function takeDown({ origin, email, password }, service) {
  const signedIn = await fetch(`${origin}/api/v1/auth/login`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ email, password }),
  });
  const headers = { Authorization: `Bearer ${(await signedIn.json()).access_token}` };
  for (let stop = 0; stop < stopsMax; stop += 1) {
    await fetch(`${origin}/api/v1/status/services/${service}/fail`, { method: 'POST', headers });
    const { services } = await (await fetch(`${origin}/api/v1/status`)).json();
    if (services.find(({ name }) => name === service).state === 'down') return;
  }
  throw new Error(`${service} does not stay down`);
}

const outage = (service) => ({
  name: `while ${service} is down its panels say so, the others do not, and they heal`,
  async run({ server, browser }) {
    const { page, context, complaints } = await openPage(browser, { origin: server.origin, width: 1280 });
    await signIn(page, server);
    await page.goto(panels[service]);
    const own = page.locator(`.panel[data-service="${service}"]`).first();
    await own.waitFor();
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    await page.mouse.move(100, 300);
    await takeDown(server, service);
    const began = Date.now();
    await own.locator('.notice').waitFor();
    const took = Date.now() - began;
    await own.getByText('Shown as it was').waitFor();
    const others = await page.locator(`.panel[data-fault]:not([data-service="${service}"])`).count();
    assert.equal(others, 0, 'another panel shows a fault');
    await own.locator('.notice').waitFor({ state: 'detached' });
    assert.deepEqual(complaints, []);
    await context.close();
    return `said after ${took} ms`;
  },
});

export const faults = [
  ...Object.keys(panels).map(outage),
  {
    name: 'every service is stopped in the program itself, in turn, and every panel works again without a reload',
    async run({ server, browser }) {
      const { page, context, complaints } = await openPage(browser, { origin: server.origin, width: 1280 });
      await signIn(page, server);
      await page.goto('/status');
      const buttons = page.getByRole('button', { name: /^Stop / });
      await buttons.first().waitFor();
      const count = await buttons.count();
      for (let at = 0; at < count; at += 1) await buttons.nth(at).click();
      await page.locator('.state-up').nth(count).waitFor();
      await page.getByRole('link', { name: 'Overview' }).first().click();
      await page.getByText('Households with finances like yours').waitFor();
      await page.locator('.panel[data-fault]').first().waitFor({ state: 'detached' });
      assert.deepEqual(complaints, []);
      await context.close();
      return `${count} services`;
    },
  },
];
