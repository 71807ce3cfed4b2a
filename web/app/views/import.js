// Importing a statement: choose an account and a file, see what came of it.

import { intention, Problem, query, read, send } from '../api.js';
import { announce, element } from '../dom.js';
import { field } from '../form.js';
import { counted } from '../format.js';
import { accountChoices, accountForm, loadAccounts } from './accounts.js';
import { importResult } from './import_result.js';

const types = {
  csv: 'text/csv',
  tsv: 'text/csv',
  txt: 'text/csv',
  ofx: 'application/x-ofx',
  qfx: 'application/x-ofx',
};
const sendPatienceMs = 300_000;
const pollMs = 700;

const typeOf = (file) => types[file.name.split('.').at(-1).toLowerCase()];
const bytes = new Intl.NumberFormat(navigator.languages?.[0], {
  style: 'unit',
  unit: 'kilobyte',
  maximumFractionDigits: 0,
});

/** Ends after `ms`, or at once when the screen is left. */
const pause = (ms, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** A file picker that files can also be dropped on. `chosen()` runs when there is one. */
function filePicker(chosen) {
  let file = null;
  const input = element('input', {
    type: 'file',
    id: 'statement',
    class: 'file',
    accept: '.csv,.tsv,.txt,.ofx,.qfx',
    'aria-describedby': 'statement-name',
  });
  const name = element(
    'p',
    { id: 'statement-name', class: 'soft' },
    'CSV, OFX or QFX, as your bank gives it.',
  );
  const zone = element(
    'div',
    { class: 'drop' },
    element('label', { for: 'statement' }, 'Choose a file, or drop it here'),
    input,
    name,
  );
  const take = (taken) => {
    if (!taken) return;
    file = typeOf(taken) ? taken : null;
    name.className = file ? 'soft' : 'error';
    name.textContent = file
      ? `${bytes.format(Math.max(1, file.size / 1000))}`
      : `“${taken.name}” is not a CSV, OFX or QFX file.`;
    chosen();
  };
  input.addEventListener('change', () => take(input.files[0]));
  for (const kind of ['dragover', 'dragleave', 'drop']) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.toggle('over', kind === 'dragover');
      if (kind !== 'drop' || event.dataTransfer.files.length === 0) return;
      input.files = event.dataTransfer.files;
      take(input.files[0]);
    });
  }
  return {
    element: zone,
    get file() {
      return file;
    },
  };
}

/** The ledger's fingerprint, or null: the import does not depend on it. */
async function fingerprint(signal) {
  try {
    return await read('/ledger/hash', signal);
  } catch (problem) {
    if (problem instanceof Problem) return null;
    throw problem;
  }
}

/** Asks until the import is over; a few failed questions are not the end of it. */
async function followed(started, signal, progress) {
  let now = started;
  let failures = 0;
  while (now.state === 'running') {
    progress(now);
    await pause(pollMs * 2 ** failures, signal);
    if (signal.aborted) return null;
    try {
      now = await read(`/imports/${started.id}`, signal);
      failures = 0;
    } catch (problem) {
      if (!(problem instanceof Problem) || !problem.passes || ++failures > 5) throw problem;
    }
  }
  return now;
}

function importForm(signal, account) {
  const say = element('p', { role: 'status' });
  const trouble = element('p', { class: 'error', role: 'alert' });
  const meter = element('progress', { hidden: true, 'aria-label': 'Import' });
  const button = element('button', { type: 'submit', disabled: true }, 'Import');
  const outcome = element('div');
  let running = false;
  const ready = () => {
    button.disabled = running || !picker.file || !account.text;
  };
  const picker = filePicker(ready);
  const run = intention();

  async function work(file) {
    const before = await fingerprint(signal);
    say.textContent = `Sending ${file.name}…`;
    const target = `/imports${query({ account_id: account.text, format: 'auto', atomic: 'false' })}`;
    const what = [target, file.name, file.size, file.lastModified].join('|');
    const { body } = await run(what, (key) =>
      send('POST', target, { raw: file, type: typeOf(file), key, patience: sendPatienceMs }),
    );
    const done = await followed(body, signal, ({ rows_read: rows }) => {
      say.textContent = `Reading… ${counted(rows ?? 0, 'row')} so far.`;
    });
    if (signal.aborted) return;
    outcome.replaceChildren(importResult(done, before, await fingerprint(signal)));
    outcome.querySelector('h2').focus();
    say.textContent = '';
  }

  async function submit(event) {
    event.preventDefault();
    if (running || !picker.file || !account.text) return;
    running = true;
    ready();
    outcome.replaceChildren();
    trouble.textContent = '';
    meter.hidden = false;
    try {
      await work(picker.file);
    } catch (problem) {
      if (signal.aborted) return;
      const sentence =
        problem instanceof Problem
          ? problem.sentence
          : 'The file can’t be read; choose it once more.';
      trouble.textContent = `${sentence} You can import the same file again: rows that are there already stay as they are.`;
      say.textContent = '';
    } finally {
      running = false;
      meter.hidden = true;
      ready();
    }
  }

  account.input.addEventListener('change', ready);
  return {
    ready,
    element: element(
      'div',
      {},
      element(
        'form',
        { class: 'panel form', onsubmit: submit },
        account.element,
        picker.element,
        element('div', { class: 'actions' }, button, meter, say),
        trouble,
      ),
      outcome,
    ),
  };
}

export function importing({ main, signal, parameters }) {
  const account = field({
    label: 'Into which account',
    name: 'account_id',
    kind: 'select',
    options: [],
  });
  const work = importForm(signal, account);
  const opener = element(
    'details',
    { class: 'panel adder' },
    element('summary', {}, 'Open another account'),
  );
  const trouble = element('p', { class: 'error', role: 'status' });
  main.append(
    element(
      'p',
      { class: 'lead' },
      'Importing the same file again changes nothing, and one that overlaps adds only what is ' +
        'new: rows that are there already are recognised and counted, not added.',
    ),
    trouble,
    work.element,
    opener,
  );

  async function fill(chosen) {
    try {
      const accounts = (await loadAccounts(signal)).filter(({ closed }) => !closed);
      account.choose(accountChoices(accounts));
      if (chosen) account.input.value = chosen;
      trouble.textContent = accounts.length
        ? ''
        : 'Open an account first; the import needs one to go into.';
      if (!accounts.length) opener.open = true;
      work.ready();
      return accounts;
    } catch (problem) {
      if (signal.aborted) return [];
      if (!(problem instanceof Problem)) throw problem;
      trouble.textContent = `The accounts can’t be listed. ${problem.sentence}`;
      return [];
    }
  }

  fill(parameters.get('account')).then((accounts) => {
    opener.append(
      accountForm((made) => {
        announce(`${made.name} opened.`);
        fill(String(made.id));
      }, accounts[0]?.currency),
    );
  });
}
