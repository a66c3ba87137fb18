import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { HighRisk, type Requirement, type UnitGroup } from './contract.ts';

const WORDS = { 应: 'must', 宜: 'should', 可: 'may' } as const;
const Level = z
  .enum(['应', '宜', '可'])
  .nullable()
  .transform((word): Requirement | null => (word === null ? null : WORDS[word]));
const GROUPS = { 技术: 'technical', 管理: 'management' } as const;
const Levels = z.object({ L1: Level, L2: Level, L3: Level, L4: Level });
const UnitsFile = z.object({
  layers: z.array(
    z.object({
      id: z.string(),
      layer: z.string(),
      group: z.enum(['技术', '管理']).transform((word): UnitGroup => GROUPS[word]),
      weight: z.number(),
      units: z.array(z.object({ id: z.string(), name: z.string(), levels: Levels })),
    }),
  ),
});
const RisksFile = z.object({ items: z.array(HighRisk) });

/** Layers with their units; `levels` by level 1 to 4. GB/T 39786-2021; the columns of levels 1, 2 and 4 are unverified. */
export type UnitTable = readonly {
  readonly id: string;
  readonly name: string;
  readonly group: UnitGroup;
  readonly weight: number;
  readonly units: readonly {
    readonly id: string;
    readonly name: string;
    readonly levels: readonly (Requirement | null)[];
  }[];
}[];

const FOLDER = new URL('../../content/cryptography/', import.meta.url);
const readJson = async (name: string): Promise<unknown> => JSON.parse(await readFile(new URL(name, FOLDER), 'utf8'));

/** Reads the table of units that is shipped. */
export const readUnits = async (): Promise<UnitTable> => {
  const { layers } = UnitsFile.parse(await readJson('miping-units.json'));
  return layers.map(({ id, layer, group, weight, units }) => ({
    id,
    name: layer,
    group,
    weight,
    units: units.map((unit) => ({ ...unit, levels: [unit.levels.L1, unit.levels.L2, unit.levels.L3, unit.levels.L4] })),
  }));
};

/** Reads the list of high risks that is shipped; each says what it rests on. */
export const readHighRisks = async (): Promise<readonly z.infer<typeof HighRisk>[]> =>
  RisksFile.parse(await readJson('high-risks.json')).items;
