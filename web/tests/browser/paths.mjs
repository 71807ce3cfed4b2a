// Every screen's main path, as the demo household's owner, partly with nothing but a keyboard.

import assert from 'node:assert/strict';
import { openPage, signIn } from './server.mjs';

/** A page that is signed in; afterwards nothing was complained of. */
async function signed({ server, browser }, act, more = {}) {
  const { page, context, complaints } = await openPage(browser, { origin: server.origin, width: 1280, acceptDownloads: true, ...more });
  await signIn(page, server);
  const said = await act(page, context);
  assert.deepEqual(complaints, []);
  await context.close();
  return said;
}

const path = (name, act, more) => ({ name, run: (tools) => signed(tools, (page, context) => act(page, context, tools), more) });

export const paths = [
  path('the overview shows score, month, net worth, accounts, changes and what it cost', async (page) => {
    await page.getByText('Households with finances like yours').waitFor();
    await page.getByText('Left over last month').waitFor();
    await page.locator('.uplot').first().waitFor();
    await page.getByText('Together').waitFor();
    await page.getByText('All services work.').waitFor();
    assert.match(await page.locator('.foot').innerText(), /requests, [\d.]+ ms at the server, [\d,]+ rows/);
  }),
  path('a transaction is found, changed and found changed, with the keyboard alone', async (page) => {
    await page.goto('/transactions?q=Grocer');
    await page.locator('.entry-body').first().waitFor();
    await page.locator('.entry-body').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.locator('[data-index="2"] .entry-body:focus').waitFor();
    await page.keyboard.press('Enter');
    const note = page.getByLabel('Note', { exact: true });
    await note.focus();
    await page.keyboard.type('for the weekend');
    await page.keyboard.press('Enter');
    await page.getByText('for the weekend').waitFor();
    await page.locator('[data-index="2"] .entry-body:focus').waitFor();
  }),
  path('several transactions get a category at once', async (page) => {
    await page.goto('/transactions');
    await page.locator('.entry-row').nth(3).waitFor();
    for (const row of [0, 1, 2]) await page.locator('.entry-row input').nth(row).check();
    await page.getByText('3 chosen').waitFor();
    await page.getByLabel('Set the category').selectOption({ label: 'Leisure' });
    await page.getByText(/3 transactions changed|3 changed/).waitFor();
  }),
  path('ten thousand rows are scrolled through to the last', async (page) => {
    await page.goto('/transactions?at=2020-01');
    await page.locator('.entry-row').first().waitFor();
    const end = page.getByText(/That is all/);
    for (let turn = 0; turn < 60 && !(await end.isVisible()); turn += 1) {
      await page.keyboard.press('End');
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      await page.waitForFunction(() => document.querySelectorAll('.entry-row').length > 0);
    }
    await end.waitFor();
  }),
  path('the filter stands in the address and goes with it', async (page) => {
    await page.goto('/transactions');
    await page.getByLabel('Account', { exact: true }).selectOption({ label: 'Credit card' });
    await page.waitForURL(/account_id=\d+/);
    await page.reload();
    await page.locator('.entry-row').first().waitFor();
    assert.equal(await page.getByLabel('Account', { exact: true }).locator('option:checked').innerText(), 'Credit card');
  }),
  path('a line of the spending leads to its rows', async (page) => {
    await page.goto('/spending?month=2026-10');
    await page.getByRole('link', { name: 'Groceries' }).click();
    await page.waitForURL(/category_id=6/);
    await page.locator('.entry-row').first().waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'By payee' }).click();
    await page.waitForURL(/by=payee/);
    await page.locator('.step-title').first().waitFor();
  }),
  path('a lever of the score answers while it is moved', async (page) => {
    await page.goto('/score');
    await page.getByText('Starting point').waitFor();
    const lever = page.getByLabel('Card balance');
    await lever.focus();
    await page.keyboard.press('End');
    await page.locator('.answer .negative').first().waitFor();
    await page.getByRole('button', { name: 'Back to how it is' }).click();
    await page.locator('.answer .negative').first().waitFor({ state: 'detached' });
  }),
  path('an account is opened and renamed', async (page) => {
    await page.goto('/accounts');
    await page.getByRole('button', { name: 'Open an account' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Holiday jar');
    await dialog.getByRole('button', { name: 'Open an account' }).click();
    await page.getByRole('button', { name: 'Change Holiday jar' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Holiday fund');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Holiday fund' }).waitFor();
  }),
  path('a statement is looked at, imported, and imported again without doubles', async (page) => {
    const file = { name: 'bank.csv', mimeType: 'text/csv', buffer: Buffer.from('Date,Description,Amount\n2026-11-01,Tea,-2.50\n2026-11-02,Cake,-4.00\nnonsense,x,y\n') };
    for (const verdict of [/2 transactions added/, /there already/]) {
      await page.goto('/import');
      await page.getByLabel('Choose a file, or drop it here').setInputFiles(file);
      await page.getByRole('cell', { name: 'Cake' }).waitFor();
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await page.locator('.import-result').getByText(verdict).first().waitFor();
    }
    await page.getByText('Lines that could not be read').first().waitFor();
  }),
  path('messages are read', async (page) => {
    await page.goto('/inbox');
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await page.locator('.is-new').first().waitFor({ state: 'detached' });
  }),
  path('the history is proven in the browser', async (page) => {
    await page.goto('/history');
    await page.getByRole('button', { name: 'Verify my history' }).click();
    const result = await page.getByText(/entries proven, in this browser/).innerText();
    const [, proven, count] = /(\d+) of (\d+)/.exec(result);
    assert.equal(proven, count);
    return result;
  }),
  path('the profile is changed', async (page) => {
    await page.goto('/profile');
    await page.getByLabel('People in your household').fill('3');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
  }),
  path('transactions are taken along as a file', async (page) => {
    await page.goto('/settings');
    await page.getByText('this device').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download' }).click()]);
    assert.equal(download.suggestedFilename(), 'smartfin-transactions.csv');
  }),
  path('a file is kept, and deleted', async (page) => {
    await page.goto('/files');
    await page.getByLabel('Choose a file to keep').setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('a receipt') });
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.getByRole('button', { name: 'Delete note.txt' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No files yet.').waitFor();
  }),
  path('an administrator sees the parked events, and every service', async (page) => {
    await page.goto('/status');
    await page.getByText('None: every event was taken in.').waitFor();
    await page.getByRole('button', { name: 'Stop Analytics' }).waitFor();
  }),
  path('amounts can be hidden, and a language read from the right chosen', async (page) => {
    await page.getByRole('button', { name: 'Hide amounts' }).click();
    assert.match(await page.locator('.amount').first().evaluate((node) => getComputedStyle(node).filter), /blur/);
    await page.goto('/settings');
    await page.getByLabel('Language').selectOption('he');
    await page.getByRole('heading', { name: 'הגדרות' }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
  }),
];
