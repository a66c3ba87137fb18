import { createServer } from 'node:net';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type Config } from '@chedun/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withDemonstrationPorts } from './demonstration-ports.ts';

describe('the ports of a demonstration', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demonstration-ports-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const configWith = async (...argv: string[]): Promise<Config> =>
    (await loadConfig({ argv: ['--data-dir', folder, ...argv], env: {}, cwd: folder })).config;

  it('are opened on a new data folder, those that are named stay', async () => {
    const { ingest } = await withDemonstrationPorts(await configWith('--ingest-v2x-port', '30999'));
    expect(ingest.v2xPort).toBe(30_999);
    expect([0, 6_808]).toContain(ingest.jtt808Port);
    expect(ingest.gbt32960TlsPort).toBe(0);
  });

  it('that are taken stay off', async () => {
    const taken = createServer();
    const isMine = await new Promise<boolean>((done) => {
      taken.once('error', () => done(false));
      taken.listen({ host: '127.0.0.1', port: 9_809 }, () => done(true));
    });
    const { ingest } = await withDemonstrationPorts(await configWith());
    expect(ingest.jtt809Port).toBe(0);
    if (isMine) await new Promise((done) => taken.close(done));
  });

  it('are not opened without a demonstration, to the network, or on the data of others', async () => {
    for (const argv of [['--no-demo-seed'], ['--ingest-host', '0.0.0.0']]) {
      const config = await configWith(...argv);
      expect(await withDemonstrationPorts(config)).toBe(config);
    }
    await mkdir(join(folder, 'journal'));
    const config = await configWith();
    expect(await withDemonstrationPorts(config)).toBe(config);
    await writeFile(join(folder, 'demonstration-fleet.json'), '{}');
    expect(await withDemonstrationPorts(config)).not.toBe(config);
  });
});
