import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeMessage } from '@chedun/v2x';
import { run } from './v2x-uper.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'v2x-uper-'));
mkdirSync(join(dataDir, 'v2x-uper'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const value = { rsiFrame: { msgCnt: 7, id: { octets: '3132333400000000' }, refPos: { lat: 1, long: 2 } } };
const hex = Buffer.from(encodeMessage(value)).toString('hex');
const good = { name: 'rsi', hex, expect: { type: 'MessageFrame', value, reencodesIdentical: true } };

const judge = async (...cases: readonly object[]): Promise<readonly [number, number]> => {
  writeFileSync(join(dataDir, 'v2x-uper', 'messages.json'), JSON.stringify(cases));
  const { passed, failed } = await run({ dataDir });
  return [passed, failed];
};

describe('the suite of V2X messages', () => {
  it('passes what is right, in its envelope too', async () => {
    const envelope = { hex: `0000${hex}ffff`, payloadOffset: 2, payloadLength: hex.length / 2, trailingBytes: 2 };
    expect(await judge(good, { ...good, envelope })).toEqual([2, 0]);
  });

  it.each([
    ['a value', { ...good, expect: { ...good.expect, value: { rsiFrame: { ...value.rsiFrame, msgCnt: 8 } } } }],
    ['bytes that are cut', { ...good, hex: hex.slice(0, -2) }],
    ['a byte too many', { ...good, hex: `${hex}00` }],
    ['padding', { ...good, hex: `${hex.slice(0, -1)}1` }],
    ['an encoding that should differ', { ...good, expect: { ...good.expect, reencodesIdentical: false } }],
    ['a type that nobody knows', { ...good, expect: { ...good.expect, type: 'DENM' } }],
    ['an envelope', { ...good, envelope: { hex: `00${hex}`, payloadOffset: 0, payloadLength: 10, trailingBytes: 0 } }],
  ])('fails on %s', async (_, wrong) => {
    expect(await judge(wrong, good)).toEqual([1, 1]);
  });

  it('skips a folder that is not there', async () => {
    expect(await run({ dataDir: join(dataDir, 'none') })).toMatchObject({ passed: 0, failed: 0, skipped: 1 });
  });
});
