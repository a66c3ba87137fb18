import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { keepInput } from './keep.ts';
import { TARGET_MODULES } from './load.ts';
import type { Done, Failure } from './protocol.ts';
import { fuzzShared } from './share.ts';

const USAGE = `npm run fuzz -- [--nightly] [--inputs N] [--minutes N] [--workers N] [--seed N] [--only NAME,NAME] [--at INPUT]

  --inputs N   inputs a decoder (default 100,000; slow readers of rules and lists take a fifth)
  --nightly    ten million inputs a decoder, where --inputs does not say less
  --minutes N  begin with no further group of decoders after so many minutes
  --workers N  threads (default: one a core, four at most)
  --seed N     another seed is another run; the same seed is the same run (default 1)
  --only       these decoders
  --at INPUT   one input again, as a failure tells it
`;

const CI_INPUTS = 100_000;
const NIGHTLY_INPUTS = 10_000_000;

const { values } = parseArgs({
  options: {
    nightly: { type: 'boolean', default: false },
    inputs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    minutes: { type: 'string' },
    workers: { type: 'string' },
    at: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const numberOf = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${text} is no number of inputs`);
  return value;
};

const MOST_WORKERS = 4;
const SECONDS = 60;
const seed = numberOf(values.seed);

const printDone = ({ target, inputs, refused, cpuMs, grewBytes }: Done): void => {
  const rate = Math.round(inputs / (cpuMs / 1000));
  const grew = `${(grewBytes / 1048_576).toFixed(1)} MB`;
  console.log(
    `${target.padEnd(20)} ${String(inputs).padStart(9)} inputs ${String(refused).padStart(9)} refused ${String(rate).padStart(8)}/s ${grew.padStart(8)}`,
  );
};

const printFailure = async (failure: Failure): Promise<void> => {
  const { kind, target, index, reason, hex } = failure;
  console.error(`${target}: ${kind}: ${reason}`);
  if (hex === '') return;
  console.error(`  ${hex}\n  kept in ${await keepInput(failure, seed)}`);
  console.error(`  again: npm run fuzz -- --only ${target} --seed ${seed} --at ${index}`);
};

const main = async (): Promise<number> => {
  const pending: Promise<void>[] = [];
  const { done, failures, left } = await fuzzShared({
    workers: values.workers === undefined ? Math.min(availableParallelism(), MOST_WORKERS) : numberOf(values.workers),
    ...(values.minutes !== undefined && { mostSeconds: numberOf(values.minutes) * SECONDS }),
    modules: TARGET_MODULES,
    only: values.only.split(',').filter((name) => name !== ''),
    seed,
    inputs: values.inputs === undefined ? (values.nightly ? NIGHTLY_INPUTS : CI_INPUTS) : numberOf(values.inputs),
    ...(values.at !== undefined && { at: numberOf(values.at) }),
    onDone: printDone,
    onFailure: (failure) => void pending.push(printFailure(failure)),
  });
  await Promise.all(pending);
  const inputs = done.reduce((sum, one) => sum + one.inputs, 0);
  const seconds = done.reduce((sum, one) => sum + one.cpuMs, 0) / 1000;
  console.log(`fuzz: ${inputs} inputs, ${failures.length} failed, ${seconds.toFixed(1)} s CPU`);
  if (left.length > 0) console.log(`fuzz: no time was left for ${left.join(', ')}`);
  return failures.length === 0 ? 0 : 1;
};

if (values.help) console.log(USAGE);
else process.exitCode = await main();
