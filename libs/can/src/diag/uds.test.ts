import { describe, expect, it } from 'vitest';
import { fromHex } from '../../testing/frames.ts';
import { decodeUds } from './uds.ts';
import { UDS_NEGATIVE, UDS_SERVICES, UDS_WITH_SUB_FUNCTION } from './uds-names.ts';

const decode = (hex: string): ReturnType<typeof decodeUds> => decodeUds(fromHex(hex));

describe('UDS', () => {
  it('reads requests with and without sub-function', () => {
    expect(decode('22f190')).toEqual({
      kind: 'request',
      service: 0x22,
      name: 'ReadDataByIdentifier',
      subFunction: undefined,
      quiet: false,
      security: undefined,
      data: fromHex('f190'),
    });
    expect(decode('1003')).toMatchObject({
      kind: 'request',
      name: 'DiagnosticSessionControl',
      subFunction: 3,
      data: fromHex(''),
    });
  });

  it('reads the bit that suppresses the answer', () => {
    expect(decode('3e80')).toMatchObject({ name: 'TesterPresent', subFunction: 0, quiet: true });
    expect(decode('3e00')).toMatchObject({ quiet: false });
  });

  it('reads answers', () => {
    expect(decode('62f1904c43')).toMatchObject({ kind: 'response', service: 0x22, data: fromHex('f1904c43') });
    expect(decode('5003003201f4')).toMatchObject({ kind: 'response', service: 0x10, subFunction: 3, quiet: false });
    expect(decode('c302')).toMatchObject({ kind: 'response', service: 0x83 });
  });

  it('tells seeds and keys of a security level', () => {
    expect(decode('2701')).toMatchObject({ security: { step: 'seed', level: 1 } });
    expect(decode('2702a1b2c3d4')).toMatchObject({ security: { step: 'key', level: 1 }, data: fromHex('a1b2c3d4') });
    expect(decode('6711aabbccdd')).toMatchObject({ kind: 'response', security: { step: 'seed', level: 0x11 } });
    expect(decode('2700')).toMatchObject({ security: undefined });
    expect(decode('277f')).toMatchObject({ security: undefined });
    expect(decode('1001')).toMatchObject({ security: undefined });
  });

  it('reads negative answers', () => {
    expect(decode('7f2735')).toEqual({
      kind: 'negative',
      service: 0x27,
      name: 'SecurityAccess',
      code: 0x35,
      reason: 'invalidKey',
    });
    expect(decode('7f2736')).toMatchObject({ reason: 'exceedNumberOfAttempts' });
    expect(decode('7f2737')).toMatchObject({ reason: 'requiredTimeDelayNotExpired' });
    expect(decode('7fba99')).toMatchObject({ name: '0xBA', reason: '0x99' });
  });

  it('tells what is no message', () => {
    expect(decode('')).toEqual({ kind: 'invalid', reason: 'no bytes' });
    expect(decode('7f27')).toEqual({ kind: 'invalid', reason: 'a negative answer of 2 bytes' });
    expect(decode('7f273500')).toEqual({ kind: 'invalid', reason: 'a negative answer of 4 bytes' });
    expect(decode('01')).toEqual({ kind: 'invalid', reason: 'no service 0x01' });
    expect(decode('27')).toEqual({ kind: 'invalid', reason: 'SecurityAccess without its sub-function' });
  });

  it('names services that are told from their answers', () => {
    for (const service of Object.keys(UDS_SERVICES).map(Number)) {
      expect(service & 0x40, String(service)).toBe(0);
      expect(decodeUds(Uint8Array.of(service | 0x40, 1, 2))).toMatchObject({ kind: 'response', service });
    }
    for (const service of UDS_WITH_SUB_FUNCTION) expect(UDS_SERVICES[service]).toBeDefined();
    expect(new Set(Object.values(UDS_NEGATIVE)).size).toBe(Object.keys(UDS_NEGATIVE).length);
  });
});
