import { readFile } from 'node:fs/promises';
import { DocumentTemplate } from '@chedun/documents/contract';
import { readUnitLevelRule, type UnitLevelRule } from '@chedun/regulations';
import { z } from 'zod';
import { GateViolationName, Question, UnitType } from './contract.ts';
import { filingError } from './errors.ts';

const CONTENT = new URL('../../content/', import.meta.url);
const readJson = async (name: string): Promise<unknown> => JSON.parse(await readFile(new URL(name, CONTENT), 'utf8'));

const Types = z.object({ types: z.array(UnitType).min(1) });
const Factors = z.object({ source: z.string(), basis: z.literal('unverified'), questions: z.array(Question).min(3) });
const Gates = z.object({ gates: z.array(z.object({ id: GateViolationName, zh: z.string(), en: z.string() })) });

/** Data that comes with the product; each file is read when it is first wanted. */
export interface Content {
  readonly types: () => Promise<readonly UnitType[]>;
  readonly factors: () => Promise<z.infer<typeof Factors>>;
  readonly rule: () => Promise<UnitLevelRule>;
  readonly gates: () => Promise<z.infer<typeof Gates>['gates']>;
  /** Throws `filing.template-unknown`. */
  readonly template: (id: string) => Promise<DocumentTemplate>;
}

const once = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let kept: Promise<T> | undefined;
  return () => (kept ??= read());
};

const readTemplate = async (id: string): Promise<DocumentTemplate> => {
  if (!/^[a-z][a-z0-9-]{1,59}$/.test(id)) throw filingError('filing.template-unknown', { field: 'template' });
  const found = await readJson(`documents/${id}.json`).catch(() => undefined);
  if (found === undefined) throw filingError('filing.template-unknown', { field: 'template' });
  return DocumentTemplate.parse(found);
};

/** Opens the content. */
export const openContent = (): Content => {
  const templates = new Map<string, DocumentTemplate>();
  return {
    types: once(async () => Types.parse(await readJson('filing/unit-types.json')).types),
    factors: once(async () => Factors.parse(await readJson('filing/factors.json'))),
    rule: once(async () => readUnitLevelRule(await readJson('regulations/unit-level.json'))),
    gates: once(async () => Gates.parse(await readJson('regulations/filing.json')).gates),
    template: async (id) => {
      const known = templates.get(id) ?? (await readTemplate(id));
      templates.set(id, known);
      return known;
    },
  };
};
