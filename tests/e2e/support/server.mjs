// Starts the built server with sample data of its own, for the browser journeys and for the audits. Node's own modules only.

import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Loading the sample data with a development build takes a while on a busy machine. */
const readyWithin = 180_000;
const stoppedWithin = 15_000;

/**
 * How a server is started: the command that serves, settings beside those of the folder, also such as need its address,
 * and commands that prepare its database, each with what they read from standard input.
 * @typedef {{ command?: string, settings?: Record<string, string>, settingsAt?: (url: string) => Record<string, string>, before?: { args: string[], input?: string, settings?: Record<string, string> }[] }} Start
 */

/**
 * Starts the server on a free port, with its database and files in a temporary folder, and waits until it is ready.
 * @param {Start} [start] the demonstration when absent
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startServer({
  command = 'demo',
  settings = {},
  settingsAt = () => ({}),
  before = [],
} = {}) {
  const binary = process.env.THIDUA_BINARY ?? join(root, 'target', 'debug', 'thidua');
  await access(binary).catch(() => {
    throw new Error(`${binary} does not exist; \`cargo xtask e2e\` builds it`);
  });
  const folder = await mkdtemp(join(tmpdir(), 'thidua-server-'));
  const listen = `127.0.0.1:${await freePort()}`;
  const url = `http://${listen}`;
  const log = join(folder, 'log');
  const place = ['--database', `sqlite://${join(folder, 'thidua.db')}`, '--files', join(folder, 'files')];
  for (const { args, input = '', settings: own = {} } of before) {
    const done = spawnSync(binary, [...args, ...place], {
      cwd: folder,
      env: { ...environment(), ...settings, ...own },
      input,
      encoding: 'utf8',
    });
    if (done.status !== 0) throw new Error(`thidua ${args.join(' ')}: ${done.stdout}${done.stderr}`);
  }
  const output = openSync(log, 'w');
  const server = spawn(binary, [command, ...place], {
    cwd: folder,
    env: { ...environment(), THIDUA_LISTEN: listen, ...settings, ...settingsAt(url) },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.once('error', () => resolve());
  });
  const stopAtOnce = () => server.kill('SIGKILL');
  process.once('exit', stopAtOnce);

  const stop = async () => {
    server.kill('SIGTERM');
    const stopped = await Promise.race([ended.then(() => true), pause(stoppedWithin, false, { ref: false })]);
    if (!stopped) {
      stopAtOnce();
      await ended;
    }
    process.off('exit', stopAtOnce);
    await rm(folder, { recursive: true, force: true });
    if (!stopped)
      throw new Error(`the server did not stop within ${stoppedWithin / 1000} s of being asked to`);
  };

  try {
    await ready(url, ended);
  } catch (error) {
    const lines = (await readFile(log, 'utf8')).trimEnd().split('\n').slice(-30);
    await stop();
    throw new Error(
      `${error instanceof Error ? error.message : error}; its log ends with:\n${lines.join('\n')}`,
    );
  }
  return { url, stop };
}

/**
 * Resolves when the server says that it is ready.
 * @param {string} url
 * @param {Promise<void>} ended
 */
async function ready(url, ended) {
  let hasEnded = false;
  void ended.then(() => (hasEnded = true));
  const deadline = Date.now() + readyWithin;
  while (Date.now() < deadline) {
    if (hasEnded) throw new Error('the server ended before it was ready');
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(200);
  }
  throw new Error(`the server was not ready within ${readyWithin / 1000} s`);
}

/** What the server inherits: everything but the settings of whoever runs the tests. */
function environment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('THIDUA_')));
}

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const listener = createServer();
    listener.once('error', reject);
    listener.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      listener.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}
