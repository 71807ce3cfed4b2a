// The real program on a demo household of its own, and a browser to look at it with.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** Resolves once the program says that it serves. */
async function answering(origin, child) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}`);
    const answer = await fetch(`${origin}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts the program on a fresh demo household; what is returned can stop and start it again. */
export async function startServer(binary, transactions = 10_000) {
  const folder = mkdtempSync(join(tmpdir(), 'smartfin-web-'));
  const data = join(folder, 'data');
  execFileSync(binary, ['demo', '--data', data, '--transactions', String(transactions)]);
  const [email, password] = readFileSync(`${data}.demo-login`, 'utf8').split('\n');
  const settings = join(folder, 'settings.toml');
  // A service that fails five times in ten seconds is down for three.
  writeFileSync(settings, `[faults]
allowed = true
[supervision]
intensity = 4
retry_down_after_ms = 3000
[auth]
administrators = ["${email}"]
`);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  let child = null;
  const server = {
    origin,
    email,
    password,
    async start() {
      child = spawn(binary, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`, '--config', settings,
        '--demo-login', `${data}.demo-login`], { stdio: 'ignore' });
      await answering(origin, child);
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
    async end() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const startBrowser = () =>
  chromium.launch({ executablePath: process.env.SMARTFIN_CHROMIUM ?? places[0], args: ['--no-sandbox', '--disable-gpu'] });

const patienceMs = 8_000;
const complaint = /Content Security Policy|Content-Security-Policy/;

/** A page that keeps what the browser complained of. Requests that are meant to fail are not complaints. */
export async function openPage(browser, { origin, width = 390, theme = 'light', language = 'en-US', ...more }) {
  const context = await browser.newContext({
    baseURL: origin, locale: language, colorScheme: theme, reducedMotion: 'reduce', viewport: { width, height: width < 600 ? 844 : 900 }, ...more,
  });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    if (complaint.test(text) || (message.type() === 'error' && !/Failed to load resource|ERR_/.test(text))) complaints.push(text);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol.startsWith('http')) complaints.push(`third party: ${url.origin}`);
  });
  return { page, context, complaints };
}

export async function signIn(page, { email, password }) {
  await page.goto('/');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation').waitFor();
}
