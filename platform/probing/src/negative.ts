import { setTimeout as wait } from 'node:timers/promises';
import type { EndpointFacts, ProbeOutcome } from '@chedun/tls-probe';
import { wrongCertificates, type WrongCertificate } from './client-certificates.ts';
import { isTestableByTlcp, shownOverTlcp, tryTlcpClient } from './tlcp-client.ts';
import { isTestableByTls, tryTlsClient } from './tls-client.ts';
import type { NegativeOutcome, NegativeTest, Pace, ProbeTarget } from './types.ts';

interface Needs {
  readonly pace: Pace;
  readonly random: (length: number) => Uint8Array;
  readonly now: () => number;
}

type Try = (certificate: WrongCertificate | undefined) => Promise<NegativeOutcome>;

/** Name of an authority that the server asks for in this family of protocols. */
const authorityOf = (outcomes: readonly ProbeOutcome[], over: NegativeTest['over']): Uint8Array | undefined =>
  outcomes
    .filter(({ probe }) => (probe === 'tlcp') === (over === 'tlcp'))
    .flatMap((outcome) => (outcome.kind === 'unreachable' ? [] : [outcome.answer.certificateRequest?.authorities[0]]))
    .find((name) => name !== undefined && name.length > 2);

const tryAll = async (
  over: NegativeTest['over'],
  outcomes: readonly ProbeOutcome[],
  { pace, random, now }: Needs,
  attempt: Try,
): Promise<readonly NegativeTest[]> => {
  const keys = over === 'tls' ? 'p256' : 'sm2';
  const { expired, foreign } = await wrongCertificates(keys, authorityOf(outcomes, over), now(), random);
  const results: NegativeTest[] = [];
  for (const [kind, certificate] of [
    ['none', undefined],
    ['expired', expired],
    ['foreign', foreign],
  ] as const) {
    await wait(pace.gapMs);
    results.push({ kind, over, ...(await attempt(certificate)) });
  }
  return results;
};

/**
 * Negative tests where a certificate of the client is expected: over TLS and over TLCP, each where the endpoint accepts a
 * suite that the client speaks. Six connections at most, one after another.
 */
export const refuseAll = async (
  target: ProbeTarget,
  outcomes: readonly ProbeOutcome[],
  { accepted }: Pick<EndpointFacts, 'accepted'>,
  needs: Needs,
): Promise<readonly NegativeTest[]> => {
  if (!target.mutual) return [];
  const overTls = isTestableByTls(accepted)
    ? await tryAll('tls', outcomes, needs, (certificate) => tryTlsClient(target, certificate, needs.pace))
    : [];
  const shown = isTestableByTlcp(accepted) ? shownOverTlcp(outcomes) : [];
  const overTlcp =
    shown.length > 0
      ? await tryAll('tlcp', outcomes, needs, (certificate) => tryTlcpClient(target, shown, certificate, needs))
      : [];
  return [...overTls, ...overTlcp];
};
