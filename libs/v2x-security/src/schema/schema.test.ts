import { valueArb } from '@chedun/asn1/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes.ts';
import { readAs, writeAs } from '../codec.ts';
import {
  AdditionalParams,
  AidGroupPermissions,
  Certificate,
  CrlContents,
  CrlSsp,
  GeographicRegion,
  HeaderInfo,
  LaPraLinkageValueResponse,
  MESSAGES,
  PkiCtl,
  RootCtl,
  ScmsSsp,
  ToBeSignedCertificate,
} from './index.ts';

const types = {
  AdditionalParams,
  AidGroupPermissions,
  Certificate,
  CrlContents,
  CrlSsp,
  GeographicRegion,
  HeaderInfo,
  LaPraLinkageValueResponse,
  EncryptedData: MESSAGES.cn.EncryptedData,
  EncryptedDataIeee: MESSAGES.ieee.EncryptedData,
  SignerIdentifier: MESSAGES.cn.SignerIdentifier,
  PkiCtl,
  RootCtl,
  ScmsSsp,
  ToBeSignedCertificate,
} as const;

describe('types of the security layer', () => {
  it.each(Object.entries(types))('%s: any value is written, read and written again', (_, type) => {
    fc.assert(
      fc.property(valueArb(type), (value) => {
        const bytes = writeAs(type, value as never);
        const again = writeAs(type, readAs(type, bytes).value as never);
        expect(toHex(again)).toBe(toHex(bytes));
      }),
      { numRuns: 40 },
    );
  });

  it('have the bytes that the published certificates show', () => {
    expect(toHex(writeAs(CrlSsp, { version: 1, associatedCraca: 'isCraca', crls: [0] }))).toBe('00010001010000');
    expect(toHex(writeAs(ScmsSsp, { root: { version: 1 } }))).toBe('800001');
    const everything = {
      subjectPermissions: { all: null },
      minChainLength: 2,
      chainLengthRange: -1,
      eeType: { bits: '11000000' },
    };
    expect(toHex(writeAs(AidGroupPermissions, everything))).toBe('e081010201ffc0');
  });

  it('leave defaults away, and refuse them where they stand', () => {
    const plain = {
      subjectPermissions: { all: null },
      minChainLength: 1,
      chainLengthRange: 0,
      eeType: { bits: '10000000' },
    };
    expect(toHex(writeAs(AidGroupPermissions, plain))).toBe('0081');
    expect(() => readAs(AidGroupPermissions, Uint8Array.of(0x80, 0x81, 1, 1))).toThrow(/not canonical/);
    expect(readAs(AidGroupPermissions, Uint8Array.of(0x80, 0x81, 1, 1), { canonical: false }).value).toMatchObject({
      minChainLength: 1,
    });
  });
});
