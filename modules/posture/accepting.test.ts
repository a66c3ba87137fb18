import type { ActorRef } from '@chedun/kernel';
import { isDomainError } from '@chedun/kernel';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { silentLog } from '@chedun/records/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadNotice, type NoticeContent } from './domain/content.ts';
import { readAttestations } from './read-detail.ts';
import { readPosture } from './read-model.ts';
import { evidenceOf } from './store.ts';
import { listExceptions } from './store-accepting.ts';
import { verifyChain } from './store-chain.ts';
import { aCheck } from './testing/index.ts';
import { attestUseCases } from './use-cases/attest.ts';
import { exceptionUseCases } from './use-cases/exceptions.ts';
import { runCheck } from './use-cases/run-check.ts';

const DAY = 86_400_000;
const wang: ActorRef = { kind: 'user', id: 'u-wang', name: '王芳' };
const li: ActorRef = { kind: 'user', id: 'u-li', name: '李强' };
const token: ActorRef = { kind: 'token', id: 't-1', name: 'token of 王芳', owner: 'u-wang' };
const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );

let world: TestPlatform;
let notice: NoticeContent;
const check = aCheck('a.one', ['1.3-a']);
beforeAll(async () => {
  world = await testPlatform();
  await world.platform.records.migrate([{ module: 'posture', folder: new URL('./migrations/', import.meta.url) }]);
  notice = await loadNotice(new URL('../../content/notice/', import.meta.url));
});
afterAll(() => world.close());

const needs = () => ({
  ...world.platform,
  log: silentLog,
  known: async () => new Set(notice.obligations.map(({ id }) => id)),
  isKnown: async (id: string) => id === 'a.one',
});
const obligation = async (id: string) =>
  (await readPosture(world.platform.records, notice, [check], world.clock.now())).obligations.find(
    (each) => each.id === id,
  );
const iso = (days: number) => new Date(world.clock.now() + days * DAY).toISOString();
const told = async () => {
  const rows = await world.platform.records
    .read<{ 'platform.outbox': { type: string; aggregate: string; at: Date } }>()
    .selectFrom('platform.outbox')
    .select(['type', 'aggregate'])
    .orderBy('at')
    .execute();
  return rows.filter(({ aggregate }) => aggregate.startsWith('attestation:')).map(({ type }) => type);
};

describe('what a person attests', () => {
  const duty = { title: { zh: '落实漏洞管理资源', en: '' }, obligations: ['4.1-c'], everyDays: 30, owner: '王芳' };

  it('is asked for, and green once it is given, while its obligation waits for a machine', async () => {
    const { save, attest } = attestUseCases(needs());
    await save('risk', duty, wang);
    expect(await obligation('4.1-c')).toMatchObject({
      light: 'amber',
      gap: { part: 7 },
      checks: [{ kind: 'attestation', owner: '王芳', light: 'amber' }],
    });
    await attest(
      'risk',
      { outcome: 'pass', statement: '评估报告已批准', effectiveAt: iso(-10), attachment: null },
      wang,
    );
    expect(await obligation('4.1-c')).toMatchObject({ light: 'amber', gap: { part: 7 }, checks: [{ light: 'green' }] });
  });

  it('counts from the day the fact holds, not from the day of the entry', async () => {
    const [evidence] = await evidenceOf(world.platform.records, 'attestation.risk', 1);
    expect(evidence).toMatchObject({ effectiveAt: iso(-10), expiresAt: iso(20), signer: '王芳', at: iso(0) });
    const later = { outcome: 'pass', statement: '将来', effectiveAt: iso(1), attachment: null } as const;
    expect(await codeOf(attestUseCases(needs()).attest('risk', later, wang))).toBe('posture.effective-later');
  });

  it('is reported once when it ran out, and cleared when it is given again', async () => {
    const { watch, attest } = attestUseCases(needs());
    await watch();
    expect(await told()).toEqual([]);
    world.clock.advance(21 * DAY);
    await watch();
    await watch();
    expect(await obligation('4.1-c')).toMatchObject({ light: 'amber', checks: [{ light: 'amber' }] });
    expect((await readAttestations(world.platform.records, world.clock.now()))[0]).toMatchObject({ isOverdue: true });
    expect(await told()).toEqual(['governance.findings-reported@1']);
    await attest('risk', { outcome: 'pass', statement: '复评完成', effectiveAt: iso(0), attachment: null }, li);
    expect(await told()).toEqual(['governance.findings-reported@1', 'governance.finding-cleared@1']);
  });

  it('keeps the file with its SM3, and takes none that was not uploaded', async () => {
    const { upload, attest } = attestUseCases(needs());
    const { blob, sm3 } = await upload(
      (async function* bytes() {
        yield Buffer.from('report');
      })(),
    );
    const stated = { outcome: 'pass', statement: '见附件', effectiveAt: iso(0) } as const;
    await attest('risk', { ...stated, attachment: { blob, name: '报告.pdf' } }, wang);
    const [evidence] = await evidenceOf(world.platform.records, 'attestation.risk', 1);
    expect(evidence?.attachment).toEqual({ name: '报告.pdf', bytes: 6, sm3 });
    const other = { blob: blob.replace(/.$/, blob.endsWith('0') ? '1' : '0'), name: 'x' };
    expect(await codeOf(attest('risk', { ...stated, attachment: other }, wang))).toBe('posture.attachment-unknown');
    expect((await verifyChain(world.platform.records)).brokenAt).toBeNull();
  });

  it('is red when the person states that it is not done, and gone when it is asked for no longer', async () => {
    const { attest, retire } = attestUseCases(needs());
    await attest('risk', { outcome: 'fail', statement: '逾期未做', effectiveAt: iso(0), attachment: null }, wang);
    expect((await obligation('4.1-c'))?.light).toBe('red');
    await retire('risk', wang);
    expect(await obligation('4.1-c')).toMatchObject({ light: 'none', gap: { part: 7 } });
    expect(await codeOf(retire('risk', wang))).toBe('posture.attestation-unknown');
    expect(await codeOf(attestUseCases(needs()).save('x', { ...duty, obligations: ['9.9-z'] }, wang))).toBe(
      'posture.obligation-unknown',
    );
  });
});

describe('an exception', () => {
  const wanted = (days: number) => ({
    key: 'check:a.one',
    reason: '旧款网关更换前接受',
    owner: '李强',
    endsAt: iso(days),
  });
  const last = async () => (await listExceptions(world.platform.records, world.clock.now()))[0];

  it('needs a second person, who is not the token of the first', async () => {
    check.result = { outcome: 'fail', summary: { zh: '未通过', en: 'failed' }, facts: {} };
    await runCheck({ ...needs(), checks: () => [check] })('a.one');
    const { request, decide } = exceptionUseCases(needs());
    await request(wanted(30), wang);
    const id = (await last())?.id ?? '';
    for (const same of [wang, token])
      expect(await codeOf(decide(id, { decision: 'approved', comment: '' }, same))).toBe('posture.same-person');
    expect((await obligation('1.3-a'))?.light).toBe('red');
    await decide(id, { decision: 'approved', comment: '同意' }, li);
    expect(await obligation('1.3-a')).toMatchObject({ light: 'amber', checks: [{ acceptedUntil: iso(30) }] });
  });

  it('survives further runs of the check by its key, and ends by itself', async () => {
    await runCheck({ ...needs(), checks: () => [check] })('a.one');
    expect((await obligation('1.3-a'))?.light).toBe('amber');
    world.clock.advance(31 * DAY);
    expect((await obligation('1.3-a'))?.light).toBe('red');
    expect(await last()).toMatchObject({ status: 'approved', holds: false });
  });

  it('is asked for once at a time, within a year, for a check that exists', async () => {
    const { request, decide } = exceptionUseCases(needs());
    expect(await codeOf(request(wanted(-1), wang))).toBe('posture.exception-term');
    expect(await codeOf(request(wanted(400), wang))).toBe('posture.exception-term');
    expect(await codeOf(request({ ...wanted(5), key: 'check:nope' }, wang))).toBe('posture.check-unknown');
    await request(wanted(5), wang);
    expect(await codeOf(request(wanted(5), li))).toBe('posture.exception-pending');
    const id = (await last())?.id ?? '';
    await decide(id, { decision: 'withdrawn', comment: '' }, wang);
    expect(await codeOf(decide(id, { decision: 'approved', comment: '' }, li))).toBe('posture.exception-state');
  });
});
