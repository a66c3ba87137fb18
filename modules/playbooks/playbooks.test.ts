import { readdirSync, readFileSync } from 'node:fs';
import { certificates } from '@chedun/certificates';
import { findingsReported, FindingPage } from '@chedun/governance/contract';
import { aReport } from '@chedun/governance/testing';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { holdCeremony } from '../certificates/testing/ceremony.ts';
import { base64, sm2Device } from '../certificates/testing/requests.ts';
import { hierarchy } from '../certificates/testing/stand-ins.ts';
import { Checked, PlaybookDetail, PlaybookList, RunDetail, RunList, SuggestionList } from './contract.ts';
import { playbookWorld, type PlaybookWorld } from './testing/world.ts';

const FOLDER = new URL('../../content/playbooks/', import.meta.url);
const shipped = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
const idOf = (name: string): string => String(shipped(name)['id']);
const ADDRESS = '198.51.100.7';
const VIN = 'LSVAA49J132000017';

let world: PlaybookWorld;
beforeAll(async () => {
  world = await playbookWorld();
}, 240_000);
afterAll(() => world.close(), 60_000);

const approve = (name: string) =>
  world.call('lilei', `POST /playbooks/${idOf(name)}/approve`, {
    version: '2026-11-28T00:00:00.000Z',
    note: '年度评审',
  });
const start = async (
  person: string,
  name: string,
  values: Readonly<Record<string, string>>,
  subject: object = { kind: 'none' },
) => {
  await approve(name);
  return (await world.call(person, `POST /playbooks/${idOf(name)}/runs`, { subject, values })).as(RunDetail);
};
const step = (run: RunDetail, action: string | null) => {
  const found = run.steps.findLast((each) => each.action === action);
  if (found === undefined) throw new Error(`no step ${action}`);
  return found;
};
const act = (person: string, run: RunDetail, visit: number, verb: string, body: object = { comment: '同意' }) =>
  world.call(person, `POST /playbook-runs/${run.id}/steps/${visit}/${verb}`, body);
const answer = (person: string, run: RunDetail, visit: number) =>
  act(person, run, visit, 'complete', { outcome: 'succeeded', comment: '已核实', evidence: 'INC-7' });

describe('the library', () => {
  it('brings the playbooks that come with the product, each sound and mapped to the notice', async () => {
    const { items } = (await world.call('hanmei', 'GET /playbooks')).as(PlaybookList);
    expect(items).toHaveLength(readdirSync(FOLDER).filter((name) => name.endsWith('.json')).length);
    expect(items.every(({ warnings, obligations }) => warnings === 0 && obligations.length > 0)).toBe(true);
  });

  it('tells other modules what is approved, and runs every shipped playbook dry for them', async () => {
    const asks = world.app.asksOf((await import('./module.ts')).playbooks);
    expect(await asks.approved()).toEqual([]);
    const { items } = (await world.call('hanmei', 'GET /playbooks')).as(PlaybookList);
    const dry = await Promise.all(items.map(({ id, version }) => asks.dry(id, version)));
    expect(dry).toEqual(items.map(() => 'succeeded'));
    await approve('pause-ota');
    const approved = await asks.approved();
    expect(approved.map(({ id }) => id)).toEqual([idOf('pause-ota')]);
    expect(approved[0]?.sm3).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives back what came, and takes the same again', async () => {
    const value = { ...shipped('block-address'), modified: '2026-11-29T00:00:00.000Z', x_note: { kept: [1, null] } };
    const imported = (await world.call('hanmei', 'POST /playbooks/import', JSON.stringify(value))).as(PlaybookDetail);
    expect(imported).toMatchObject({ versions: 2, origin: 'imported', approvedBy: null });
    expect(imported.problems).toMatchObject([{ level: 'warning', code: 'unknown-field', place: 'x_note' }]);
    expect((await world.call('hanmei', `GET /playbooks/${imported.id}/export`)).json).toEqual(value);
    expect((await world.call('hanmei', 'POST /playbooks/import', JSON.stringify(value))).status).toBe(200);
    const other = await world.call('hanmei', 'POST /playbooks/import', JSON.stringify({ ...value, name: 'other' }));
    expect(other.problem?.code).toBe('playbooks.version-taken');
    expect((await approveAs('hanmei', imported)).problem?.code).toBe('playbooks.same-person');
    expect((await approveAs('lilei', imported)).status).toBe(200);
  });
  const approveAs = (person: string, { id, version }: PlaybookDetail) =>
    world.call(person, `POST /playbooks/${id}/approve`, { version, note: '同意' });

  it('refuses what cannot be walked through, with the place, and validates without storing', async () => {
    const value = { ...shipped('withdraw-token'), workflow_start: 'start--00000000-0000-4000-8000-000000000009' };
    const refused = await world.call('hanmei', 'POST /playbooks/import', JSON.stringify(value));
    expect(refused.problem).toMatchObject({ code: 'playbooks.unsound' });
    const checked = (await world.call('hanmei', 'POST /playbooks/validate', JSON.stringify(value))).as(Checked);
    expect(checked).toMatchObject({ sound: false, dry: null });
    expect(checked.problems).toContainEqual(expect.objectContaining({ code: 'no-such-step', place: 'workflow_start' }));
    expect((await world.call('hanmei', 'POST /playbooks/import', '[')).problem?.code).toBe('cacao.not-json');
  });

  it('starts nothing that nobody approved, or without what it asks for', async () => {
    const url = `POST /playbooks/${idOf('withdraw-token')}/runs`;
    const body = { subject: { kind: 'none' }, values: {} };
    expect((await world.call('hanmei', url, body)).problem?.code).toBe('playbooks.not-approved');
    await approve('withdraw-token');
    expect((await world.call('hanmei', url, body)).problem?.code).toBe('playbooks.input-missing');
  });
});

describe('an address', () => {
  it('is suggested by a finding, kept out, proven, looked at by a person, and let in again', async () => {
    const report = aReport({ facts: { src_ip: ADDRESS }, titleZh: '登录暴力破解' });
    const { records } = world.platform.platform;
    await records.transaction((tx) =>
      tx.tell({ type: findingsReported, aggregate: 'x', payload: { findings: [report] } as never }, SYSTEM_ACTOR),
    );
    const finding = await vi.waitFor(
      async () => {
        const [first] = (await world.call('hanmei', 'GET /findings')).as(FindingPage).items;
        if (first === undefined) throw new Error('no finding yet');
        return first.id;
      },
      { timeout: 30_000, interval: 100 },
    );
    const suggested = (await world.call('hanmei', `GET /playbook-suggestions?finding=${finding}`)).as(SuggestionList);
    const [best] = suggested.items;
    expect(best).toMatchObject({ playbook: idOf('block-address'), values: { __address__: ADDRESS }, missing: [] });
    expect(await world.connect(ADDRESS, VIN)).toBe(true);
    const run = (
      await world.call('hanmei', `POST /playbooks/${idOf('block-address')}/runs`, {
        subject: { kind: 'finding', id: finding },
        values: best?.values ?? {},
      })
    ).as(RunDetail);
    const block = step(run, 'gateway.refuse-address');
    expect(block).toMatchObject({ status: 'done', proof: expect.stringContaining(`${ADDRESS} refused`), by: 'hanmei' });
    expect(block.effect).toMatchObject({ verifiedAt: expect.any(String), undoneAt: null });
    expect(await world.connect(ADDRESS, VIN)).toBe(false);
    const look = step(run, null);
    expect(look.commands[0]?.text).toContain(ADDRESS);
    const done = (await answer('hanmei', run, look.visit)).as(RunDetail);
    expect(done).toMatchObject({ status: 'succeeded', effects: 1, subject: { title: '登录暴力破解' } });
    expect(done.minutesToStart).not.toBeNull();
    expect((await answer('hanmei', run, look.visit)).problem?.code).toBe('playbooks.step-refused');
    const undone = (await act('hanmei', run, block.visit, 'undo')).as(RunDetail);
    expect(step(undone, 'gateway.refuse-address')).toMatchObject({
      status: 'undone',
      effect: { undoneBy: 'hanmei', undoProof: expect.stringContaining('admitted') },
    });
    expect(await world.connect(ADDRESS, VIN)).toBe(true);
    expect((await act('hanmei', run, block.visit, 'undo')).problem?.code).toBe('playbooks.step-refused');
    const { lines } = await readAudit(records, { limit: 8 });
    expect(lines.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['playbooks.action-undone', 'gateway.readmitted', 'playbooks.step-completed']),
    );
    const listed = (await world.call('hanmei', `GET /playbook-runs?subjectKind=finding&subjectId=${finding}`)).as(
      RunList,
    );
    expect(listed.items.map(({ id }) => id)).toEqual([run.id]);
  });

  it('waits where whoever started lacks the permission, and for nobody who lacks it too', async () => {
    const run = await start('watcher', 'block-address', { __address__: '198.51.100.8' });
    const block = step(run, 'gateway.refuse-address');
    expect(block).toMatchObject({ status: 'waiting-release', needs: 'permission', permission: 'gateway.contain' });
    expect(await world.connect('198.51.100.8', VIN)).toBe(true);
    expect((await act('watcher', run, block.visit, 'release')).problem?.code).toBe('playbooks.no-permission');
    const released = (await act('lilei', run, block.visit, 'release')).as(RunDetail);
    expect(step(released, 'gateway.refuse-address')).toMatchObject({ status: 'done', by: 'lilei' });
    expect((await act('watcher', run, block.visit, 'undo')).problem?.code).toBe('playbooks.no-permission');
  });

  it('that cannot be kept out fails its step, and people take over', async () => {
    const run = await start('hanmei', 'block-address', { __address__: 'not-an-address' });
    expect(step(run, 'gateway.refuse-address')).toMatchObject({ status: 'failed', effect: null });
    expect(step(run, null).name).toContain('人工阻断');
    const stopped = (await world.call('hanmei', `POST /playbook-runs/${run.id}/stop`, { comment: '误报' })).as(
      RunDetail,
    );
    expect(stopped).toMatchObject({ status: 'stopped', reason: '误报' });
  });
});

describe('what is dangerous', () => {
  it('waits for a second person: a vehicle is quarantined and comes back', async () => {
    const run = await start('hanmei', 'quarantine-vehicle', { __vin__: VIN });
    const gate = step(run, 'gateway.quarantine-vehicle');
    expect(gate).toMatchObject({ status: 'waiting-release', needs: 'second-person' });
    expect((await act('hanmei', run, gate.visit, 'release')).problem?.code).toBe('playbooks.same-person');
    expect(await world.connect('10.0.0.9', VIN)).toBe(true);
    await act('lilei', run, gate.visit, 'release');
    expect(await world.connect('10.0.0.9', VIN)).toBe(false);
    await act('lilei', run, gate.visit, 'undo');
    expect(await world.connect('10.0.0.9', VIN)).toBe(true);
  });

  it('is an account: it is signed out, refused at sign-in, and welcome again afterwards', async () => {
    const made = (await world.call('hanmei', 'POST /identity/users', { name: 'eve', displayName: 'Eve' })).json as {
      oneTimePassword: string;
    };
    const signIn = async () =>
      (await world.call('', 'POST /identity/sign-in', { name: 'eve', password: made.oneTimePassword })).status;
    expect(await signIn()).toBe(200);
    const run = await start('hanmei', 'disable-account', { __account__: 'eve' });
    const { visit } = step(run, 'identity.disable-account');
    const released = (await act('lilei', run, visit, 'release')).as(RunDetail);
    expect(step(released, 'identity.disable-account').proof).toBe('account eve: disabled, 0 sessions');
    expect(await signIn()).toBeGreaterThanOrEqual(400);
    await act('lilei', run, visit, 'undo');
    expect(await signIn()).toBe(200);
  });

  it('is a certificate: suspended by one person, revoked by two, and OCSP says so', async () => {
    await holdCeremony(world.app, hierarchy());
    const asks = world.app.asksOf(certificates);
    const issue = async () => {
      const csr = await sm2Device().request(VIN);
      const order = { authority: 'vehicle-ca', profile: 'vehicle', csr, vin: VIN, device: null };
      return (await asks.issue(order, { kind: 'user', id: 'x', name: 'x', roles: ['engineer-pki'] })).serials[0] ?? '';
    };
    const serial = await issue();
    expect(await asks.statusByOcsp(serial)).toBe('good');
    const run = await start('hanmei', 'revoke-certificate', { __serial__: serial });
    expect(step(run, 'certificates.hold')).toMatchObject({ status: 'done', proof: `OCSP: ${serial} revoked` });
    const asked = (await answer('hanmei', run, step(run, null).visit)).as(RunDetail);
    const revoke = step(asked, 'certificates.revoke');
    expect(revoke).toMatchObject({ status: 'waiting-release', needs: 'second-person' });
    const revoked = (await act('lilei', run, revoke.visit, 'release')).as(RunDetail);
    expect(revoked.status).toBe('succeeded');
    expect((await act('lilei', run, revoke.visit, 'undo')).problem?.code).toBe('playbooks.irreversible');
    const second = await issue();
    const held = await start('hanmei', 'revoke-certificate', { __serial__: second });
    expect(await asks.statusByOcsp(second)).toBe('revoked');
    await act('hanmei', held, step(held, 'certificates.hold').visit, 'undo');
    expect(await asks.statusByOcsp(second)).toBe('good');
    expect(base64(Buffer.from(serial, 'hex'))).not.toBe('');
  });
});

describe('commands of others', () => {
  it('are never carried out: a person sees them', async () => {
    const value = shipped('withdraw-token');
    const workflow = structuredClone(value['workflow']) as Record<string, { commands?: object[] }>;
    const first = Object.values(workflow).find(({ commands }) => commands !== undefined);
    if (first === undefined) throw new Error('no action');
    first.commands = [{ type: 'bash', command: 'rm -rf /srv/__token__:value' }];
    const other = { ...value, id: 'playbook--00000000-0000-4000-8000-000000000077', workflow };
    const { id, version } = (await world.call('hanmei', 'POST /playbooks/import', JSON.stringify(other))).as(
      PlaybookDetail,
    );
    await world.call('lilei', `POST /playbooks/${id}/approve`, { version, note: '同意' });
    const body = { subject: { kind: 'incident', id: 'INC-1', title: '演练' }, values: { __token__: 'T' } };
    const run = (await world.call('hanmei', `POST /playbooks/${id}/runs`, body)).as(RunDetail);
    expect(run.steps).toMatchObject([
      { kind: 'human', status: 'waiting-person', commands: [{ type: 'bash', text: 'rm -rf /srv/T' }] },
    ]);
    const assigned = await act('hanmei', run, 1 + 1, 'assign', { owner: { id: 'u1', name: '王芳' } });
    expect(assigned.as(RunDetail).steps[0]?.owner?.name).toBe('王芳');
  });
});

describe('the checks', () => {
  it('count what was approved, proven and started', async () => {
    const results = await Promise.all(
      world.app.registry.checks().map(async (check) => [check.id, await check.run()] as const),
    );
    const by = new Map(results);
    expect(by.get('playbooks.plan')).toMatchObject({ outcome: 'pass' });
    expect(by.get('playbooks.effects')).toMatchObject({ outcome: 'fail', facts: { unproven: 1, notTakenBack: 0 } });
    expect(by.get('playbooks.start')).toMatchObject({ outcome: 'pass', facts: { fromFindings: 1 } });
  });
});
