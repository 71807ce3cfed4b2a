// A page that is open at one node of three while the others are killed, one after the other: nothing is noticed.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openPage } from './server.mjs';

const tool = resolve(import.meta.dirname, '../../../ops/dev/cluster');
const needed = ['/usr/bin/etcd', '/usr/bin/redis-server', '/usr/lib/postgresql'];
const email = 'cluster@smartfin.example';
const password = 'correct horse battery';

/** Three nodes that each run everything. */
function startCluster(binary) {
  const folder = mkdtempSync(join(tmpdir(), 'smartfin-web-'));
  execFileSync('chmod', ['711', folder]); // PostgreSQL runs as a user of its own
  const data = join(folder, 'cluster');
  const act = (...words) => execFileSync(tool, [words[0], data, ...words.slice(1)], { env: { ...process.env, SMARTFIN: binary, PORT: '8300' }, stdio: ['ignore', 'ignore', 'inherit'] });
  act('up', '3');
  const doors = readFileSync(join(data, 'doors'), 'utf8').trim().split('\n').map((line) => line.split(' '));
  return {
    doors,
    act,
    end() {
      act('down');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function household(origin) {
  const call = async (path, body, token) => {
    const answer = await fetch(origin + path, {
      method: 'POST', body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return answer.json();
  };
  const { access_token: token } = await call('/api/v1/auth/register', { email, password });
  const { id } = await call('/api/v1/accounts', { name: 'Everyday', type: 'checking', currency: 'USD' }, token);
  for (let day = 1; day <= 20; day += 1) {
    const date = `2026-10-${String(day).padStart(2, '0')}`;
    await call('/api/v1/transactions', { account_id: id, date, amount: { amount: '-12.30', currency: 'USD' }, payee: `Shop ${day}` }, token);
  }
}

/** Notes whatever a reader would notice. */
function watch() {
  window.noticed = [];
  new MutationObserver(() => {
    for (const each of document.querySelectorAll('.notice, [data-fault], .fault'))
      if (!window.noticed.includes(each.innerText)) window.noticed.push(each.innerText);
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

async function goRound(page, mark) {
  const open = (name) => page.getByRole('navigation').getByRole('link', { name }).first().click();
  for (const name of ['Overview', 'Score', 'Spending', 'Accounts', 'Transactions']) {
    await open(name);
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  }
  await page.locator('.entry-body').first().click();
  await page.getByLabel('Note', { exact: true }).fill(mark);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(`· ${mark}`).waitFor();
}

export const cluster = [{
  name: 'a node of a cluster that is killed under an open page is not noticed',
  async run({ browser, binary }) {
    const missing = needed.filter((each) => !existsSync(each));
    if (missing.length > 0) return `SKIPPED: ${missing} not here`;
    const nodes = startCluster(resolve(binary));
    try {
      const [[, door], ...others] = nodes.doors;
      const origin = `http://${door}`;
      await household(origin);
      const { page, context, complaints } = await openPage(browser, { origin, width: 1280 });
      await page.addInitScript(watch);
      await page.goto('/');
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('navigation').waitFor();
      await goRound(page, 'before');
      for (const [name] of others) {
        nodes.act('kill', name);
        await goRound(page, `without ${name}`);
        await goRound(page, `still without ${name}`);
        nodes.act('start', name);
        await goRound(page, `with ${name} again`);
      }
      assert.deepEqual(await page.evaluate(() => window.noticed), []);
      assert.deepEqual(complaints, []);
      await context.close();
      return `${others.length} nodes killed`;
    } finally {
      nodes.end();
    }
  },
}];
