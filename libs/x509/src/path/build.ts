import type { Certificate } from '../certificate.ts';
import { authorityKeyIdentifierOf, keyUsageOf, KEY_USAGE, subjectKeyIdentifierOf } from '../extensions/usage.ts';
import { nameKey, parseName, sameName } from '../name.ts';
import { keyIdentifier } from '../public-key.ts';
import type { PublicKeyInfo } from '../public-key.ts';
import { nodeVerifier } from '../verifier.ts';
import type { SignatureVerifier } from '../verifier.ts';
import { revocationOf } from './revocation.ts';
import type { PathInput, PathReason, PathResult, TrustAnchor } from './types.ts';
import { judgePath } from './validate.ts';

const DEPTH = 10;
const PATHS = 50;
const SIGNATURES = 200;
/** Most places at which issuers are looked for: authorities with equal names would else multiply. */
const STEPS = 2000;

/** What is left of the work that one question may cost, shared by all that it leads to. */
interface Budget {
  steps: number;
  paths: number;
  signatures: number;
}

interface Search {
  readonly input: PathInput;
  readonly budget: Budget;
  readonly depth: number;
  /** Authorities by the key text of their subject. */
  readonly bySubject: ReadonlyMap<string, readonly Certificate[]>;
  readonly verifier: SignatureVerifier;
  /** Signers of CRLs by name, as far as they were looked for. */
  readonly signers: Map<string, readonly PublicKeyInfo[]>;
}

const bytesText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Key text of a name; undefined when the name is malformed. */
const keyOfName = (name: Uint8Array): string | undefined => {
  try {
    return nameKey(parseName(name));
  } catch {
    return undefined;
  }
};

/** A verifier that remembers answers and stops at the budget. */
const bounded = (inner: SignatureVerifier, budget: Budget): SignatureVerifier => {
  // Signed bytes are slices that certificates, CRLs and answers hold: who is the same object is the same message.
  const known = new Map<Uint8Array, Map<string, boolean>>();
  return {
    verify: (key, algorithm, message, signature) => {
      const answers = known.get(message) ?? new Map<string, boolean>();
      const id = bytesText(key.raw);
      const before = answers.get(id);
      if (before !== undefined) return before;
      if (budget.signatures <= 0) return false;
      budget.signatures -= 1;
      const answer = inner.verify(key, algorithm, message, signature);
      answers.set(id, answer);
      known.set(message, answers);
      return answer;
    },
  };
};

const bySubject = (certificates: readonly Certificate[]): ReadonlyMap<string, readonly Certificate[]> => {
  const map = new Map<string, Certificate[]>();
  const seen = new Set<string>();
  for (const certificate of certificates) {
    const [name, id] = [keyOfName(certificate.subject), bytesText(certificate.raw)];
    if (name === undefined || seen.has(id)) continue;
    seen.add(id);
    map.set(name, [...(map.get(name) ?? []), certificate]);
  }
  return map;
};

const quietly = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

/** How likely an authority issued a certificate: 0 = key identifiers agree, 1 = nothing known, 2 = they differ. */
const distance = (certificate: Certificate, issuer: Certificate): number => {
  const wanted = quietly(() => authorityKeyIdentifierOf(certificate)?.keyIdentifier);
  const own = quietly(() => subjectKeyIdentifierOf(issuer)) ?? keyIdentifier(issuer.publicKey);
  if (wanted === undefined) return 1;
  return Buffer.compare(wanted, own) === 0 ? 0 : 2;
};

/** Same name and same key: once in a path is enough, so that authorities that certify each other make no circle. */
const isSameEntity = (a: Certificate, b: Certificate): boolean =>
  Buffer.compare(a.publicKey.raw, b.publicKey.raw) === 0 && sameName(a.subject, b.subject);

/** All paths from anchors down to the end of `tail`, the likeliest first; as many as the budget allows. */
function* pathsTo(
  tail: readonly Certificate[],
  search: Search,
): Generator<{ anchor: TrustAnchor; path: readonly Certificate[] }> {
  const [first] = tail;
  const wanted = first && keyOfName(first.issuer);
  if (first === undefined || wanted === undefined || search.budget.paths <= 0 || search.budget.steps <= 0) return;
  search.budget.steps -= 1;
  for (const anchor of search.input.anchors) if (keyOfName(anchor.name) === wanted) yield { anchor, path: tail };
  if (tail.length >= search.depth) return;
  const issuers = (search.bySubject.get(wanted) ?? [])
    .filter((issuer) => !tail.some((each) => isSameEntity(each, issuer)))
    .toSorted((a, b) => distance(first, a) - distance(first, b));
  for (const issuer of issuers) yield* pathsTo([issuer, ...tail], search);
}

/** Keys that may sign CRLs under a name: certificates with that name and the right to, which lead to an anchor themselves. */
const crlSigners = (name: Uint8Array, search: Search): readonly PublicKeyInfo[] => {
  const wanted = keyOfName(name);
  const before = wanted === undefined ? [] : search.signers.get(wanted);
  if (before !== undefined || wanted === undefined) return before ?? [];
  const candidates = search.bySubject.get(wanted) ?? [];
  const keys = candidates
    .filter((each) => {
      const usage = quietly(() => keyUsageOf(each));
      if (usage === undefined || (usage & KEY_USAGE.cRLSign) === 0) return false;
      const { at, anchors, intermediates } = search.input;
      return firstValid({ ...search, input: { certificate: each, at, anchors, intermediates } }).kind === 'valid';
    })
    .map((each) => each.publicKey);
  search.signers.set(wanted, keys);
  return keys;
};

const revocationReasons = (
  anchor: TrustAnchor,
  path: readonly Certificate[],
  search: Search,
): readonly PathReason[] => {
  const { revocation, at } = search.input;
  if (revocation === undefined) return [];
  const reasons: PathReason[] = [];
  path.forEach((certificate, place) => {
    const above = path[place - 1];
    const rootCertificate =
      above ??
      search.bySubject
        .get(keyOfName(anchor.name) ?? '')
        ?.find((each) => Buffer.compare(each.publicKey.raw, anchor.publicKey.raw) === 0);
    try {
      const status = revocationOf(
        {
          certificate,
          issuer: rootCertificate,
          issuerName: above?.subject ?? anchor.name,
          issuerKey: above?.publicKey ?? anchor.publicKey,
          at,
          verifier: search.verifier,
          signersOf: (name) => crlSigners(name, search),
        },
        revocation,
      );
      if (status.kind === 'revoked') reasons.push({ problem: 'revoked', certificate, detail: status.reason });
      if (status.kind === 'unknown' && revocation.mode === 'required')
        reasons.push({ problem: 'status-unknown', certificate, detail: status.detail });
    } catch (error) {
      reasons.push({
        problem: 'malformed',
        certificate,
        detail: error instanceof Error ? error.message : 'revocation',
      });
    }
  });
  return reasons;
};

const judge = (anchor: TrustAnchor, path: readonly Certificate[], search: Search): PathResult => {
  const { verifier } = search;
  const isSigned = (certificate: Certificate, key: PublicKeyInfo): boolean =>
    verifier.verify(key, certificate.signatureAlgorithm, certificate.tbs, certificate.signature);
  const { reasons, policies } = judgePath(anchor, path, search.input, isSigned);
  const all = reasons.length > 0 ? reasons : revocationReasons(anchor, path, search);
  return all.length === 0 ? { kind: 'valid', path, anchor, policies } : { kind: 'invalid', path, reasons: all };
};

/** The first path that is valid; else the one with the fewest reasons. */
const firstValid = (search: Search): PathResult => {
  const { certificate } = search.input;
  let best: PathResult & { kind: 'invalid' } = {
    kind: 'invalid',
    path: [certificate],
    reasons: [{ problem: 'no-issuer', certificate, detail: 'no path leads to a trust anchor' }],
  };
  let found = 0;
  for (const { anchor, path } of pathsTo([certificate], search)) {
    search.budget.paths -= 1;
    const result = judge(anchor, path, search);
    if (result.kind === 'valid') return result;
    if (found === 0 || result.reasons.length < best.reasons.length) best = result;
    found += 1;
    if (Math.min(search.budget.paths, search.budget.signatures, search.budget.steps) <= 0)
      return {
        ...best,
        reasons: [...best.reasons, { problem: 'limit', certificate, detail: 'too much work for one answer' }],
      };
  }
  return best;
};

/**
 * Finds a path from a trust anchor to a certificate and judges it after RFC 5280 6: signatures, times, names, name
 * constraints, authorities, path lengths, key usage, purposes, policies (by the graph of RFC 9618), critical extensions
 * and, where given, revocation. Work is bounded by `limits`; a path is never circular. Never throws for what
 * certificates, CRLs and answers hold.
 */
export const validatePath = (input: PathInput): PathResult => {
  const limits = input.limits ?? {};
  const budget: Budget = { steps: STEPS, paths: limits.paths ?? PATHS, signatures: limits.signatures ?? SIGNATURES };
  return firstValid({
    input,
    budget,
    depth: limits.depth ?? DEPTH,
    bySubject: bySubject(input.intermediates),
    verifier: bounded(input.verifier ?? nodeVerifier, budget),
    signers: new Map(),
  });
};

/** Trust in a certificate: its name and key; what else it says does not count (RFC 5280 6.1.1 d). */
export const anchorOf = (certificate: Certificate): TrustAnchor => ({
  name: certificate.subject,
  publicKey: certificate.publicKey,
});
