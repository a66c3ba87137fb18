import type { IndicatorKind, Observable } from '../indicator.ts';
import { readValue } from '../values/value.ts';
import { parsePattern, type Comparison, type Expression } from './parse-pattern.ts';

/** Observables that one event has to show together; the first is the one that is looked up. */
export type Conjunction = readonly [Observable, ...Observable[]];

/** Why a pattern, or one alternative of it, cannot be matched. */
export interface PatternProblem {
  readonly code: 'unsupported-pattern' | 'pattern-syntax' | 'invalid-value' | 'too-broad';
  readonly detail: string;
}

/** What a pattern comes to: alternatives, and the problems of those that are left out. */
export interface PatternValues {
  readonly alternatives: readonly Conjunction[];
  readonly problems: readonly PatternProblem[];
}

const MOST_ALTERNATIVES = 1_000;
const MOST_TOGETHER = 8;

type Term = readonly Observable[] | PatternProblem;

const HASHES: Readonly<Record<string, 'md5' | 'sha1' | 'sha256' | 'sm3'>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  SHA1: 'sha1',
  'SHA-256': 'sha256',
  SHA256: 'sha256',
  SM3: 'sm3',
};

const CERTIFICATE: Readonly<Record<string, IndicatorKind>> = {
  md5: 'cert-md5',
  sha1: 'cert-sha1',
  sha256: 'cert-sha256',
};

const hashKind = (object: string, path: readonly string[]): IndicatorKind | undefined => {
  if (path.length !== 2 || path[0] !== 'hashes') return undefined;
  const hash = HASHES[(path[1] ?? '').toUpperCase()];
  if (object === 'file' || object === 'artifact') return hash;
  return object === 'x509-certificate' && hash !== undefined ? CERTIFICATE[hash] : undefined;
};

const VALUE_OF: Readonly<Record<string, IndicatorKind>> = {
  'ipv4-addr': 'ip',
  'ipv6-addr': 'ip',
  'domain-name': 'domain',
  url: 'url',
  'email-addr': 'email',
};

/** The kinds that a place may hold; several where only the value tells. */
const kindsAt = (object: string, path: readonly string[]): readonly IndicatorKind[] => {
  const place = path.join('.');
  const direct = place === 'value' ? VALUE_OF[object] : undefined;
  if (direct !== undefined) return [direct];
  const hash = hashKind(object, path);
  if (hash !== undefined) return [hash];
  if (object === 'x509-certificate' && place === 'serial_number') return ['cert-serial'];
  if (object === 'email-message' && place === 'from_ref.value') return ['email'];
  const end = place === 'dst_ref.value' || place === 'src_ref.value';
  return object === 'network-traffic' && end ? ['ip', 'domain'] : [];
};

const problem = (code: PatternProblem['code'], detail: string): PatternProblem => ({
  code,
  detail: detail.slice(0, 200),
});

const valueOf = (kinds: readonly IndicatorKind[], text: string): Observable | PatternProblem => {
  let first: PatternProblem | undefined;
  for (const kind of kinds) {
    const read = readValue(kind, text);
    if (read.kind === 'value') return read.observable;
    first ??= problem(read.code, read.detail);
  }
  return first ?? problem('invalid-value', text);
};

/** Values that a comparison admits, as texts; `LIKE '%.name'` of a domain is the domain itself. */
const textsOf = ({ object, operator, values }: Comparison, kinds: readonly IndicatorKind[]): readonly string[] => {
  const [only = ''] = values;
  if (operator === '=' || operator === '==' || operator === 'IN') return values;
  if (operator === 'ISSUBSET' && kinds.includes('ip')) return values;
  return operator === 'LIKE' && object === 'domain-name' && /^%\.[^%_]+$/.test(only) ? [only.slice(2)] : [];
};

/** Alternatives of one comparison. */
const compared = (comparison: Comparison): readonly Term[] => {
  const { object, path, operator, negated } = comparison;
  const place = `${object}:${path.join('.')}`;
  const kinds = kindsAt(object, path);
  if (negated) return [problem('unsupported-pattern', `NOT ${operator}`)];
  if (kinds.length === 0) return [problem('unsupported-pattern', place)];
  const texts = textsOf(comparison, kinds);
  if (texts.length === 0) return [problem('unsupported-pattern', `${place} ${operator}`)];
  return texts.map((text) => {
    const read = valueOf(kinds, text);
    return 'code' in read ? read : [read];
  });
};

const isProblem = (term: Term): term is PatternProblem => 'code' in term;

const together = (left: readonly Term[], right: readonly Term[]): readonly Term[] => {
  if (left.length * right.length > MOST_ALTERNATIVES) return [problem('unsupported-pattern', 'too many alternatives')];
  return left.flatMap((one) =>
    right.map((other) => {
      if (isProblem(one)) return one;
      if (isProblem(other)) return other;
      const all = [...one, ...other];
      return all.length > MOST_TOGETHER ? problem('unsupported-pattern', `more than ${MOST_TOGETHER} conditions`) : all;
    }),
  );
};

const termsOf = (expression: Expression): readonly Term[] => {
  switch (expression.kind) {
    case 'compare':
      return compared(expression);
    case 'or': {
      const terms = expression.parts.flatMap(termsOf);
      return terms.length > MOST_ALTERNATIVES ? [problem('unsupported-pattern', 'too many alternatives')] : terms;
    }
    case 'and':
      return expression.parts.map(termsOf).reduce(together);
  }
};

/** The rarer an observable, the earlier it is looked up. */
const RANK: readonly IndicatorKind[] = [
  'sha256',
  'sm3',
  'sha1',
  'md5',
  'cert-sha256',
  'cert-sha1',
  'cert-md5',
  'cert-serial',
  'url',
  'email',
  'domain',
  'ip',
  'ja4',
  'ja3',
  'network',
];

const ordered = (observables: readonly Observable[]): Conjunction | undefined => {
  const unique = [...new Map(observables.map((each) => [`${each.kind} ${each.value}`, each])).values()];
  const [first, ...rest] = unique.toSorted((a, b) => RANK.indexOf(a.kind) - RANK.indexOf(b.kind));
  return first === undefined ? undefined : [first, ...rest];
};

const conjunctionOf = (term: Term): readonly Conjunction[] => {
  const found = isProblem(term) ? undefined : ordered(term);
  return found === undefined ? [] : [found];
};

/**
 * The observables of a pattern of STIX 2.1: comparisons with `=`, `IN`, `ISSUBSET` (addresses) and `LIKE '%.name'`
 * (domains), AND and OR inside an observation, OR between observations. A condition is never dropped: an alternative
 * with one that cannot be looked up is left out as a whole, with the reason. Never throws.
 */
export const patternValues = (pattern: string): PatternValues => {
  const parsed = parsePattern(pattern);
  if (parsed.kind !== 'pattern') {
    const code = parsed.kind === 'syntax' ? 'pattern-syntax' : 'unsupported-pattern';
    return { alternatives: [], problems: [problem(code, parsed.detail)] };
  }
  const terms = termsOf(parsed.expression);
  return {
    alternatives: terms.flatMap((term) => conjunctionOf(term)),
    problems: terms.filter(isProblem),
  };
};
