import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { credentials } from '@chedun/credentials';
import { credentialsPermissions } from '@chedun/credentials/contract';
import { findingCleared, findingsReported } from '@chedun/governance/contract';
import { testActor, testServer, type TestServer } from '@chedun/http/testing';
import type { IdentityAsks } from '@chedun/identity/contract';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { pseudonyms } from '@chedun/pseudonyms';
import { pseudonymsPermissions } from '@chedun/pseudonyms/contract';
import { newSpduView, scanSpdu } from '@chedun/v2x-security';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BINARY, temporaryFolder, type Folder } from '../testing/chedun.ts';

const run = promisify(execFile);
const ALL = [...Object.values(pseudonymsPermissions), ...Object.values(credentialsPermissions)];
const VIN = 'LSVAA49J132047371';
const NOTE = ['--note', 'as planned'];

const standIns = [
  defineModule<object>({
    name: 'governance',
    needs: [],
    permissions: [],
    errors: {},
    tells: [findingsReported, findingCleared],
    build: () => ({ asks: {} }),
  }),
  defineModule<IdentityAsks>({
    name: 'identity',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({ asks: { tokenOwner: async (id: string) => id } as IdentityAsks }),
  }),
];

describe('chedun v2x pki', () => {
  let world: TestPlatform;
  let app: Composition;
  let server: TestServer;
  let folder: Folder;

  beforeAll(async () => {
    // Devices of the command line have the time of this machine.
    world = await testPlatform();
    world.clock.advance(Date.now() - world.clock.now());
    app = await compose([...standIns, pseudonyms, credentials], world.platform);
    await app.start();
    const authenticate = async ({ bearer = '' }) =>
      bearer === '' ? undefined : { ...testActor(ALL), id: bearer, name: bearer };
    const routes = app.routes.map(({ route }) => route);
    server = await testServer(routes, { errors: [app.errors], authenticator: { authenticate } });
    folder = await temporaryFolder();
  }, 300_000);
  afterAll(async () => {
    await folder?.remove();
    await server?.close();
    await app?.stop();
    await world?.close();
  });

  /** Runs `chedun v2x pki …` as a person; answers what it wrote. */
  const pki = async (person: string, ...args: readonly string[]): Promise<Buffer> => {
    const env = { ...process.env, CHEDUN_SERVER: server.url, CHEDUN_TOKEN: person };
    const options = { env, cwd: folder.path, encoding: 'buffer' } as const;
    return (await run(process.execPath, [BINARY, 'v2x', 'pki', ...args], options)).stdout;
  };
  const json = async (person: string, ...args: readonly string[]) =>
    JSON.parse((await pki(person, ...args, '--json')).toString()) as Record<string, unknown>;
  const kept = async (name: string, bytes: Uint8Array): Promise<string> => {
    await writeFile(join(folder.path, name), bytes);
    return name;
  };
  const aidOf = (message: Uint8Array): number => {
    const view = newSpduView();
    expect(scanSpdu(new Uint8Array(message), view, 'cn')).toBe(true);
    return view.aid;
  };

  it('builds a hierarchy by two persons, and plays a vehicle that signs', async () => {
    const { id } = await json('lilei', 'build', 'v2x.example.cn', ...NOTE);
    await expect(pki('lilei', 'ceremony', 'decide', String(id), ...NOTE)).rejects.toMatchObject({ code: 2 });
    await pki('hanmei', 'ceremony', 'decide', String(id), ...NOTE);
    expect((await pki('lilei', 'ceremony', 'transcript', String(id))).toString()).toContain('approved by hanmei');
    await kept('vins.txt', Buffer.from(`${VIN}\n`));
    await pki('lilei', 'allow', 'vins.txt');
    await json('', 'device', 'new', 'car');
    await expect(pki('', 'device', 'new', 'car')).rejects.toMatchObject({ code: 2 });
    await json('line', 'device', 'enrol', 'car', '--vin', VIN);
    await json('line', 'device', 'request', 'car');
    await pki('lilei', 'make');
    const got = await vi.waitFor(() => json('line', 'device', 'download', 'car'), { timeout: 200_000, interval: 2000 });
    expect(got['certificates']).toHaveLength(20);
    await kept('payload.bin', Uint8Array.of(1, 2, 3));
    expect(aidOf(await pki('', 'device', 'sign', 'car', 'payload.bin', '--aid', '111', '--index', '3'))).toBe(111);
    await expect(
      pki('', 'device', 'sign', 'car', 'payload.bin', '--aid', '111', '--index', '20'),
    ).rejects.toMatchObject({ code: 2 });
  }, 300_000);

  it('certifies a roadside unit that signs, and revokes it', async () => {
    await kept('ranges.json', Buffer.from('[{"aid":113,"ssp":{"kind":"opaque","values":["01"]}}]'));
    const name = 'services.v2x.example.cn';
    const plan = await json('lilei', 'ceremony', 'service-authority', name, '--ranges', 'ranges.json', ...NOTE);
    await pki('hanmei', 'ceremony', 'decide', String(plan['id']), ...NOTE);
    const fields = ['--name', 'rsu-17.example.cn', '--permission', '113:01', '--circle', '31.23,121.47,800'];
    await kept('rsu.req', await pki('', 'device', 'service-request', 'rsu', ...fields));
    const what = ['--profile', 'rsu', '--holder', 'RSU-0017', '--basis', 'permit 118'];
    const { items } = (await json('lilei', 'credentials', 'request', 'rsu.req', ...what)) as {
      items: { id: string }[];
    };
    const request = items[0]?.id ?? '';
    await pki('hanmei', 'credentials', 'decide', request, ...NOTE);
    await kept('answer.coer', await pki('lilei', 'credentials', 'answer', request));
    await json('', 'device', 'service-accept', 'rsu', 'answer.coer');
    await kept('payload.bin', Uint8Array.of(1, 2, 3));
    expect(aidOf(await pki('', 'device', 'service-sign', 'rsu', 'payload.bin', '--aid', '113'))).toBe(113);
    const { items: made } = (await json('lilei', 'credentials', 'list').catch(
      ({ stdout }: { readonly stdout: Buffer }) => JSON.parse(stdout.toString()) as object,
    )) as { items: { id: string }[] };
    const revoke = ['credentials', 'revoke', made[0]?.id ?? '', '--reason', 'device-lost', ...NOTE];
    const { id } = await json('lilei', ...revoke);
    expect(await json('hanmei', 'credentials', 'decide-revocation', String(id), ...NOTE)).toEqual({
      state: 'done',
      list: 1,
    });
    expect((await pki('lilei', 'credentials', 'crl')).length).toBeGreaterThan(100);
  }, 300_000);
});
