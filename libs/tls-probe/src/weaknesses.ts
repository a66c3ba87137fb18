import { BROKEN_SIGNATURES } from './certificate-facts.ts';
import type { EndpointFacts, Expectation } from './facts.ts';
import { WEAKNESS_CODES, WEAKNESS_SEVERITIES, type WeaknessCode, type WeaknessSeverity } from './codes.ts';
import { suiteName, type SuiteClass } from './suites.ts';

/** Something that is wrong with an endpoint. */
export interface Weakness {
  readonly code: WeaknessCode;
  readonly severity: WeaknessSeverity;
  /** What shows it: the suite, the subject of the certificate, days, bits. Empty when the code says all. */
  readonly shown: string;
}

const DAY = 86_400_000;
/** Days before the end at which a certificate is told of (rule of the product for 1.2-d of the notice). */
export const EXPIRY_DAYS = [30, 7, 1] as const;
const LEAST_RSA_BITS = 2048;
const LEAST_DH_BITS = 2048;

const OLD: Readonly<Record<string, WeaknessCode>> = { ssl3: 'ssl3', tls10: 'tls10', tls11: 'tls11' };
const SUITES: Readonly<Partial<Record<SuiteClass, readonly [WeaknessCode, WeaknessSeverity]>>> = {
  null: ['null-suite', 'critical'],
  anonymous: ['anonymous-suite', 'critical'],
  export: ['export-suite', 'critical'],
  rc4: ['rc4-suite', 'high'],
  des: ['des-suite', 'high'],
  '3des': ['3des-suite', 'medium'],
  'legacy-cipher': ['legacy-cipher-suite', 'medium'],
  'static-key': ['static-key-suite', 'low'],
  'cbc-sha1': ['cbc-sha1-suite', 'low'],
};

type Shown = EndpointFacts['certificates'][number];

const protocols = ({ accepted }: EndpointFacts): Weakness[] => {
  const names = accepted.map(({ protocol }) => protocol);
  const old = names.flatMap((name): Weakness[] => {
    const code = OLD[name];
    return code === undefined ? [] : [{ code, severity: code === 'ssl3' ? 'critical' : 'high', shown: '' }];
  });
  const sound = names.some((name) => name === 'tls12' || name === 'tls13' || name === 'tlcp');
  return sound || names.length === 0 ? old : [...old, { code: 'no-secure-protocol', severity: 'critical', shown: '' }];
};

const suites = ({ weakSuites, accepted }: EndpointFacts): Weakness[] => {
  const weak = weakSuites.flatMap(({ mark, suite }): Weakness[] => {
    const known = SUITES[mark];
    return known === undefined ? [] : [{ code: known[0], severity: known[1], shown: suiteName(suite) }];
  });
  const bits = accepted.map(({ dhBits }) => dhBits).find((each) => each !== undefined && each < LEAST_DH_BITS);
  return bits === undefined ? weak : [...weak, { code: 'weak-dh', severity: 'high', shown: `${bits} bit` }];
};

/** Days until the end, rounded down; the last day has 0. */
export const daysLeft = (notAfter: number, now: number): number => Math.floor((notAfter - now) / DAY);

const validity = ({ notBefore, notAfter, subject }: Shown, now: number): Weakness[] => {
  if (notAfter < now) return [{ code: 'certificate-expired', severity: 'critical', shown: subject }];
  if (notBefore > now) return [{ code: 'certificate-not-yet-valid', severity: 'high', shown: subject }];
  const days = daysLeft(notAfter, now);
  const [early, late, last] = EXPIRY_DAYS;
  if (days >= early) return [];
  const severity = days < last ? 'critical' : days < late ? 'high' : 'medium';
  return [{ code: 'certificate-expires-soon', severity, shown: subject }];
};

const strength = ({ key, bits, signature, subject, selfIssued, place }: Shown): Weakness[] => {
  // The signature of a root is not what trust in it rests on.
  const judged = !(selfIssued && place === 'chain') && Object.values(BROKEN_SIGNATURES).includes(signature);
  return [
    ...(key === 'rsa' && bits < LEAST_RSA_BITS
      ? [{ code: 'certificate-weak-key', severity: 'high', shown: `RSA ${bits}: ${subject}` } as const]
      : []),
    ...(judged
      ? [{ code: 'certificate-weak-signature', severity: 'high', shown: `${signature}: ${subject}` } as const]
      : []),
  ];
};

const identity = ({ place, selfIssued, forHost, subject, names }: Shown): Weakness[] => [
  ...(place !== 'chain' && selfIssued
    ? [{ code: 'certificate-self-signed', severity: 'medium', shown: subject } as const]
    : []),
  ...(place !== 'chain' && !forHost
    ? [
        {
          code: 'certificate-wrong-name',
          severity: 'high',
          shown: names.length === 0 ? subject : names.join(', '),
        } as const,
      ]
    : []),
];

const certificates = ({ certificates: all, accepted, unreadable }: EndpointFacts, now: number): Weakness[] => {
  const pair = all.filter(({ place }) => place === 'tlcp');
  const tlcp = accepted.some(({ protocol }) => protocol === 'tlcp');
  return [
    ...all.flatMap((each) => [...validity(each, now), ...strength(each), ...identity(each)]),
    ...unreadable.map((code): Weakness => ({ code: 'certificate-unreadable', severity: 'medium', shown: code })),
    ...(tlcp && !pair.some(({ encryptsOnly }) => encryptsOnly)
      ? [{ code: 'tlcp-pair-incomplete', severity: 'medium', shown: '' } as const]
      : []),
  ];
};

/** One weakness for each code: the worst, with what shows the others behind it. */
const merged = (all: readonly Weakness[]): Weakness[] =>
  WEAKNESS_CODES.flatMap((code) => {
    const same = all.filter((each) => each.code === code);
    const [worst] = same.toSorted(
      (a, b) => WEAKNESS_SEVERITIES.indexOf(b.severity) - WEAKNESS_SEVERITIES.indexOf(a.severity),
    );
    const shown = [...new Set(same.map((each) => each.shown))].filter((each) => each !== '').join('; ');
    return worst === undefined ? [] : [{ ...worst, shown: shown.slice(0, 500) }];
  });

/** The weaknesses that facts show, each code once; none of an endpoint that was not reached. */
export const weaknessesOf = (
  facts: EndpointFacts,
  { mutual, sm, now }: Pick<Expectation, 'mutual' | 'sm' | 'now'>,
): readonly Weakness[] => {
  if (facts.accepted.length === 0) return merged(suites(facts));
  const lacks = !facts.sm;
  return merged([
    ...protocols(facts),
    ...suites(facts),
    ...(lacks ? [{ code: 'sm-missing', severity: sm ? 'high' : 'informational', shown: '' } as const] : []),
    ...(mutual && facts.asksClient === false
      ? [{ code: 'client-certificate-not-asked', severity: 'high', shown: '' } as const]
      : []),
    ...certificates(facts, now),
  ]);
};
