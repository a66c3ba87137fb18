import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { BaselineItem, RiskLevel, ThreatId } from './contract.ts';

const FOLDER = new URL('../../content/risks/', import.meta.url);
const readJson = async (name: string): Promise<unknown> => JSON.parse(await readFile(new URL(name, FOLDER), 'utf8'));
const Score = z.number().int().min(1).max(5);

/** How risks are computed; ours, marked. */
export const Method = z.object({
  version: z.number().int(),
  basis: z.literal('unverified'),
  formula: z.string(),
  asset: z.object({ low: Score, medium: Score, high: Score, critical: Score, unknown: Score }),
  vulnerability: z.object({ informational: Score, low: Score, medium: Score, high: Score, critical: Score }),
  threat: z.record(ThreatId, z.object({ score: Score, title: z.object({ zh: z.string(), en: z.string() }) })),
  levels: z.array(z.object({ id: RiskLevel, from: z.number().int() })),
});
export type Method = z.infer<typeof Method>;
const Baseline = z.object({ version: z.number().int(), basis: z.literal('unverified'), items: z.array(BaselineItem) });

type Baseline = z.infer<typeof Baseline>;

/** Data that comes with the product, read when it is first wanted. */
export interface Content {
  readonly method: () => Promise<Method>;
  readonly baseline: () => Promise<Baseline>;
}

/** Opens it. */
export const openContent = (): Content => {
  let [method, baseline]: [Promise<Method> | undefined, Promise<Baseline> | undefined] = [undefined, undefined];
  return {
    method: () => (method ??= readJson('method.json').then((value) => Method.parse(value))),
    baseline: () => (baseline ??= readJson('baseline.json').then((value) => Baseline.parse(value))),
  };
};
