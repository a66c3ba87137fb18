import { KEY_USAGE } from '@chedun/x509';
import { describe, expect, it } from 'vitest';
import { testCertificate } from '../testing/certificates.ts';
import { certificates, message, record, serverHello } from '../testing/flight.ts';
import { answerReader, type ServerAnswer } from './answer.ts';
import { certificateFacts } from './certificate-facts.ts';
import { join } from './cursor.ts';
import type { ProbeOutcome } from './facts.ts';
import { judge } from './judge.ts';
import { PROBE_NAMES, type ProbeName } from './codes.ts';
import { probePlan } from './plan.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23, 1);
const EXPECTED = { host: 'tsp.example', mutual: false, sm: false, now: NOW };

/** An answer that ended well, of the bytes that a server writes. */
const answered = (version: number, suite: number, ders: readonly Uint8Array[], asksClient = false): ServerAnswer => {
  const reader = answerReader(Uint8Array.of(1));
  const request = asksClient
    ? message(13, version === 0x0303 ? [1, 1, 0, 2, 4, 3, 0, 0] : [1, 1, 0, 0])
    : new Uint8Array(0);
  const flight = join(serverHello(version, suite), certificates(...ders), request, message(14));
  reader.push(record(22, version, flight));
  return reader.answer();
};

const outcome = (probe: ProbeName, answer: ServerAnswer): ProbeOutcome => ({ kind: 'answer', probe, answer });
const codes = (outcomes: readonly ProbeOutcome[], expected = EXPECTED) =>
  judge(outcomes, expected).weaknesses.map(({ code }) => code);
const soon = (days: number) => NOW + days * DAY + 1000;

describe('an endpoint', () => {
  it('in order lacks only SM, as information', async () => {
    const ca = await testCertificate({ commonName: 'root', isCa: true, notBefore: NOW - DAY });
    const leaf = await testCertificate({ hosts: ['tsp.example'], issuer: ca, notBefore: NOW - DAY });
    const { facts, weaknesses } = judge([outcome('tls12', answered(0x0303, 0x009c, [leaf.der, ca.der]))], EXPECTED);
    expect(weaknesses).toEqual([
      { code: 'static-key-suite', severity: 'low', shown: 'RSA_WITH_AES_128_GCM_SHA256' },
      { code: 'sm-missing', severity: 'informational', shown: '' },
    ]);
    expect(facts).toMatchObject({ reachable: true, sm: false, asksClient: false });
    expect(facts.certificates.map(({ place }) => place)).toEqual(['leaf', 'chain']);
  });

  it('that could not be reached has no weakness', () => {
    const outcomes: ProbeOutcome[] = [{ kind: 'unreachable', probe: 'tls12', reason: 'ECONNREFUSED' }];
    expect(judge(outcomes, EXPECTED)).toMatchObject({ facts: { reachable: false, accepted: [] }, weaknesses: [] });
  });

  it('that accepts old protocols and weak suites is told so, each once', async () => {
    const leaf = await testCertificate({ hosts: ['tsp.example'], notBefore: NOW - DAY });
    const outcomes = [
      outcome('tls10', answered(0x0301, 0x0005, [leaf.der])),
      outcome('ssl3', answered(0x0300, 0x000a, [leaf.der])),
      outcome('rc4', answered(0x0301, 0x0004, [leaf.der])),
      outcome('anonymous', answered(0x0301, 0x0018, [])),
    ];
    expect(codes(outcomes)).toEqual([
      'ssl3',
      'tls10',
      'no-secure-protocol',
      'anonymous-suite',
      'rc4-suite',
      '3des-suite',
      'static-key-suite',
      'cbc-sha1-suite',
      'sm-missing',
      'certificate-self-signed',
    ]);
  });

  it('that should ask for a certificate of the client, and does not, is told so; anonymous suites do not count', async () => {
    const leaf = await testCertificate({ hosts: ['tsp.example'], notBefore: NOW - DAY });
    const mutual = { ...EXPECTED, mutual: true };
    const asks = outcome('tls12', answered(0x0303, 0x003c, [leaf.der], true));
    expect(codes([asks], mutual)).not.toContain('client-certificate-not-asked');
    expect(codes([asks, outcome('anonymous', answered(0x0303, 0x00a6, []))], mutual)).not.toContain(
      'client-certificate-not-asked',
    );
    expect(codes([asks, outcome('tls11', answered(0x0302, 0x002f, [leaf.der]))], mutual)).toContain(
      'client-certificate-not-asked',
    );
  });

  it('with TLCP is asked for the pair of certificates', async () => {
    const sign = await testCertificate({ key: 'sm2', hosts: ['tsp.example'], notBefore: NOW - DAY });
    const encrypt = await testCertificate({
      key: 'sm2',
      hosts: ['tsp.example'],
      notBefore: NOW - DAY,
      usage: KEY_USAGE.keyEncipherment,
    });
    const sm = { ...EXPECTED, sm: true };
    const both = judge([outcome('tlcp', answered(0x0101, 0xe013, [sign.der, encrypt.der]))], sm);
    expect(both.weaknesses.map(({ code }) => code)).toEqual(['certificate-self-signed']);
    expect(both.facts.certificates.map(({ place, key, signature }) => [place, key, signature])).toEqual([
      ['tlcp', 'sm2', 'sm2-sm3'],
      ['tlcp', 'sm2', 'sm2-sm3'],
    ]);
    expect(codes([outcome('tlcp', answered(0x0101, 0xe013, [sign.der]))], sm)).toContain('tlcp-pair-incomplete');
  });
});

describe('certificates', () => {
  const of = async (spec: Parameters<typeof testCertificate>[0], expected = EXPECTED) => {
    const leaf = await testCertificate({ hosts: ['tsp.example'], notBefore: NOW - 90 * DAY, ...spec });
    const { weaknesses } = judge([outcome('tls12', answered(0x0303, 0x003c, [leaf.der]))], expected);
    return weaknesses.filter(({ code }) => code.startsWith('certificate') && code !== 'certificate-self-signed');
  };

  it.each([
    [31, undefined],
    [30, undefined],
    [29, 'medium'],
    [7, 'medium'],
    [6, 'high'],
    [1, 'high'],
    [0, 'critical'],
  ])('with %i days left are told of as %s', async (days, severity) => {
    const [found] = await of({ notAfter: soon(days) });
    expect(found?.severity).toBe(severity);
  });

  it('that are over or not yet valid are told of', async () => {
    expect(await of({ notAfter: NOW - DAY })).toMatchObject([{ code: 'certificate-expired', severity: 'critical' }]);
    expect(await of({ notBefore: NOW + DAY })).toMatchObject([{ code: 'certificate-not-yet-valid' }]);
  });

  it('with short keys, broken digests or another name are told of', async () => {
    expect(await of({ key: 'rsa1024' })).toMatchObject([
      { code: 'certificate-weak-key', shown: expect.stringContaining('RSA 1024') },
    ]);
    expect(await of({ hosts: ['other.example'] })).toMatchObject([
      { code: 'certificate-wrong-name', shown: 'other.example' },
    ]);
    const sound = await testCertificate({ key: 'rsa2048', hosts: ['tsp.example'], notBefore: NOW - DAY });
    // sha256WithRSAEncryption becomes sha1WithRSAEncryption in both places; signatures are not verified here.
    const text = Buffer.from(sound.der).toString('hex').replaceAll('2a864886f70d01010b', '2a864886f70d010105');
    const weak = new Uint8Array(Buffer.from(text, 'hex'));
    expect(codes([outcome('tls12', answered(0x0303, 0x003c, [weak]))])).toContain('certificate-weak-signature');
    expect(certificateFacts(weak, 'tsp.example')).toMatchObject({ signature: 'rsa-sha1', bits: 2048, forHost: true });
  });

  it('that cannot be read are told of with the code', () => {
    const { weaknesses } = judge([outcome('tls12', answered(0x0303, 0x003c, [Uint8Array.of(0x30, 1, 2)]))], EXPECTED);
    expect(weaknesses.find(({ code }) => code === 'certificate-unreadable')?.shown).toMatch(/^(asn1|x509)\./);
  });
});

describe('the plan', () => {
  it('asks for all that may be there and no more', () => {
    expect(probePlan({ host: 'a', speaks: 'any' }).map(({ name }) => name)).toEqual(PROBE_NAMES);
    expect(probePlan({ host: 'a', speaks: 'tlcp' }).map(({ name }) => name)).toEqual(['tlcp']);
    expect(probePlan({ host: 'a', speaks: 'tls' })).toHaveLength(PROBE_NAMES.length - 1);
    expect(probePlan({ host: 'a', speaks: 'any' }).every(({ suites }) => suites.length > 0)).toBe(true);
  });
});
