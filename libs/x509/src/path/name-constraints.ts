import type { Certificate } from '../certificate.ts';
import { subjectAltNameOf } from '../extensions/names.ts';
import type { NameConstraints } from '../extensions/names.ts';
import type { GeneralName } from '../general-name.ts';
import { parseName } from '../name.ts';
import { ATTRIBUTE } from '../oids.ts';
import { isJudged, isTouched, isWithin, uriHost } from './name-match.ts';

/** Constraints that hold at a place of a path: each member has to be met, which is the intersection of RFC 5280 6.1.4 (g). */
export type ConstraintStack = readonly NameConstraints[];

/** What is wrong with the names of a certificate. */
export type NameProblem = 'name-not-permitted' | 'name-excluded' | 'name-form' | 'limit';

/** Most comparisons of names with constraints for one certificate. */
const MAX_COMPARISONS = 100_000;

/** All names of a certificate that constraints are about (RFC 5280 6.1.3 b, c): subject, other names, mailboxes in the subject. */
const constrainedNames = (certificate: Certificate): readonly GeneralName[] => {
  const names: GeneralName[] = [...(subjectAltNameOf(certificate) ?? [])];
  const subject = parseName(certificate.subject);
  if (subject.length > 0) names.push({ kind: 'directory', value: certificate.subject });
  if (!names.some((name) => name.kind === 'email'))
    for (const rdn of subject)
      for (const { type, value } of rdn) if (type === ATTRIBUTE.emailAddress) names.push({ kind: 'email', value });
  return names;
};

const judge = (name: GeneralName, { permitted, excluded }: NameConstraints): NameProblem | undefined => {
  const allowed = permitted.filter((base) => base.kind === name.kind);
  const refused = excluded.filter((base) => base.kind === name.kind);
  if (allowed.length + refused.length === 0) return undefined;
  if (!isJudged(name.kind)) return 'name-form';
  if (name.kind === 'uri' && uriHost(name.value) === undefined) return 'name-not-permitted';
  if (refused.some((base) => isTouched(name, base) === true)) return 'name-excluded';
  return allowed.length > 0 && !allowed.some((base) => isWithin(name, base) === true)
    ? 'name-not-permitted'
    : undefined;
};

/** The first name of a certificate that breaks a constraint; undefined when all are met. Throws `asn1.*` for malformed names. */
export const nameProblem = (certificate: Certificate, stack: ConstraintStack): NameProblem | undefined => {
  if (stack.length === 0) return undefined;
  const names = constrainedNames(certificate);
  const bases = stack.reduce((sum, each) => sum + each.permitted.length + each.excluded.length, 0);
  if (names.length * bases > MAX_COMPARISONS) return 'limit';
  for (const constraints of stack)
    for (const name of names) {
      const problem = judge(name, constraints);
      if (problem !== undefined) return problem;
    }
  return undefined;
};
