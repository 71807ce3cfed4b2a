// Two tabs, no connection, an ended session, a server that restarts: nothing that was typed is lost.

import assert from 'node:assert/strict';
import { openPage, signIn } from './server.mjs';

const firstRow = (page) => page.locator('.entry-body').first();

async function editFirst(page, note) {
  await page.goto('/transactions');
  await firstRow(page).click();
  await page.getByLabel('Note', { exact: true }).fill(note);
}

const test = (name, act) => ({
  name,
  async run({ server, browser }) {
    const { page, context } = await openPage(browser, { origin: server.origin, width: 1280 });
    await signIn(page, server);
    await act(page, context, server);
    await context.close();
  },
});

export const conflicts = [
  test('two tabs on one row: the later sees both versions and chooses', async (page, context) => {
    const other = await context.newPage();
    await editFirst(page, 'mine');
    await editFirst(other, 'theirs');
    await other.getByRole('button', { name: 'Save' }).click();
    await other.getByText('· theirs').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This was changed elsewhere').waitFor();
    const versions = page.locator('.versions');
    await versions.getByText('mine', { exact: true }).waitFor();
    await versions.getByText('theirs', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await other.getByText('· mine').waitFor();
  }),
  test('without a connection the list stays, a change waits visibly, and goes when the connection is back', async (page, context) => {
    await page.getByText('Households with finances like yours').waitFor();
    await page.getByRole('link', { name: 'Transactions' }).first().click();
    await firstRow(page).click();
    await page.getByLabel('Note', { exact: true }).fill('written offline');
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('1 change waits to be sent.').waitFor();
    assert.ok((await page.locator('.entry-row').count()) > 5);
    await page.getByRole('link', { name: 'Overview' }).first().click();
    await page.getByText('Households with finances like yours').waitFor();
    await context.setOffline(false);
    await page.getByText('1 change waits to be sent.').waitFor({ state: 'detached' });
    await page.goto('/transactions');
    await page.getByText('· written offline').waitFor();
  }),
  test('an ended session asks for the password over the form, and what was typed is sent', async (page, context, server) => {
    await editFirst(page, 'typed before the session ended');
    await page.evaluate(() => {
      const key = 'smartfin.session';
      const broken = { ...JSON.parse(localStorage.getItem(key)), access_token: 'ended', refresh_token: 'ended' };
      localStorage.setItem(key, JSON.stringify(broken));
      dispatchEvent(new StorageEvent('storage', { key }));
    });
    await page.getByText('Please sign in again').waitFor();
    await page.getByRole('dialog').getByLabel('Password').fill(server.password);
    await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(await page.getByLabel('Note', { exact: true }).inputValue(), 'typed before the session ended');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('· typed before the session ended').waitFor();
  }),
  test('a server that restarts in the middle of a form costs nothing that was typed', async (page, _context, server) => {
    await editFirst(page, 'typed over a restart');
    await server.stop();
    await page.getByText('No connection.').waitFor();
    await server.start();
    assert.equal(await page.getByLabel('Note', { exact: true }).inputValue(), 'typed over a restart');
    await page.getByText('No connection.').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('· typed over a restart').waitFor();
  }),
];
