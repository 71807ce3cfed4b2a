// The main paths with nothing but a keyboard: signing in, going round, finding, changing, importing, asking what if, leaving.

import assert from 'node:assert/strict';
import { openPage } from './server.mjs';

const tabsMax = 120;

const isFocused = (place) => place.evaluate((node) => node === document.activeElement).catch(() => false);

/** What is focused can be seen to be. */
async function isSeen(page) {
  return page.evaluate(() => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  });
}

/** Goes to a place as a keyboard does, and fails where that leads past it or where the focus is lost to the eye. */
async function tabTo(page, place, key = 'Tab') {
  const target = place.first();
  await target.waitFor();
  for (let turn = 0; turn < tabsMax; turn += 1) {
    if (await isFocused(target)) {
      assert.ok(await isSeen(page), `the focus on ${place} can't be seen`);
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`${tabsMax} times ${key} do not lead to ${place}`);
}

async function goTo(page, name) {
  await tabTo(page, page.getByRole('navigation').getByRole('link', { name }));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

const path = (name, act) => ({
  name: `keyboard alone: ${name}`,
  async run({ server, browser }) {
    const { page, context, complaints } = await openPage(browser, { origin: server.origin, width: 1280, acceptDownloads: true });
    await page.goto('/');
    await tabTo(page, page.getByLabel('E-mail'));
    await page.keyboard.type(server.email);
    await tabTo(page, page.getByLabel('Password', { exact: true }));
    await page.keyboard.type(server.password);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').waitFor();
    await act(page);
    assert.deepEqual(complaints, []);
    await context.close();
  },
});

export const keyboard = [
  path('past the navigation to the content, and out again', async (page) => {
    await page.keyboard.press('Tab');
    await tabTo(page, page.getByRole('link', { name: 'Skip to the content' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator('main:focus').waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Sign out' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  }),
  path('a transaction is added, found, changed and deleted', async (page) => {
    await goTo(page, 'Transactions');
    await page.locator('.entry-row').first().waitFor();
    await page.keyboard.press('n');
    await tabTo(page, page.getByLabel('Payee'));
    await page.keyboard.type('Keyboard Shop');
    await tabTo(page, page.getByLabel('Amount'));
    await page.keyboard.type('12.34');
    await page.keyboard.press('Enter');
    await page.getByText('Saved.').waitFor();
    await tabTo(page, page.getByRole('searchbox'), 'Shift+Tab');
    await page.keyboard.type('Keyboard Shop');
    await page.waitForURL(/q=Keyboard/);
    await tabTo(page, page.locator('.entry-body', { hasText: 'Keyboard Shop' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByLabel('Note', { exact: true }));
    await page.keyboard.type('typed');
    await page.keyboard.press('Enter');
    await page.getByText('· typed').waitFor();
    await tabTo(page, page.locator('.entry-body', { hasText: 'Keyboard Shop' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.locator('.editor').getByRole('button', { name: 'Delete' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Delete' }));
    await page.keyboard.press('Enter');
    await page.locator('.entry-row').first().waitFor({ state: 'detached' });
  }),
  path('the list is gone through by month and by row, and rows are chosen', async (page) => {
    await goTo(page, 'Transactions');
    await tabTo(page, page.getByLabel('Go to month'));
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    await page.waitForURL(/at=\d{4}-\d{2}/);
    await tabTo(page, page.locator('.entry-body[tabindex="0"]'));
    await page.keyboard.press('x');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('x');
    await page.getByText('2 chosen').waitFor();
  }),
  path('a statement is chosen and imported', async (page) => {
    await goTo(page, 'Import a statement');
    await tabTo(page, page.getByLabel('Choose a file, or drop it here'));
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
    await chooser.setFiles({ name: 'bank.csv', mimeType: 'text/csv', buffer: Buffer.from('Date,Description,Amount\n2026-11-03,By keyboard,-2.75\n') });
    await tabTo(page, page.getByRole('button', { name: 'Import', exact: true }));
    await page.keyboard.press('Enter');
    await page.locator('.import-result').getByText(/1 transaction added/).first().waitFor();
  }),
  path('the score is opened up and asked what if', async (page) => {
    await goTo(page, 'Score');
    await page.getByText('Starting point').waitFor();
    await tabTo(page, page.locator('.steps summary'));
    await page.keyboard.press('Enter');
    await page.locator('.steps details[open] .inputs').first().waitFor();
    await tabTo(page, page.getByLabel('Card balance'));
    await page.keyboard.press('End');
    await page.locator('.answer .negative').first().waitFor();
  }),
  path('an account is opened, and a dialog gives the focus back', async (page) => {
    await goTo(page, 'Accounts');
    const open = page.getByRole('button', { name: 'Open an account' });
    await tabTo(page, open);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.ok(await isFocused(open));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('dialog').getByLabel('Name'));
    await page.keyboard.type('Opened by keyboard');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Opened by keyboard' }).waitFor();
  }),
  path('messages are read, and the history is proven', async (page) => {
    await goTo(page, 'Inbox');
    await goTo(page, 'My history');
    await tabTo(page, page.getByRole('button', { name: 'Verify my history' }));
    await page.keyboard.press('Enter');
    await page.getByText(/entries proven, in this browser/).waitFor();
  }),
  path('the profile and the settings are changed', async (page) => {
    await goTo(page, 'Profile');
    await tabTo(page, page.getByLabel('People in your household'));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('5');
    await page.keyboard.press('Enter');
    await page.getByText('Saved.').waitFor();
    await goTo(page, 'Settings');
    await tabTo(page, page.getByRole('button', { name: 'Download' }));
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    assert.equal(download.suggestedFilename(), 'smartfin-transactions.csv');
  }),
];
