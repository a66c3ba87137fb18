import { describe, expect, it } from 'vitest';
import { AT, chainOf, inputOf, kitOf, threeOf } from '../../testing/scenarios/kit.ts';
import {
  anchorOf,
  basicConstraints,
  certificatePolicies,
  EXTENSION,
  isSignedBy,
  KEY_USAGE,
  keyUsage,
  nodeVerifier,
  PURPOSE,
  validatePath,
} from '../index.ts';
import { nameProblem } from './name-constraints.ts';
import { revocationOf } from './revocation.ts';
import { judgePath } from './validate.ts';

describe('one path', () => {
  it('is judged to its end, so that all reasons are told', async () => {
    const made = await threeOf(
      kitOf(),
      { notAfter: AT - 1000, without: [EXTENSION.basicConstraints], add: [keyUsage(KEY_USAGE.cRLSign)] },
      { notBefore: AT + 1000 },
    );
    const path = [...made.intermediates, made.certificate];
    const { reasons } = judgePath(anchorOf(made.anchor), path, inputOf(made), (certificate, key) =>
      isSignedBy(certificate, key),
    );
    expect(reasons.map((each) => each.problem)).toEqual(['expired', 'not-an-authority', 'key-usage', 'not-yet-valid']);
    expect(reasons.map((each) => path.indexOf(each.certificate))).toEqual([0, 0, 0, 1]);
  });

  it('holds signatures and names of each step against the step above', async () => {
    const made = await threeOf(kitOf());
    const path = [...made.intermediates, made.certificate];
    const unsigned = judgePath(anchorOf(made.anchor), path, inputOf(made), () => false);
    expect(unsigned.reasons.map((each) => each.problem)).toEqual(['bad-signature', 'bad-signature']);
    const turned = judgePath(anchorOf(made.anchor), path.toReversed(), inputOf(made), () => true);
    expect(turned.reasons.map((each) => each.problem)).toContain('issuer-name');
  });

  it('gives the policies that hold', async () => {
    const both = certificatePolicies([{ policy: '1.2.3' }, { policy: '1.2.4' }]);
    const made = await threeOf(kitOf(), { add: [both] }, { add: [both] });
    const path = [...made.intermediates, made.certificate];
    const judged = judgePath(
      anchorOf(made.anchor),
      path,
      { ...inputOf(made), policies: ['1.2.4', '1.2.5'] },
      () => true,
    );
    expect(judged).toEqual({ reasons: [], policies: ['1.2.4'] });
  });

  it('lets an anchor limit the length of paths', async () => {
    const made = await chainOf(kitOf(), [{}, {}]);
    const anchor = { name: made.anchor.subject, publicKey: made.anchor.publicKey };
    const judge = (pathLength: number) => validatePath({ ...inputOf(made), anchors: [{ ...anchor, pathLength }] });
    expect([0, 1, 2].map((length) => judge(length).kind)).toEqual(['invalid', 'invalid', 'valid']);
  });

  it('is judged for one purpose and one use at a time', async () => {
    const made = await threeOf(kitOf(), {}, { add: [basicConstraints({ isCa: false, pathLength: undefined })] });
    const ask = (more: object) => validatePath({ ...inputOf(made), ...more });
    expect(ask({ purpose: PURPOSE.codeSigning }).kind).toBe('valid');
    expect(ask({ keyUsage: KEY_USAGE.digitalSignature }).kind).toBe('valid');
    const refused = ask({ keyUsage: KEY_USAGE.digitalSignature | KEY_USAGE.keyEncipherment });
    expect(refused.kind === 'invalid' && refused.reasons[0]?.problem).toBe('key-usage');
  });

  it('is sought among any certificates, whatever their order', async () => {
    const made = await chainOf(kitOf(), [{}, {}, {}]);
    const others = await chainOf(kitOf(), [{ key: 'x' }, { key: 'y' }]);
    const intermediates = [...others.intermediates, ...made.intermediates.toReversed(), made.certificate, made.anchor];
    const result = validatePath({ ...inputOf(made), intermediates });
    expect(result).toMatchObject({ kind: 'valid', path: [...made.intermediates, made.certificate] });
  });

  it('needs an anchor', async () => {
    const made = await threeOf(kitOf());
    const result = validatePath({ ...inputOf(made), anchors: [] });
    expect(result).toMatchObject({
      kind: 'invalid',
      reasons: [{ problem: 'no-issuer', certificate: made.certificate }],
    });
  });
});

describe('parts of the judgement', () => {
  it('names are not compared without end', async () => {
    const { certificate } = await threeOf(kitOf());
    const permitted = Array.from({ length: 100_001 }, () => ({ kind: 'dns', value: 'a' }) as const);
    expect(nameProblem(certificate, [])).toBeUndefined();
    expect(nameProblem(certificate, [{ permitted, excluded: [] }])).toBe('limit');
  });

  it('a status needs a source', async () => {
    const kit = kitOf();
    const root = await kit.root();
    const certificate = await kit.end(root);
    const question = {
      certificate,
      issuer: root.certificate,
      issuerName: root.certificate.subject,
      issuerKey: root.certificate.publicKey,
      at: AT,
      verifier: nodeVerifier,
      signersOf: () => [],
    };
    const status = (crls: Parameters<typeof revocationOf>[1]['crls']) =>
      revocationOf(question, { mode: 'required', crls, ocsp: [] });
    expect(status([])).toEqual({ kind: 'unknown', detail: 'no CRL that counts' });
    expect(status([await kit.crl(root)])).toEqual({ kind: 'good' });
    const listed = await kit.crl(root, { revoked: [{ certificate, reason: 'cACompromise' }] });
    expect(status([await kit.crl(root), listed])).toEqual({
      kind: 'revoked',
      revokedAt: AT - 1000,
      reason: 'cACompromise',
    });
  });
});
