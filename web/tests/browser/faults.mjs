// A service that fails is seen in its own panels and nowhere else, and they heal without a reload.

import assert from 'node:assert/strict';
import { openPage, signIn } from './server.mjs';

/** Where each service's panel is. */
const panels = {
  prediction: '/', analytics: '/', finance: '/', notification: '/', profile: '/profile', auth: '/settings', file: '/files', audit: '/history',
};
const shownMs = 1_000;

/** Fails every request of the routes of a service, as an edge whose service is away does. */
const routes = {
  prediction: /\/api\/v1\/score/, analytics: /\/api\/v1\/analytics\//, finance: /\/api\/v1\/(accounts|transactions|reports|categories|imports)/,
  notification: /\/api\/v1\/notifications/, profile: /\/api\/v1\/users\/me/, auth: /\/api\/v1\/auth\/sessions/, file: /\/api\/v1\/files/, audit: /\/api\/v1\/audit/,
};
const away = { status: 503, contentType: 'application/problem+json', headers: { 'Retry-After': '1' }, body: '{"type":"/problems/unavailable","title":"Unavailable","status":503}' };

/** The status as it is while one service is being started again. */
async function withAway(route, service) {
  const answer = await route.fetch();
  const body = await answer.json();
  for (const each of body.services) if (each.name === service) each.state = 'restarting';
  await route.fulfill({ response: answer, json: body });
}

const outage = (service) => ({
  name: `while ${service} is away its panels say so within a second, the others do not, and they heal`,
  async run({ server, browser }) {
    const { page, context } = await openPage(browser, { origin: server.origin, width: 1280 });
    await signIn(page, server);
    await page.goto(panels[service]);
    const own = page.locator(`.panel[data-service="${service}"]`).first();
    await own.waitFor();
    await own.locator('.skeleton').waitFor({ state: 'detached' });
    await page.route('**/api/v1/status', (route) => withAway(route, service));
    await page.route(routes[service], (route) => route.fulfill(away));
    await page.mouse.move(100, 300);
    const began = Date.now();
    await own.locator('.notice').waitFor();
    const took = Date.now() - began;
    await own.getByText('Shown as it was').waitFor();
    const others = await page.locator(`.panel[data-fault]:not([data-service="${service}"])`).count();
    assert.equal(others, 0, 'another panel shows a fault');
    await page.unroute(routes[service]);
    await page.unroute('**/api/v1/status');
    await own.locator('.notice').waitFor({ state: 'detached' });
    await context.close();
    assert.ok(took < shownMs + 500, `${took} ms`);
    return `${took} ms`;
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
