import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import { freePort, startInstance, type Instance } from '../bench/server/instance.ts';
import { openBrowser, openPage, type WatchedPage } from './browser.ts';
import { copyPrepared, OPERATOR, PASSWORD } from './prepared.ts';

export { PASSWORD } from './prepared.ts';

/** A real server on an empty store, with one person signed in at a real browser. */
export interface World extends WatchedPage {
  readonly server: Instance;
  readonly browser: Browser;
  /** Asks the API as the person who is signed in. */
  readonly api: (method: string, path: string, data?: unknown) => Promise<Record<string, unknown>>;
  /** One-time passwords of the three administrators. */
  readonly oneTimePassword: (name: string) => string;
  /** Sends lines to a source with an API token. */
  readonly send: (source: string, lines: readonly string[]) => Promise<Record<string, unknown>>;
  readonly close: () => Promise<void>;
}

/** Starts a server with further flags on data of its own, signs the operator in, and opens the browser in Chinese. */
export const openWorld = async (args: readonly string[] = []): Promise<World> => {
  const dir = await mkdtemp(join(tmpdir(), 'chedun-e2e-'));
  const accounts = await copyPrepared(dir);
  const [server, browser] = await Promise.all([
    startInstance({ dir, port: await freePort(), fresh: false, args }),
    openBrowser(),
  ]);
  const watched = await openPage(browser, { theme: 'light', language: 'zh-CN' });
  const api: World['api'] = async (method, path, data) => {
    const headers = { origin: server.url };
    const answer = await watched.page.request.fetch(`${server.url}/api${path}`, { method, data, headers });
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()) as Record<string, unknown>;
  };
  await api('POST', '/identity/sign-in', { name: OPERATOR, password: PASSWORD });
  let token: string | undefined;
  return {
    ...watched,
    server,
    browser,
    api,
    oneTimePassword: (name) => accounts.find((account) => account.name === name)?.oneTimePassword ?? '',
    send: async (source, lines) => {
      token ??= String(
        (await api('POST', '/identity/me/tokens', { name: 'e2e', scopes: ['ingest.write'], days: 1 }))['secret'],
      );
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' };
      const body = lines.join('\n');
      const sent = await fetch(`${server.url}/api/ingest/${source}`, { method: 'POST', headers, body });
      return (await sent.json()) as Record<string, unknown>;
    },
    close: async () => {
      await browser.close();
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
};
