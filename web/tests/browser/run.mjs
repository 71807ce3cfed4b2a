// node run.mjs BINARY [NAME...]: every browser test against the program, one after the other; with names only those whose
// title contains one. Its book has SMARTFIN_TRANSACTIONS (10,000). Pictures go to SMARTFIN_PICTURES when that names a
// folder.

import { startBrowser, startServer } from './server.mjs';
import { accessibility } from './accessibility.mjs';
import { cluster } from './cluster.mjs';
import { conflicts } from './conflicts.mjs';
import { faults } from './faults.mjs';
import { firstRun } from './first_run.mjs';
import { keyboard } from './keyboard.mjs';
import { paths } from './paths.mjs';
import { scale } from './scale.mjs';
import { types } from './types.mjs';

const [binary, ...wanted] = process.argv.slice(2);
if (!binary) throw new Error('usage: run.mjs BINARY [NAME...]');

const tests = [types, firstRun, paths, keyboard, conflicts, faults, accessibility, scale, cluster].flat()
  .filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
const server = await startServer(binary, Number(process.env.SMARTFIN_TRANSACTIONS ?? 10_000));
const browser = await startBrowser();
let failed = 0;
for (const { name, run } of tests) {
  try {
    const said = await run({ server, browser, binary });
    console.log(`ok      ${name}${said ? `: ${said}` : ''}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}
await browser.close();
await server.end();
console.log(`${tests.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
