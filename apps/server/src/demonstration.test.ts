import { createSocket } from 'node:dgram';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@chedun/config';
import type { Config } from '@chedun/config';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { rangeArguments, startDemonstration } from './demonstration.ts';
import type { DemonstratedServer } from './demonstration.ts';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Listeners in the place of those of a server: vehicles over TCP, V2X over UDP, logs over HTTP. */
const openListeners = async () => {
  const seen = { paths: [] as string[], frames: 0, messages: 0 };
  const http = createHttpServer((request, response) => {
    seen.paths.push(`${request.method} ${(request.url ?? '').split('?')[0]}`);
    request.resume().on('end', () => response.end('{"applied":true}'));
  });
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('data', () => void (seen.frames += 1));
  });
  const udp = createSocket('udp4').on('message', () => void (seen.messages += 1));
  await new Promise<void>((done) => void http.listen(0, '127.0.0.1', done));
  await new Promise<void>((done) => void tcp.listen(0, '127.0.0.1', done));
  await new Promise<void>((done) => void udp.bind(0, '127.0.0.1', done));
  closing.push(async () => {
    http.closeAllConnections();
    http.close();
    for (const socket of sockets) socket.destroy();
    tcp.close();
    udp.close();
  });
  const portOf = (server: { address: () => unknown }): number => (server.address() as AddressInfo).port;
  return { seen, http: portOf(http), tcp: portOf(tcp), udp: portOf(udp) };
};

const configWith = async (argv: readonly string[]): Promise<Config> => {
  const folder = await mkdtemp(join(tmpdir(), 'demonstration-'));
  closing.push(() => rm(folder, { recursive: true }));
  return (await loadConfig({ argv: ['--data-dir', folder, ...argv], env: {}, cwd: folder })).config;
};

const serverAt = (url: string, seq = 0) => {
  const issueToken = vi.fn(async () => 'token');
  const log = { info: vi.fn(), warn: vi.fn() };
  const journals = { network: { head: () => ({ seq }) } };
  const platform = { clock: { now: () => 0 }, log, journals };
  return { server: { url, issueToken, platform } as unknown as DemonstratedServer, issueToken, log };
};

const NO_PORTS = ['--ingest-gbt32960-port', '0', '--ingest-syslog-tcp-port', '0'];

describe('the demonstration', () => {
  it('calls the range with the listeners that are open, and with attacks only the first time', async () => {
    const config = await configWith([...NO_PORTS, '--ingest-jtt808-port', '808', '--ingest-v2x-port', '9000']);
    const first = rangeArguments(config, 'http://h', true);
    const text = first.join(' ');
    expect(text).toContain('--http http://h --jtt808 127.0.0.1:808 --v2x 127.0.0.1:9000 --vehicles');
    expect(text).toContain('--seconds 240 --register --script');
    for (const closed of ['--tcp', '--ids', '--netflow', '--syslog', '--stories']) expect(first).not.toContain(closed);
    const later = rangeArguments(config, 'http://h', false).join(' ');
    expect(later).toContain('--stories none --seconds 1');
    expect(later).not.toMatch(/--register|--script/);
    for (const all of [text, later]) expect(all).toMatch(/--after-rate 2 --state \S+demonstration-fleet\.json/);
  });

  it('plays at the first start, stops with the server, and drives on after the next', { timeout: 90_000 }, async () => {
    const { seen, http, tcp, udp } = await openListeners();
    const ports = ['--ingest-gbt32960-port', String(tcp), '--ingest-v2x-port', String(udp)];
    const config = await configWith([...NO_PORTS.slice(2), ...ports]);
    const { server, issueToken, log } = serverAt(`http://127.0.0.1:${http}`);

    const demonstration = await startDemonstration(server, config);
    await vi.waitFor(() => {
      expect(seen.frames).toBeGreaterThan(20);
      expect(seen.messages).toBeGreaterThan(3);
      expect(seen.paths.length).toBeGreaterThanOrEqual(6);
    }, 60_000);
    await demonstration?.stop();
    const registering = [...Array(3).fill('POST /api/sources'), ...Array(3).fill('POST /api/assets/import')];
    expect(seen.paths.slice(0, 6)).toEqual(registering);
    expect(issueToken).toHaveBeenCalledWith('demonstration', expect.arrayContaining(['assets.import']), 1);
    const state: unknown = JSON.parse(await readFile(join(config.dataDir, 'demonstration-fleet.json'), 'utf8'));
    expect(state).toMatchObject({ vehicles: { length: 200 } });

    Object.assign(seen, { paths: [], frames: 0 });
    const again = await startDemonstration(server, config);
    await vi.waitFor(() => expect(seen.frames).toBeGreaterThan(3), 30_000);
    await again?.stop();
    expect(seen.paths.filter((path) => !path.startsWith('POST /api/ingest/'))).toEqual([]);
    expect(issueToken).toHaveBeenLastCalledWith('demonstration', ['ingest.write', 'pseudonyms.device'], 1);
    expect(log.warn).not.toHaveBeenCalled();
  });

  it('leaves a data folder alone that was filled by others', async () => {
    const config = await configWith(NO_PORTS);
    expect(await startDemonstration(serverAt('http://127.0.0.1:1', 5).server, config)).toBeUndefined();
    await writeFile(join(config.dataDir, 'demonstration.json'), '{}');
    expect(await startDemonstration(serverAt('http://127.0.0.1:1').server, config)).toBeUndefined();
  });

  it('says when it cannot be played', { timeout: 40_000 }, async () => {
    const config = await configWith(NO_PORTS);
    const { server, log } = serverAt('http://127.0.0.1:1');
    const demonstration = await startDemonstration(server, config);
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalledTimes(1), 30_000);
    await demonstration?.stop();
    expect(log.warn.mock.calls[0]?.[0]).toMatch(/ended early/);
  });
});
