// Somebody new on a phone: from nothing to an explained score.

import assert from 'node:assert/strict';
import { openPage } from './server.mjs';

const rows = 240;

/** A bank's file of so many rows: wages, rent, food, every month for two years. */
function bankFile() {
  const lines = ['Date,Description,Amount'];
  for (let row = 0; row < rows; row += 1) {
    const day = new Date(Date.now() - row * 3 * 86_400_000).toISOString().slice(0, 10);
    const [payee, amount] = [['ACME Payroll', '420.00'], ['Corner Grocery', '-38.20'], ['City Rent', '-90.00']][row % 3];
    lines.push(`${day},${payee},${amount}`);
  }
  return Buffer.from(lines.join('\n'));
}

/** Counts what a person does: every click and every field. */
function counting() {
  let count = 0;
  return {
    get count() { return count; },
    click: (place) => { count += 1; return place.click(); },
    fill: (place, text) => { count += 1; return place.fill(text); },
    choose: (place, value) => { count += 1; return place.selectOption(value); },
    file: (place, file) => { count += 1; return place.setInputFiles(file); },
  };
}

export const firstRun = [{
  name: 'somebody new reaches an explained score from a bank file in under 12 clicks and fields, on a phone',
  async run({ server, browser }) {
    const { page, context, complaints } = await openPage(browser, { origin: server.origin, width: 390 });
    const person = counting();
    await page.goto('/create-account');
    await person.fill(page.getByLabel('E-mail'), `new-${Date.now()}@smartfin.example`);
    await person.fill(page.getByLabel('Password', { exact: true }), 'correct horse battery');
    await person.click(page.getByRole('button', { name: 'Create account' }));
    await person.file(page.getByLabel('Choose a file, or drop it here'), { name: 'bank.csv', mimeType: 'text/csv', buffer: bankFile() });
    await person.click(page.getByRole('button', { name: 'Import', exact: true }));
    await page.getByText(`${rows} transactions added.`).waitFor();
    await person.fill(page.getByLabel('Birth date'), '1988-04-05');
    await person.fill(page.getByLabel('People in your household'), '2');
    await person.choose(page.getByLabel('Your home'), 'rent');
    await person.fill(page.getByLabel('Gross income of the household'), '4200');
    await person.click(page.getByRole('button', { name: 'Show my score' }));
    await page.getByText('How it adds up').waitFor();
    await page.getByText('Starting point').waitFor();
    assert.ok(person.count < 12, `${person.count} clicks and fields`);
    assert.deepEqual(complaints, []);
    await context.close();
    return `${person.count} clicks and fields`;
  },
}, {
  name: 'somebody who only wants to look is in the demo with one click',
  async run({ server, browser }) {
    const { page, context, complaints } = await openPage(browser, { origin: server.origin, width: 390 });
    await page.goto('/');
    await page.getByRole('button', { name: 'Look at the demo' }).click();
    await page.getByText('Households with finances like yours').waitFor();
    assert.deepEqual(complaints, []);
    await context.close();
  },
}];
