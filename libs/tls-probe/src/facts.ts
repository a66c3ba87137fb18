import { DomainError } from '@chedun/kernel';
import type { ServerAnswer } from './answer.ts';
import { certificateFacts, type CertificateFacts } from './certificate-facts.ts';
import { protocolOf, type ProtocolName } from './names.ts';
import { PROTOCOL_NAMES, type ProbeName } from './codes.ts';
import { suiteOf, type SuiteClass } from './suites.ts';

/** What became of one probe: an answer, or why there is none. */
export type ProbeOutcome =
  | { readonly kind: 'answer'; readonly probe: ProbeName; readonly answer: ServerAnswer }
  /** No TCP connection; `reason` is the code of the system. */
  | { readonly kind: 'unreachable'; readonly probe: ProbeName; readonly reason: string }
  /** Closed or silent before an answer was whole; what came until then counts. */
  | { readonly kind: 'cut'; readonly probe: ProbeName; readonly reason: string; readonly answer: ServerAnswer }
  /** Bytes that are no answer of TLS or TLCP. */
  | { readonly kind: 'malformed'; readonly probe: ProbeName; readonly reason: string; readonly answer: ServerAnswer };

/** What is expected of an endpoint. */
export interface Expectation {
  readonly host: string;
  /** The client is to show a certificate. */
  readonly mutual: boolean;
  /** SM2, SM3 and SM4 are to be offered (TLCP or RFC 8998). */
  readonly sm: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** One protocol that the endpoint accepted. */
export interface Accepted {
  readonly protocol: ProtocolName;
  /** Number of the suite that the server chose. */
  readonly suite: number;
  readonly group: number | undefined;
  readonly scheme: number | undefined;
  readonly dhBits: number | undefined;
  /** Whether the server asked for a certificate of the client; undefined when its flight did not come to the end. */
  readonly asksClient: boolean | undefined;
}

/** What the probes of an endpoint showed. */
export interface EndpointFacts {
  /** At least one connection was made. */
  readonly reachable: boolean;
  /** Newest first, one entry each. */
  readonly accepted: readonly Accepted[];
  /** Classes of weak suites that were accepted, with the suite that the server chose. */
  readonly weakSuites: readonly { readonly mark: SuiteClass; readonly suite: number }[];
  /** TLCP or a suite of RFC 8998 was accepted. */
  readonly sm: boolean;
  /** Certificates of all answers, each once; `leaf` are those of the server itself, `tlcp` the pair. */
  readonly certificates: readonly (CertificateFacts & { readonly place: 'leaf' | 'chain' | 'tlcp' })[];
  /** DER of them, in the same order. */
  readonly raw: readonly Uint8Array[];
  /** Certificates that could not be read, with the code of the error. */
  readonly unreadable: readonly string[];
  /** All protocols that show it ask for a certificate of the client; undefined when none shows it. */
  readonly asksClient: boolean | undefined;
}

const answersOf = (outcomes: readonly ProbeOutcome[]): readonly { probe: ProbeName; answer: ServerAnswer }[] =>
  outcomes.flatMap((outcome) =>
    outcome.kind === 'unreachable' ? [] : [{ probe: outcome.probe, answer: outcome.answer }],
  );

const acceptedOf = (answer: ServerAnswer): Accepted | undefined => {
  const { hello, keyExchange, certificateRequest, complete } = answer;
  const protocol = hello && protocolOf(hello.version);
  if (hello === undefined || protocol === undefined) return undefined;
  return {
    protocol,
    suite: hello.suite,
    group: hello.group ?? keyExchange?.group,
    scheme: keyExchange?.scheme,
    dhBits: keyExchange?.dhBits,
    asksClient: certificateRequest !== undefined ? true : complete && !hello.retry ? false : undefined,
  };
};

/** Suites without a certificate of the server may not ask for one of the client (RFC 5246 7.4.4): they say nothing of it. */
const saysOfClient = ({ suite, asksClient }: Accepted): boolean =>
  asksClient !== undefined && suiteOf(suite)?.classes.includes('anonymous') !== true;

const certificatesOf = (
  answers: readonly { readonly answer: ServerAnswer }[],
  host: string,
): Pick<EndpointFacts, 'certificates' | 'raw' | 'unreadable'> => {
  const found = new Map<string, { facts: EndpointFacts['certificates'][number]; raw: Uint8Array }>();
  const unreadable = new Set<string>();
  for (const { answer } of answers) {
    const tlcp = answer.hello !== undefined && protocolOf(answer.hello.version) === 'tlcp';
    answer.certificates.forEach((raw, at) => {
      try {
        const facts = certificateFacts(raw, host);
        const place = at === 0 ? (tlcp ? 'tlcp' : 'leaf') : tlcp && at === 1 ? 'tlcp' : 'chain';
        if (!found.has(facts.fingerprint)) found.set(facts.fingerprint, { facts: { ...facts, place }, raw });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        unreadable.add(error.code);
      }
    });
  }
  const all = [...found.values()];
  return { certificates: all.map(({ facts }) => facts), raw: all.map(({ raw }) => raw), unreadable: [...unreadable] };
};

/** Gathers what the probes showed; pure. `host` is what certificates are compared with. */
export const factsOf = (outcomes: readonly ProbeOutcome[], host: string): EndpointFacts => {
  const answers = answersOf(outcomes);
  const all = answers.flatMap(({ probe, answer }) => {
    const accepted = acceptedOf(answer);
    return accepted === undefined ? [] : [{ probe, accepted }];
  });
  const plain = all.filter(({ probe }) =>
    ['tls13', 'tls13-sm', 'tlcp', 'tls12', 'tls11', 'tls10', 'ssl3'].includes(probe),
  );
  const accepted = PROTOCOL_NAMES.flatMap(
    (protocol) => plain.find((each) => each.accepted.protocol === protocol)?.accepted ?? [],
  );
  const seen = new Map<SuiteClass, number>();
  for (const { accepted: each } of all)
    for (const mark of suiteOf(each.suite)?.classes ?? []) if (!seen.has(mark)) seen.set(mark, each.suite);
  const tells = all.map((each) => each.accepted).filter(saysOfClient);
  return {
    reachable: answers.length > 0,
    accepted,
    weakSuites: [...seen].filter(([mark]) => mark !== 'sm').map(([mark, suite]) => ({ mark, suite })),
    sm: seen.has('sm'),
    ...certificatesOf(answers, host),
    asksClient: tells.length === 0 ? undefined : tells.every(({ asksClient }) => asksClient === true),
  };
};
