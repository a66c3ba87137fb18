import type { BehaviourDetector, Verdict, World } from '../detector.ts';
import { limitsOf } from '../engine.ts';
import type { CallFact, CommandFact, DnsFact, Fact, FlowFact, LoginFact, SignalFact, TlsFact } from '../facts.ts';

/** Monday 2026-11-23 01:00 UTC. */
export const T0 = Date.UTC(2026, 10, 23, 1);

/** A world of which nothing is known. */
export const UNKNOWN_WORLD: World = {
  countryOf: () => undefined,
  homeCountries: () => undefined,
  speedOf: () => undefined,
  groupOf: () => '',
};

/** Facts with usual values; `s`: seconds after {@link T0}. */
export const flow = (s: number, about: Partial<FlowFact> = {}): FlowFact => ({
  kind: 'flow',
  at: T0 + s * 1000,
  src: '10.64.3.17',
  dst: '203.0.113.9',
  port: 443,
  bytesOut: 500,
  ...about,
});
export const tls = (s: number, about: Partial<TlsFact> = {}): TlsFact => ({
  kind: 'tls',
  at: T0 + s * 1000,
  src: '10.64.3.17',
  dst: '203.0.113.9',
  sni: 'ota.example.cn',
  ja4: '',
  ...about,
});
export const dns = (s: number, name: string, about: Partial<DnsFact> = {}): DnsFact => ({
  kind: 'dns',
  at: T0 + s * 1000,
  client: '10.64.3.17',
  name,
  answer: 'question',
  ...about,
});
export const command = (s: number, about: Partial<CommandFact> = {}): CommandFact => ({
  kind: 'command',
  at: T0 + s * 1000,
  account: 'u-1001',
  role: 'owner',
  vin: 'LCDCDA1E0RW000017',
  command: 'unlock',
  outcome: 'ok',
  channel: 'app',
  session: '',
  srcIp: '198.51.100.7',
  country: '',
  speedKmh: undefined,
  ...about,
});
export const login = (s: number, about: Partial<LoginFact> = {}): LoginFact => ({
  kind: 'login',
  at: T0 + s * 1000,
  account: 'u-1001',
  outcome: 'ok',
  session: 's1',
  srcIp: '198.51.100.7',
  country: '',
  ...about,
});
export const call = (s: number, about: Partial<CallFact> = {}): CallFact => ({
  kind: 'call',
  at: T0 + s * 1000,
  account: 'u-1001',
  vin: 'LCDCDA1E0RW000017',
  outcome: 'ok',
  srcIp: '198.51.100.7',
  country: '',
  ...about,
});
export const signal = (s: number, vehicle: string, signature = 'gbt32960.clone'): SignalFact => ({
  kind: 'signal',
  at: T0 + s * 1000,
  signature,
  vehicle,
});

/** VIN with a serial number. */
export const vin = (serial: number): string => `LCDCDA1E0RW${String(serial).padStart(6, '0')}`;

/** So many values made one after the other. */
export const times = <Value>(count: number, make: (n: number) => Value): Value[] =>
  Array.from({ length: count }, (_, n) => make(n));

/** A detector alone, without silence between verdicts: what it tells of these facts, in order. */
export const verdictsOf = (
  detector: BehaviourDetector,
  facts: readonly Fact[],
  {
    world = {},
    limits = {},
  }: { readonly world?: Partial<World>; readonly limits?: Readonly<Record<string, number>> } = {},
): readonly Verdict[] => {
  const memory = detector.open({ ...UNKNOWN_WORLD, ...world });
  const out: Verdict[] = [];
  const values = limitsOf(detector, limits);
  for (const fact of facts) {
    if (!detector.takes.includes(fact.kind)) throw new Error(`${detector.id} does not take ${fact.kind}`);
    memory.look(fact, values, (verdict) => out.push({ detector: detector.id, ...verdict }));
  }
  return out;
};
