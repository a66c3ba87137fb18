import { describe, expect, it } from 'vitest';
import { encodeDer } from '@chedun/asn1/der';
import { AT, inputOf, kitOf, threeOf } from '../../testing/scenarios/kit.ts';
import { newKey } from '../../testing/keys.ts';
import {
  ANY_POLICY,
  anchorOf,
  buildOcspResponse,
  certificatePolicies,
  certIdDer,
  nodeVerifier,
  parseOcspResponse,
  policyMappings,
  rsaBits,
  validatePath,
} from '../index.ts';
import type { BasicOcspResponse, Certificate, CertificateStatus, SignatureVerifier } from '../index.ts';
import type { Authority } from '../../testing/index.ts';
import { isTouched, isWithin, uriHost } from './name-match.ts';

const counting = (): SignatureVerifier & { readonly count: () => number } => {
  let count = 0;
  return {
    count: () => count,
    verify: (...given) => {
      count += 1;
      return nodeVerifier.verify(...given);
    },
  };
};

describe('work is bounded', () => {
  it('where many authorities have one name', async () => {
    const kit = kitOf();
    const root = await kit.root();
    const ring: Authority[] = [await kit.authority('Ring', root, { key: 'ring 0' })];
    for (let at = 1; at < 14; at += 1)
      ring.push(await kit.authority('Ring', ring[at - 1] ?? root, { key: `ring ${at}` }));
    const intermediates = ring.slice(1).map((each) => each.certificate);
    const certificate = await kit.end(ring[13] ?? root);
    const nowhere = validatePath(inputOf({ anchor: root.certificate, certificate, intermediates }));
    expect(nowhere.kind).toBe('invalid');
    const verifier = counting();
    const anchored = inputOf({
      anchor: (await kit.root('Ring', { key: 'other' })).certificate,
      certificate,
      intermediates,
    });
    const result = validatePath({ ...anchored, verifier, limits: { paths: 20, signatures: 60 } });
    expect(result.kind === 'invalid' && result.reasons.map((each) => each.problem)).toContain('limit');
    expect(verifier.count()).toBeLessThanOrEqual(60);
  });

  it('where policies are mapped to many, level by level', async () => {
    const kit = kitOf();
    const policies = Array.from({ length: 20 }, (_, at) => `1.2.3.${at}`);
    const all = certificatePolicies(policies.map((policy) => ({ policy })));
    const mapped = policyMappings(
      policies.flatMap((issuer) => policies.slice(0, 12).map((subject) => ({ issuer, subject }))),
    );
    let above = await kit.root();
    const anchor = above.certificate;
    const intermediates: Certificate[] = [];
    for (let level = 0; level < 8; level += 1) {
      above = await kit.authority(`CA ${level}`, above, { add: [all, mapped] });
      intermediates.push(above.certificate);
    }
    const certificate = await kit.end(above, { add: [all] });
    const result = validatePath(inputOf({ anchor, certificate, intermediates, input: { requirePolicy: true } }));
    expect(result.kind === 'valid' && result.policies.length).toBe(20);
  });

  it('by asking for each signature once', async () => {
    const verifier = counting();
    const made = await threeOf(kitOf());
    expect(
      validatePath({ ...inputOf(made), intermediates: [...made.intermediates, ...made.intermediates], verifier }).kind,
    ).toBe('valid');
    expect(verifier.count()).toBe(2);
  });
});

describe('an answer', () => {
  it('names path, anchor and policies', async () => {
    const made = await threeOf(
      kitOf(),
      { add: [certificatePolicies([{ policy: ANY_POLICY }])] },
      { add: [certificatePolicies([{ policy: '1.2.3' }])] },
    );
    const result = validatePath({ ...inputOf(made), anchors: [anchorOf(made.anchor)] });
    expect(result).toMatchObject({
      kind: 'valid',
      path: [made.intermediates[0], made.certificate],
      policies: ['1.2.3'],
    });
  });

  it('names the certificate that a reason concerns', async () => {
    const made = await threeOf(kitOf(), { notAfter: AT - 1000 });
    const result = validatePath(inputOf(made));
    expect(result.kind === 'invalid' && result.reasons).toEqual([
      { problem: 'expired', certificate: made.intermediates[0], detail: expect.any(String) },
    ]);
  });

  it('refuses short RSA keys', async () => {
    const kit = kitOf();
    const root = await kit.root();
    const key = newKey('rsa-sha256');
    const [ca, made] = [{ certificate: root.certificate, key: root.key }, await threeOf(kit)];
    expect(rsaBits(made.certificate.publicKey)).toBe(0);
    const { issue } = await import('../../testing/certificates.ts');
    const certificate = await issue({ issuer: ca, key, subject: [] });
    const input = inputOf({ anchor: root.certificate, certificate, intermediates: [] });
    expect(validatePath(input).kind).toBe('valid');
    const strict = validatePath({ ...input, rsaBits: 3072 });
    expect(strict.kind === 'invalid' && strict.reasons[0]?.problem).toBe('weak-key');
  });
});

describe('OCSP answers', () => {
  const answer = async (
    issuer: Authority,
    { serial }: Certificate,
    status: CertificateStatus,
  ): Promise<BasicOcspResponse> => {
    const id = encodeDer(certIdDer(issuer.certificate, serial));
    const responses = [{ id, status, thisUpdate: AT, nextUpdate: AT + 1000 }];
    const spec = { algorithm: issuer.key.algorithm, responder: issuer.certificate, producedAt: AT, responses };
    const parsed = parseOcspResponse(await buildOcspResponse(spec, issuer.key.sign));
    if (parsed.kind !== 'answer') throw new Error(parsed.status);
    return parsed.basic;
  };

  it.each<[string, CertificateStatus, string]>([
    ['good', { kind: 'good' }, 'valid'],
    ['revoked', { kind: 'revoked', revokedAt: AT, reason: 'superseded' }, 'revoked'],
    ['unknown', { kind: 'unknown' }, 'status-unknown'],
  ])('count in a path: %s', async (_, status, expected) => {
    const kit = kitOf();
    const root = await kit.root();
    const ca = await kit.authority('CA', root);
    const certificate = await kit.end(ca);
    const ocsp = [await answer(root, ca.certificate, { kind: 'good' }), await answer(ca, certificate, status)];
    const intermediates = [ca.certificate, root.certificate];
    const input = { revocation: { mode: 'required', crls: [], ocsp } } as const;
    const result = validatePath(inputOf({ anchor: root.certificate, certificate, intermediates, input }));
    expect(result.kind === 'valid' ? 'valid' : result.reasons[0]?.problem).toBe(expected);
  });
});

describe('names against constraints', () => {
  it.each([
    ['a.example.cn', '.example.cn', true],
    ['example.cn', '.example.cn', false],
    ['example.cn.', 'example.cn', true],
  ])('%s within %s: %s', (value, base, expected) => {
    expect(isWithin({ kind: 'dns', value }, { kind: 'dns', value: base })).toBe(expected);
  });

  it('are compared within one kind only', () => {
    expect(isWithin({ kind: 'dns', value: 'a' }, { kind: 'email', value: 'a' })).toBeUndefined();
    expect(isTouched({ kind: 'dns', value: '*.a.cn' }, { kind: 'dns', value: 'b.c.a.cn' })).toBe(false);
    expect(isTouched({ kind: 'dns', value: '*.a.cn' }, { kind: 'dns', value: 'c.a.cn' })).toBe(true);
    expect(isWithin({ kind: 'email', value: 'no mailbox' }, { kind: 'email', value: 'a.cn' })).toBe(false);
    expect([uriHost('http://u:p@Host:80/x'), uriHost('http://[::1]/'), uriHost('mailto:a@b')]).toEqual([
      'Host',
      undefined,
      undefined,
    ]);
  });
});
