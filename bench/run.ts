/**
 * `npm run bench -- NAME [--json] [--data DIR]`: measures one thing beside a peer or a limit, and prints the machine.
 * A bench is a file of this folder that exports `run`. With `--json` the last line is one JSON object.
 */
import { readdirSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

interface Metric {
  readonly value: number;
  readonly unit: string;
  /** What was measured beside it in the same run. */
  readonly peer?: string;
  /** Value divided by the peer's. */
  readonly ratio?: number;
}

interface BenchResult {
  readonly bench: string;
  readonly metrics: Readonly<Record<string, Metric>>;
}

type Bench = (options: { readonly dataDir: string }) => Promise<BenchResult>;

const HERE = dirname(fileURLToPath(import.meta.url));
const DEFAULT_DATA = resolve(HERE, '../../shared/data');

const benchNames = (): readonly string[] =>
  readdirSync(HERE)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'run.ts')
    .map((file) => file.slice(0, -3))
    .toSorted();

const loadBench = async (name: string): Promise<Bench | undefined> => {
  const loaded: unknown = await import(pathToFileURL(join(HERE, `${name}.ts`)).href);
  return hasRun(loaded) ? loaded.run : undefined;
};

const hasRun = (value: unknown): value is { readonly run: Bench } =>
  typeof value === 'object' && value !== null && 'run' in value && typeof value.run === 'function';

const machine = (): Readonly<Record<string, string | number>> => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  os: `${type()} ${release()}`,
  node: process.version,
});

const fail = (message: string): never => {
  console.error(message);
  process.exit(2);
};

const show = (name: string, metric: Metric): string => {
  const value = Number.isInteger(metric.value) ? metric.value.toLocaleString('en') : metric.value.toPrecision(4);
  const ratio = metric.ratio === undefined ? '' : `, ${metric.ratio.toPrecision(3)} x`;
  return `  ${name.padEnd(28)} ${value} ${metric.unit}${metric.peer === undefined ? '' : `  (${metric.peer}${ratio})`}`;
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const [name = '', ...more] = positionals;
  const known = benchNames();
  if (!known.includes(name) || more.length > 0)
    return fail(`usage: npm run bench -- NAME [--json] [--data DIR]\nbenches: ${known.join(', ')}`);
  const bench = await loadBench(name);
  if (bench === undefined) return fail(`bench/${name}.ts measures nothing by itself`);
  const result = await bench({ dataDir: values.data === undefined ? DEFAULT_DATA : resolve(values.data) });
  const on = machine();
  console.log(`${result.bench} on ${Object.values(on).join(', ')}`);
  for (const [metric, value] of Object.entries(result.metrics)) console.log(show(metric, value));
  if (values.json) console.log(JSON.stringify({ bench: result.bench, machine: on, metrics: result.metrics }));
};

await main().catch((error: unknown) => fail(error instanceof Error ? (error.stack ?? error.message) : String(error)));
