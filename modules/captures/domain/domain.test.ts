import { describe, expect, it } from 'vitest';
import { createIdsTrainer, IDS_RULES, type CanFrame } from '@chedun/can';
import { isLocal, isNoHost, shortAddress } from './address.ts';
import { compareModels } from './compare-models.ts';
import { createFaults, MOST_FAULTS } from './faults.ts';
import { formOf } from './kind.ts';
import { SIGNALS, titleOf } from './titles.ts';

describe('addresses', () => {
  it.each([
    ['10.64.3.17', true],
    ['172.31.0.1', true],
    ['172.32.0.1', false],
    ['100.64.0.9', true],
    ['100.128.0.9', false],
    ['192.168.1.1', true],
    ['8.8.8.8', false],
    ['fd00::1', true],
    ['2001:db8::1', false],
  ])('%s: own network %s', (address, local) => expect(isLocal(address)).toBe(local));

  it.each([
    ['0000:0000:0000:0000:0000:0000:0000:0001', '::1'],
    ['2001:0db8:0001:0000:0000:0000:0000:0001', '2001:db8:1::1'],
    ['2606:4700:0010:0000:0000:0000:6816:0826', '2606:4700:10::6816:826'],
    ['fe80:0000:0000:0000:0001:0000:0000:0000', 'fe80::1:0:0:0'],
    ['fe80:0001:0002:0003:0004:0005:0006:0007', 'fe80:1:2:3:4:5:6:7'],
    ['0000:0000:0000:0000:0000:0000:0000:0000', '::'],
    ['10.0.0.1', '10.0.0.1'],
  ])('%s is short for %s', (long, short) => expect(shortAddress(long)).toBe(short));

  it('knows what is no host', () => {
    expect(['224.0.0.251', '255.255.255.255', '127.0.0.1', '::1', 'ff02::fb', '::'].map(isNoHost)).toEqual(
      Array(6).fill(true),
    );
    expect(['10.0.0.1', 'fd00::1'].map(isNoHost)).toEqual([false, false]);
  });
});

describe('the form of a recording', () => {
  it.each([
    ['auto', Buffer.from('a1b2c3d4', 'hex'), { kind: 'pcap', format: 'pcap' }],
    ['auto', Buffer.from('0a0d0d0a', 'hex'), { kind: 'pcap', format: 'pcapng' }],
    ['v2x', Buffer.from('0a0d0d0a', 'hex'), { kind: 'v2x', format: 'pcapng' }],
    ['auto', Buffer.from('\uFEFF{"time":1}'), { kind: 'v2x', format: 'jsonl' }],
    ['ids', Buffer.from('{"time":1}'), { kind: 'ids', format: 'jsonl' }],
    ['ids', Buffer.from('20006407', 'hex'), { kind: 'ids', format: 'bytes' }],
    ['auto', Buffer.from('LOGG'), { kind: 'can', format: 'blf' }],
    ['can', Buffer.from('(1.0) can0 120#01'), { kind: 'can', format: 'candump' }],
  ] as const)('%s', (kind, head, form) => expect(formOf(head, kind)).toEqual(form));

  it('is refused when it is not what was said', () => {
    expect(() => formOf(Buffer.from('hello'), 'auto')).toThrow('captures.kind-unknown');
    expect(() => formOf(Buffer.from('hello'), 'can')).toThrow('captures.not-of-kind');
    expect(() => formOf(Buffer.alloc(0), 'ids')).toThrow('captures.empty');
  });
});

describe('faults', () => {
  it('keeps the first ones and counts all', () => {
    const faults = createFaults();
    for (let line = 1; line <= MOST_FAULTS + 5; line += 1)
      faults.add('captures.unreadable-place', { line, reason: 'x' });
    expect([faults.list.length, faults.count()]).toEqual([MOST_FAULTS, MOST_FAULTS + 5]);
    expect(faults.list[1]).toMatchObject({
      line: 2,
      offset: null,
      reason: 'x',
      message: { zh: '此处无法读取，已跳过。' },
    });
  });
});

describe('titles', () => {
  it('has one in both languages for every rule of the CAN detection', () => {
    for (const { id } of IDS_RULES) expect(SIGNALS).toContain(id);
    for (const signal of SIGNALS) {
      const { title } = titleOf(signal);
      expect(title.zh).toMatch(/\p{Script=Han}/u);
      expect(title.en).toMatch(/^[A-Z]/);
    }
  });
});

describe('comparing models', () => {
  const learn = (period: number, length: number) => {
    const trainer = createIdsTrainer();
    const frame = (id: number, time: number, data: Uint8Array): CanFrame => ({
      kind: 'data',
      time,
      channel: 'can0',
      id,
      extended: false,
      fd: false,
      data,
    });
    for (let at = 0; at < 400; at += 1) trainer.push(frame(0x100, at * period, new Uint8Array(length)));
    for (let at = 0; at < 400; at += 1) trainer.push(frame(0x200, at * 0.01, Uint8Array.of(7)));
    return trainer.finish();
  };

  it('finds nothing between equals', () => {
    expect(compareModels(learn(0.01, 8), learn(0.01, 8))).toEqual({ same: 2, differences: [] });
  });

  it('names what changed', () => {
    const { same, differences } = compareModels(learn(0.01, 8), learn(0.02, 4));
    expect(same).toBe(1);
    expect(differences).toMatchObject([
      { idHex: '100', kind: 'changed', what: ['period', 'lengths', 'constant_bits'] },
    ]);
    expect(differences[0]?.before).toContain('10.0 ms, 8 B');
  });
});
