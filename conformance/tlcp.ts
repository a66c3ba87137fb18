import { ALL_SUITES, SUITES, TLCP_ERRORS, type SuiteName } from '@chedun/tlcp';
import { clientOf, identityOf, makeParties, serverOf, talk, type Parties } from '@chedun/tlcp/testing';
import { recordTalk, WORDS } from './tlcp/talks.ts';
import { dissect, hasTshark } from './tlcp/tshark.ts';

interface Failure {
  readonly case: string;
  readonly expected: string;
  readonly got: string;
}

/** Result of a conformance suite. */
export interface SuiteResult {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

/** A case that was run; undefined when it passed. */
type Outcome = Failure | undefined;

const expectText = (name: string, expected: string, got: string): Outcome =>
  got === expected ? undefined : { case: name, expected, got };

/** Hello, answer and certificates, request, certificate and proof of the client, Finished of both. */
const MESSAGES = '1,2,11,12,13,14,11,16,15,20,20';
const CLOSE_NOTIFY = '0';

const byTshark = (parties: Parties, suite: SuiteName): readonly Outcome[] => {
  const recorded = recordTalk(parties, suite);
  const seen = dissect(recorded);
  const name = `tshark, ${suite}`;
  return [
    expectText(`${name}: both sides agree`, '', recorded.errors.join()),
    expectText(`${name}: the suite`, String(SUITES[suite]), String(Number(seen.suite))),
    expectText(`${name}: handshake messages, those under protection too`, MESSAGES, seen.messages.join()),
    expectText(`${name}: data of both sides`, Object.values(WORDS).join('|'), seen.data.join('|')),
    expectText(`${name}: the alert under protection`, CLOSE_NOTIFY, seen.alert),
  ];
};

/** Every byte of short flights, every eighth of those with certificates. */
const placesOf = (length: number): readonly number[] =>
  [...Array.from({ length }).keys()].filter((at) => length < 300 || at % 8 === 0 || at < 16);

/** One byte is changed on its way: no connection with both sides content, and nothing but own errors. */
const altered = async (
  parties: Parties,
  suite: SuiteName,
  place: { readonly side: 'client' | 'server'; readonly flight: number; readonly at: number },
): Promise<Outcome> => {
  const { side, flight, at } = place;
  let isChanged = false;
  const change = (bytes: Uint8Array, count: number): Uint8Array => {
    if (count !== flight || at >= bytes.length) return bytes;
    isChanged = true;
    return bytes.with(at, (bytes[at] ?? 0) ^ 0x40);
  };
  const pair = talk(
    clientOf(parties, { suites: [suite], identity: identityOf(parties) }),
    serverOf(parties, { clients: { mode: 'required', trust: { anchors: parties.anchors } } }),
    parties.at,
    side === 'client' ? { toServer: change } : { toClient: change },
  );
  await pair.run();
  const codes = [...pair.client.errors, ...pair.server.errors].map(({ code }) => code);
  const isOpen = pair.client.established.length + pair.server.established.length === 2 && codes.length === 0;
  const isRight = codes.every((code) => code in TLCP_ERRORS) && isOpen !== isChanged;
  const name = `${suite}, byte ${at} of flight ${flight} of the ${side}`;
  return isRight ? undefined : { case: name, expected: 'refused', got: codes.join() || 'an open connection' };
};

const alterations = async (parties: Parties, suite: SuiteName): Promise<readonly Outcome[]> => {
  const { pieces } = recordTalk(parties, suite);
  const outcomes: Outcome[] = [];
  for (const side of ['client', 'server'] as const) {
    const flights = pieces.filter(({ from }) => from === side).slice(0, 2);
    for (const [flight, { bytes }] of flights.entries())
      for (const at of placesOf(bytes.length)) outcomes.push(await altered(parties, suite, { side, flight, at }));
  }
  return outcomes;
};

/**
 * TLCP: the dissector of Wireshark, an implementation of others, derives keys from the premaster secret and opens the records of
 * both suites; and one changed byte anywhere in a handshake with both certificates is refused. No other TLCP stack can be had
 * from npm or Debian, so no handshake with one is tried. Where tshark is not installed its cases are skipped.
 */
export const run = async (): Promise<SuiteResult> => {
  const parties = await makeParties();
  const isThere = hasTshark();
  if (!isThere) console.log('  skipped: tshark is not installed, or does not know the suites of TLCP');
  const outcomes: Outcome[] = [];
  for (const suite of ALL_SUITES) {
    if (isThere) outcomes.push(...byTshark(parties, suite));
    outcomes.push(...(await alterations(parties, suite)));
  }
  const failures = outcomes.filter((outcome) => outcome !== undefined);
  return {
    suite: 'tlcp',
    passed: outcomes.length - failures.length,
    failed: failures.length,
    skipped: isThere ? 0 : ALL_SUITES.length,
    failures,
  };
};
