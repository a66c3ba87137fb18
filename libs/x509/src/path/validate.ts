import type { Certificate } from '../certificate.ts';
import { nameConstraintsOf } from '../extensions/names.ts';
import {
  certificatePoliciesOf,
  inhibitAnyPolicyOf,
  policyConstraintsOf,
  policyMappingsOf,
} from '../extensions/policies.ts';
import { basicConstraintsOf, extendedKeyUsageOf, KEY_USAGE, keyUsageOf } from '../extensions/usage.ts';
import { matchesHost } from '../hostname.ts';
import { sameName } from '../name.ts';
import { ANY_POLICY, EXTENSION, PURPOSE } from '../oids.ts';
import { rsaBits } from '../public-key.ts';
import type { PublicKeyInfo } from '../public-key.ts';
import { nameProblem } from './name-constraints.ts';
import type { ConstraintStack } from './name-constraints.ts';
import { acceptedPolicies, isWithoutPolicy, startPolicies, withMappings, withPolicies } from './policy.ts';
import type { PolicyGraph } from './policy.ts';
import type { PathInput, PathProblem, PathReason, TrustAnchor } from './types.ts';

/** Extensions that this library judges; others must not be critical. */
const JUDGED: readonly string[] = [
  EXTENSION.keyUsage,
  EXTENSION.subjectAltName,
  EXTENSION.basicConstraints,
  EXTENSION.nameConstraints,
  EXTENSION.certificatePolicies,
  EXTENSION.policyMappings,
  EXTENSION.policyConstraints,
  EXTENSION.extendedKeyUsage,
  EXTENSION.inhibitAnyPolicy,
  EXTENSION.crlDistributionPoints,
  EXTENSION.ocspNoCheck,
];

/** State of RFC 5280 6.1.2, changed from certificate to certificate. */
interface State {
  key: PublicKeyInfo;
  name: Uint8Array;
  constraints: ConstraintStack;
  pathLength: number;
  graph: PolicyGraph;
  explicitPolicy: number;
  policyMapping: number;
  inhibitAny: number;
}

/** What the judging of a path found. */
export interface Judgement {
  readonly reasons: readonly PathReason[];
  readonly policies: readonly string[];
}

type Report = (problem: PathProblem, detail: string) => void;

/** Whether an issuer's key signed a certificate; memory and bounds are the caller's. */
export type SignatureCheck = (certificate: Certificate, key: PublicKeyInfo) => boolean;

const initial = (anchor: TrustAnchor, length: number, input: PathInput): State => ({
  key: anchor.publicKey,
  name: anchor.name,
  constraints: anchor.nameConstraints === undefined ? [] : [anchor.nameConstraints],
  pathLength: anchor.pathLength ?? length,
  graph: startPolicies,
  explicitPolicy: input.requirePolicy === true ? 0 : length + 1,
  policyMapping: input.inhibitMapping === true ? 0 : length + 1,
  inhibitAny: input.inhibitAnyPolicy === true ? 0 : length + 1,
});

/** Whether issuer and subject of a certificate are the same name. */
const isSelfIssued = (certificate: Certificate): boolean => sameName(certificate.issuer, certificate.subject);

const checkKey = (key: PublicKeyInfo, least: number, report: Report): void => {
  if (key.kind === 'unknown') report('weak-key', 'a key of a kind that is not known');
  if (key.kind === 'rsa' && rsaBits(key) < least) report('weak-key', `an RSA key of ${rsaBits(key)} bits`);
};

/** RFC 5280 6.1.3 (a). */
const checkBasics = (
  certificate: Certificate,
  state: State,
  input: PathInput,
  isSigned: SignatureCheck,
  report: Report,
): void => {
  if (!isSigned(certificate, state.key)) report('bad-signature', 'the key of the issuer did not sign this');
  if (input.at < certificate.notBefore) report('not-yet-valid', 'the time is before notBefore');
  if (input.at >= certificate.notAfter + 1000) report('expired', 'the time is after notAfter');
  if (!sameName(certificate.issuer, state.name)) report('issuer-name', 'the issuer has another name');
  checkKey(certificate.publicKey, input.rsaBits ?? 2048, report);
  for (const { oid, critical } of certificate.extensions)
    if (critical && !JUDGED.includes(oid)) report('unknown-critical-extension', oid);
};

/** RFC 5280 6.1.3 (b) to (f). */
const checkNamesAndPolicies = (certificate: Certificate, state: State, isLast: boolean, report: Report): void => {
  const selfIssued = isSelfIssued(certificate);
  const problem = selfIssued && !isLast ? undefined : nameProblem(certificate, state.constraints);
  if (problem !== undefined) report(problem, 'the names do not meet the constraints of an authority');
  const policies = certificatePoliciesOf(certificate)?.map((each) => each.policy);
  const isAnyAllowed = state.inhibitAny > 0 || (!isLast && selfIssued);
  state.graph = withPolicies(state.graph, policies, isAnyAllowed);
  if (state.explicitPolicy === 0 && isWithoutPolicy(state.graph)) report('policy', 'no policy holds, and one has to');
};

/** RFC 5280 6.1.4 (a), (b). */
const mapPolicies = (certificate: Certificate, state: State, report: Report): void => {
  const mappings = policyMappingsOf(certificate) ?? [];
  if (mappings.some(({ issuer, subject }) => issuer === ANY_POLICY || subject === ANY_POLICY))
    report('policy-mapping', 'any-policy is mapped');
  state.graph = withMappings(state.graph, mappings, state.policyMapping > 0);
};

const lower = (counter: number, most: number | undefined): number => Math.min(counter, most ?? counter);

/** RFC 5280 6.1.4 (h) to (j). */
const countDown = (certificate: Certificate, state: State): void => {
  if (!isSelfIssued(certificate)) {
    state.explicitPolicy = Math.max(0, state.explicitPolicy - 1);
    state.policyMapping = Math.max(0, state.policyMapping - 1);
    state.inhibitAny = Math.max(0, state.inhibitAny - 1);
  }
  const { requireExplicit, inhibitMapping } = policyConstraintsOf(certificate) ?? {};
  state.explicitPolicy = lower(state.explicitPolicy, requireExplicit);
  state.policyMapping = lower(state.policyMapping, inhibitMapping);
  state.inhibitAny = lower(state.inhibitAny, inhibitAnyPolicyOf(certificate));
};

/** RFC 5280 6.1.4 (k) to (n). */
const checkAuthority = (certificate: Certificate, state: State, report: Report): void => {
  const constraints = basicConstraintsOf(certificate);
  if (certificate.version !== 3 || constraints?.isCa !== true)
    report(
      'not-an-authority',
      constraints === undefined ? 'no basic constraints' : 'basic constraints say it is no authority',
    );
  if (!isSelfIssued(certificate)) {
    if (state.pathLength <= 0) report('path-too-long', 'an authority above allows no further one');
    state.pathLength = Math.max(0, state.pathLength - 1);
  }
  state.pathLength = lower(state.pathLength, constraints?.pathLength);
  const usage = keyUsageOf(certificate);
  if (usage !== undefined && (usage & KEY_USAGE.keyCertSign) === 0)
    report('key-usage', 'the key may not sign certificates');
};

const checkPurpose = (certificate: Certificate, purpose: string | undefined, report: Report): void => {
  const purposes = purpose === undefined ? undefined : extendedKeyUsageOf(certificate);
  if (purposes !== undefined && purpose !== undefined && !purposes.includes(purpose) && !purposes.includes(PURPOSE.any))
    report('purpose', `not for ${purpose}`);
};

const checkEnd = (certificate: Certificate, input: PathInput, report: Report): void => {
  const usage = keyUsageOf(certificate);
  if (input.keyUsage !== undefined && usage !== undefined && (usage & input.keyUsage) !== input.keyUsage)
    report('key-usage', 'the key may not be used for this');
  if (input.host !== undefined && !matchesHost(certificate, input.host)) report('host', `not for ${input.host}`);
};

/** RFC 5280 6.1.4: what an authority passes on to the next certificate. */
const prepareNext = (certificate: Certificate, state: State, report: Report): void => {
  mapPolicies(certificate, state, report);
  state.name = certificate.subject;
  state.key = certificate.publicKey;
  const constraints = nameConstraintsOf(certificate);
  if (constraints !== undefined) state.constraints = [...state.constraints, constraints];
  countDown(certificate, state);
  checkAuthority(certificate, state, report);
};

/** RFC 5280 6.1.5: what has to hold at the end. */
const wrapUp = (certificate: Certificate, state: State, input: PathInput, report: Report): readonly string[] => {
  state.explicitPolicy = Math.max(0, state.explicitPolicy - 1);
  if (policyConstraintsOf(certificate)?.requireExplicit === 0) state.explicitPolicy = 0;
  const policies = isWithoutPolicy(state.graph) ? [] : acceptedPolicies(state.graph, input.policies ?? [ANY_POLICY]);
  if (state.explicitPolicy === 0 && policies.length === 0) report('policy', 'none of the accepted policies holds');
  checkEnd(certificate, input, report);
  return policies;
};

const codeOf = (error: unknown): string | undefined => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^(asn1|x509)\./.test(code) ? code : undefined;
};

/**
 * Judges one path after RFC 5280 6.1, revocation left to the caller: `path` from the certificate under the anchor to the
 * end. All reasons are collected, also behind the first one. Never throws for what certificates hold.
 */
export const judgePath = (
  anchor: TrustAnchor,
  path: readonly Certificate[],
  input: PathInput,
  isSigned: SignatureCheck,
): Judgement => {
  const state = initial(anchor, path.length, input);
  const reasons: PathReason[] = [];
  let policies: readonly string[] = [];
  path.forEach((certificate, at) => {
    const isLast = at === path.length - 1;
    const report: Report = (problem, detail) => void reasons.push({ problem, certificate, detail });
    try {
      checkBasics(certificate, state, input, isSigned, report);
      checkNamesAndPolicies(certificate, state, isLast, report);
      checkPurpose(certificate, input.purpose, report);
      if (isLast) policies = wrapUp(certificate, state, input, report);
      else prepareNext(certificate, state, report);
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined) throw error;
      report('malformed', code);
      [state.name, state.key] = [certificate.subject, certificate.publicKey];
    }
  });
  return { reasons, policies };
};
