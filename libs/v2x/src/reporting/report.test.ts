import fc from 'fast-check';
import { encodeOer } from '@chedun/asn1/oer';
import { describe, expect, it } from 'vitest';
import { V2X_ERRORS } from '../errors.ts';
import { observationName, observationOf, OWN_NUMBERS } from './observations.ts';
import { decodeReport, encodeReport, MAX_REPORT_BYTES, unwrapReport, wrapReport } from './report.ts';
import type { ReportDocument } from './report.ts';
import { ApplicationReport, Report } from './schema.ts';

const message = (first: number): Uint8Array => Uint8Array.from({ length: 12 }, (_, at) => (first + at) % 256);

const REPORT: ReportDocument = {
  generatedAt: 722_000_000_123_456,
  place: { latitude: 312_745_000, longitude: 1_211_772_000, elevation: 4096 },
  aid: 111,
  observations: [observationOf('v2x-acceleration'), observationOf('v2x-constant-position'), observationOf('v2x-range')],
  streams: [{ messages: [message(1), message(7)], certificate: undefined, subject: 1 }],
  measured: {
    suspicion: 1.42,
    signs: [{ rule: 'v2x-constant-position', times: 8, observed: 13.9, limit: 0.2, unit: 'm' }],
    related: ['00112233445566'],
  },
};
const refusal = (bytes: Uint8Array): string => {
  try {
    decodeReport(bytes);
    return 'read';
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
};

describe('a misbehaviour report', () => {
  it('has the bytes of EtsiTs103759Mbr: time, place, application, observations by target, messages', () => {
    const small: ReportDocument = {
      generatedAt: 1,
      place: { latitude: 1, longitude: 2, elevation: 3 },
      aid: 32,
      observations: [{ target: 5, observation: 4 }],
      streams: [{ messages: [Uint8Array.of(0xaa)], certificate: undefined, subject: 0 }],
      measured: undefined,
    };
    // The example of public descriptions: target 5 (longitudinal acceleration), observation 4, no value.
    const content = '0101' + '05' + '0101' + '02' + '0400' + '0101' + '00' + '02' + '0101' + '01aa' + '00' + '0100';
    const hex = '0000000000000001' + '00000001' + '00000002' + '0003' + '0120' + '13' + content;
    expect(Buffer.from(encodeReport(small)).toString('hex')).toBe(hex);
    expect(decodeReport(encodeReport(small))).toEqual(small);
  });

  it('gives back what was written, with the measured values', () => {
    const read = decodeReport(encodeReport(REPORT));
    expect(read).toMatchObject({ ...REPORT, observations: expect.any(Array) });
    expect(read.observations.map(observationName).toSorted()).toEqual([
      'v2x-acceleration',
      'v2x-constant-position',
      'v2x-range',
    ]);
  });

  it('is refused without messages, with a subject that is none of them, cut, lengthened or too large', () => {
    const good = encodeReport(REPORT);
    expect(() => encodeReport({ ...REPORT, streams: [] })).toThrow(expect.objectContaining({ code: 'v2x.value' }));
    const [stream] = REPORT.streams;
    const beyond = encodeReport({
      ...REPORT,
      streams: [{ ...stream, certificate: undefined, messages: [message(1)], subject: 1 }],
    });
    const bad = [beyond, good.subarray(0, -1), Uint8Array.of(...good, 0), new Uint8Array(MAX_REPORT_BYTES + 1)];
    expect(bad.map(refusal)).toEqual(bad.map(() => 'v2x.not_a_report'));
    const huge = { messages: [new Uint8Array(MAX_REPORT_BYTES)], certificate: undefined, subject: 0 };
    expect(() => encodeReport({ ...REPORT, streams: [huge] })).toThrow(expect.objectContaining({ code: 'v2x.value' }));
  });

  it('is refused with messages of a kind that is not secured', () => {
    const stream = { type: 1, v2xPdus: [{ octets: 'aa' }], subjectPduIndex: 0 };
    const content = encodeOer(ApplicationReport, { observations: [], v2xPduEvidence: [stream], nonV2xPduEvidence: [] });
    const bytes = encodeOer(Report, {
      generationTime: 0,
      observationLocation: { latitude: 0, longitude: 0, elevation: 0 },
      report: { aid: 1, content: { octets: Buffer.from(content).toString('hex') } },
    });
    expect(refusal(bytes)).toBe('v2x.not_a_report');
  });

  it('throws nothing but its own errors, and reads what it wrote of any values', () => {
    const codes = Object.keys(V2X_ERRORS);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => ['read', ...codes].includes(refusal(bytes))));
    const good = encodeReport(REPORT);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const changed = good.slice();
        changed[at] = byte;
        return ['read', 'v2x.not_a_report'].includes(refusal(changed));
      }),
    );
    const messages = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(messages, fc.nat(), (some, aid) => {
        const streams = [{ messages: some.map((one) => new Uint8Array(one)), certificate: undefined, subject: 0 }];
        const { streams: read, aid: readAid } = decodeReport(encodeReport({ ...REPORT, aid, streams }));
        expect([readAid, read]).toEqual([aid, streams]);
      }),
    );
  });
});

describe('the envelope', () => {
  it('holds a secured message, and nothing else is one', () => {
    expect(unwrapReport(wrapReport(message(3)))).toEqual(message(3));
    for (const bytes of [[], [3], [3, 0x82], [3, 0x81, 1], [1, 0x82, 1]])
      expect(() => unwrapReport(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ code: 'v2x.not_a_report' }));
  });
});

describe('observations', () => {
  it('have a name each, those of the standard below 128', () => {
    expect(observationOf('v2x-acceleration')).toEqual({ target: 5, observation: 4 });
    expect(observationOf('v2x-constant-position').observation).toBeGreaterThanOrEqual(OWN_NUMBERS);
    expect(observationName({ target: 2, observation: 5 })).toBe('security-time-outside-certificate');
    expect(observationName({ target: 9, observation: 9 })).toBeUndefined();
  });
});
