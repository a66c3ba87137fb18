import { TEST_TIME } from '@chedun/records/testing';
import { describe, expect, it } from 'vitest';
import { ingestChecks } from './checks.ts';

type Needs = Parameters<typeof ingestChecks>[0];
const NONE = { open: false, frames: { total: 0, bcc: 0, structure: 0 } };

const linkOf = (vehicles: ReturnType<Needs['vehicles']>, terminals: ReturnType<Needs['terminals']>) => {
  const needs = { clock: { now: () => TEST_TIME }, vehicles: () => vehicles, terminals: () => terminals };
  return ingestChecks(needs as unknown as Needs)
    .find(({ id }) => id === 'ingest.vehicle-link')
    ?.run();
};

describe('the check of edge devices', () => {
  const unitsOf = (registered: number, heard: number, strangers: number) =>
    ingestChecks({ roadUnits: () => ({ registered, heard, strangers }) } as unknown as Needs)
      .find(({ obligations }) => obligations.includes('2.1-b'))
      ?.run();

  it('knows nothing without a register or without messages', async () => {
    expect(await unitsOf(0, 0, 0)).toMatchObject({ outcome: 'unknown' });
    expect(await unitsOf(3, 0, 0)).toMatchObject({ outcome: 'unknown' });
  });

  it('passes while only registered units are heard, and says what it does not see', async () => {
    expect(await unitsOf(3, 2, 0)).toMatchObject({ outcome: 'pass', facts: { authenticated: false } });
    const result = await unitsOf(3, 2, 1);
    expect(result?.outcome).toBe('fail');
    expect(result?.summary.en).toContain('1 senders not registered');
  });
});

describe('the check of messages between vehicles and platform', () => {
  it('knows nothing while no listener is open', async () => {
    expect(await linkOf(NONE, NONE)).toMatchObject({
      outcome: 'unknown',
      facts: { open: false, terminalsOpen: false, selfTest: true },
    });
  });

  it('passes with terminals alone, and counts their frames', async () => {
    const result = await linkOf(NONE, { open: true, frames: { total: 9, bcc: 2, structure: 1 } });
    expect(result).toMatchObject({
      outcome: 'pass',
      facts: { terminalFrames: 9, terminalChecksumErrors: 2, terminalStructureErrors: 1 },
    });
    expect(result?.summary.zh).toContain('JT/T 808 接入已开启；报文 9 条，校验错误 2 条，结构错误 1 条；校验自检通过');
    expect(result?.summary.en).toContain('JT/T 808 listener open; 9 frames, 2 with a wrong checksum');
  });
});
