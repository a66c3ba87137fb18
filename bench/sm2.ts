import { createSigner, generateKeyPair, sm2Digest, Sm2Verifier, type Sm2Check } from '@chedun/gm';
import { sm2 } from 'sm-crypto-v2';
import { makeLoad, verifyByNode, type Signed } from './sm2/load.ts';

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

/** One thing to measure: does `operations` operations a call. */
interface Contestant {
  readonly run: () => void;
  readonly operations: number;
  /** Processor seconds of a round. */
  readonly seconds: number;
}

const SIGNERS = 512;
const MESSAGES = 2048;
const ROUNDS = 5;
const UNIT = '/s/core';
const [LONG, SHORT, WARM_UP] = [0.6, 0.3, 1];

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Operations a second of processor time, over at least so many seconds of it. */
const rateOf = ({ run: work, operations }: Contestant, seconds: number): number => {
  const started = cpuSeconds();
  let calls = 0;
  let used = 0;
  while (used < seconds) {
    work();
    calls += 1;
    used = cpuSeconds() - started;
  }
  return (calls * operations) / used;
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** All take turns, so that a slow moment of the machine hits all; first each runs until its code is compiled. */
const measure = <Name extends string>(
  contestants: Readonly<Record<Name, Contestant>>,
): Readonly<Record<Name, number>> => {
  const names = Object.keys(contestants) as Name[];
  for (const name of names) rateOf(contestants[name], WARM_UP);
  const rounds = Array.from({ length: ROUNDS }, () =>
    names.map((name) => rateOf(contestants[name], contestants[name].seconds)),
  );
  const medians = names.map((name, at) => [name, median(rounds.map((round) => round[at] ?? 0))]);
  return Object.fromEntries(medians) as Record<Name, number>;
};

const cold = (load: readonly Signed[]): readonly Sm2Check[] =>
  load.map(({ publicKey, e, signature }) => ({ key: publicKey, e, signature }));

const hot = (verifier: Sm2Verifier, load: readonly Signed[]): readonly Sm2Check[] =>
  load.map(({ publicKey, e, signature }) => ({ key: verifier.prepare(publicKey), e, signature }));

/** How many answers of both engines and of node:crypto differ from the truth. */
const mismatches = (verifier: Sm2Verifier, load: readonly Signed[]): number => {
  const answers = [verifier.verifyBatch(cold(load)), verifier.verifyBatch(hot(verifier, load))];
  return load.filter((signed, at) => {
    const ours = answers.map((bytes) => bytes[at] === 1);
    return [...ours, verifyByNode(signed)].some((answer) => answer !== signed.isRight);
  }).length;
};

const contestantsOf = (verifier: Sm2Verifier, load: readonly Signed[]) => {
  const [few, one] = [load.slice(0, 64), load.slice(0, 4)];
  const [unknown, known] = [cold(load), hot(verifier, load)];
  const handles = known.map(({ key }) => key);
  const small = new Sm2Verifier({ keys: 1 });
  const keys = load.slice(0, SIGNERS).map(({ publicKey }) => publicKey);
  const { privateKey } = generateKeyPair();
  const signer = createSigner(privateKey);
  const points = load.slice(0, 4).map(({ publicHex }) => sm2.precomputePublicKey(publicHex));
  const foreign = ({ message, signatureHex }: Signed, key: string | (typeof points)[number]): void => {
    sm2.doVerifySignature(message, signatureHex, key, { hash: true });
  };
  const messages = (): readonly Sm2Check[] =>
    load.map(({ z, message, signature }, at) => ({ key: handles[at] ?? z, e: sm2Digest(z, message), signature }));
  const entry = (run: () => void, operations: number, seconds: number): Contestant => ({ run, operations, seconds });
  return {
    cold: entry(() => void verifier.verifyBatch(unknown), load.length, LONG),
    hot: entry(() => void verifier.verifyBatch(known), load.length, LONG),
    hotMessages: entry(() => void verifier.verifyBatch(messages()), load.length, LONG),
    prepare: entry(() => keys.forEach((key) => small.prepare(key)), keys.length, SHORT),
    sign: entry(() => few.forEach(({ message }) => signer.sign(message)), few.length, SHORT),
    node: entry(() => few.forEach(verifyByNode), few.length, LONG),
    package: entry(() => one.forEach((signed) => foreign(signed, signed.publicHex)), one.length, SHORT),
    packageKnown: entry(
      () => one.forEach((signed, at) => foreign(signed, points[at] ?? signed.publicHex)),
      one.length,
      SHORT,
    ),
  };
};

const beside = (value: number, peers: readonly (readonly [name: string, rate: number])[]): Metric => ({
  value: Math.round(value),
  unit: UNIT,
  peer: peers.map(([name, rate]) => `${name}: ${Math.round(rate)}`).join(', '),
  ratio: Math.round((value / (peers[0]?.[1] ?? Number.NaN)) * 100) / 100,
});

/**
 * SM2 verifications a second of processor time of one core, in batches of 2,048 from 512 signers, every fourth signature
 * wrong: of digests under unknown keys (cold), of digests under keys with tables (hot), and of messages of 300 bytes under
 * those. Beside them, in the same run, node:crypto with ready keys and npm sm-crypto-v2, both from the message. The median
 * of five rounds counts. `mismatches` counts answers of ours or of node:crypto that are not the truth.
 */
export const run = async (): Promise<{ bench: string; metrics: Record<string, Metric> }> => {
  const load = makeLoad(SIGNERS, MESSAGES);
  const verifier = new Sm2Verifier({ keys: SIGNERS });
  const wrong = mismatches(verifier, load);
  const rates = measure(contestantsOf(verifier, load));
  const node = ['node:crypto', rates.node] as const;
  const foreign = ['sm-crypto-v2', rates.package] as const;
  const foreignKnown = ['sm-crypto-v2 with a precomputed key', rates.packageKnown] as const;
  return {
    bench: 'sm2',
    metrics: {
      verify_cold_per_s: beside(rates.cold, [node, foreign]),
      verify_hot_per_s: beside(rates.hot, [node, foreignKnown]),
      verify_hot_messages_per_s: beside(rates.hotMessages, [node, foreignKnown]),
      prepare_per_s: { value: Math.round(rates.prepare), unit: UNIT },
      sign_per_s: { value: Math.round(rates.sign), unit: UNIT },
      mismatches: { value: wrong, unit: `of ${MESSAGES} signatures` },
    },
  };
};
