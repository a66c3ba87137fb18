import { z } from 'zod';
import { Day, FileInput, Iso, KeptFile, Line, Para, Title } from './common.ts';

export { FileInput, IdParams, KeptFile, Uploaded } from './common.ts';

/** A type of unit 定级对象类型, of content/filing/unit-types.json; unverified. */
export const UnitType = z.object({
  id: z.string(),
  title: Title,
  services: z.array(z.string()),
  words: z.array(z.string()),
  functions: z.string(),
});
export type UnitType = z.infer<typeof UnitType>;

export const MemberKind = z.enum(['host', 'service']);
export const Member = z.object({ kind: MemberKind, asset: z.string().min(1).max(300) });
export type Member = z.infer<typeof Member>;

/** PUT /filing/units/:id and POST /filing/units: what people say of a unit. */
export const UnitInput = z.object({
  name: Line,
  type: z.string().max(40),
  functions: Para,
  boundary: Para.default(''),
  /** Where key facilities are. */
  sites: Para.default(''),
  topologyNote: Para.default(''),
  topology: FileInput.nullable().default(null),
  /** Network zones: a host that appears in one of them belongs here. */
  zones: z.array(z.string().trim().min(1).max(128)).max(50).default([]),
  members: z.array(Member).max(5000).default([]),
  models: z.array(z.string().trim().min(1).max(128)).max(200).default([]),
});
export type UnitInput = z.output<typeof UnitInput>;

/** A unit as lists show it. */
export const UnitLine = z.object({
  id: z.uuid(),
  name: z.string(),
  type: z.string(),
  typeTitle: Title,
  /** The level that was fixed by a review; null before. */
  level: z.number().int().nullable(),
  levelFixedOn: Day.nullable(),
  /** The newest computed level, whether reviewed or not. */
  proposed: z.number().int().nullable(),
  filingNumber: z.string(),
  filedOn: Day.nullable(),
  hosts: z.number().int(),
  services: z.number().int(),
  models: z.number().int(),
  /** Differences between what was filed and what is there. */
  drift: z.number().int(),
  updatedAt: Iso,
});
export type UnitLine = z.infer<typeof UnitLine>;

/** A row of main hardware and software, filled from the inventory. */
export const Equipment = z.object({
  name: z.string(),
  model: z.string(),
  quantity: z.string(),
  location: z.string(),
});
export type Equipment = z.infer<typeof Equipment>;

/** What was filed of a unit, and what is there: the same shape. */
export const UnitFacts = z.object({
  hosts: z.array(z.string()),
  services: z.array(z.string()),
  /** `operating system × number`. */
  software: z.array(z.string()),
  models: z.array(z.string()),
  sites: z.string(),
});
export type UnitFacts = z.infer<typeof UnitFacts>;
export const Difference = z.object({
  item: z.enum(['hosts', 'services', 'software', 'models', 'sites', 'level']),
  before: z.string(),
  after: z.string(),
});
export type Difference = z.infer<typeof Difference>;

/** GET /filing/units/:id */
export const UnitDetail = z.object({
  unit: UnitLine,
  input: UnitInput.extend({ topology: KeptFile.nullable() }),
  equipment: z.array(Equipment),
  /** Hosts of its zones that are in no unit. */
  unclaimed: z.array(z.string()),
  differences: z.array(Difference),
});
export type UnitDetail = z.infer<typeof UnitDetail>;

/** GET /filing/units */
export const UnitList = z.object({
  items: z.array(UnitLine).max(2000),
  types: z.array(UnitType),
  coverage: z.object({
    hosts: z.number().int(),
    hostsInUnits: z.number().int(),
    services: z.number().int(),
    servicesInUnits: z.number().int(),
  }),
});
export type UnitList = z.infer<typeof UnitList>;

/** GET /filing/partition: units that the wizard proposes for what is in none. */
export const Proposal = z.object({
  key: z.string(),
  name: z.string(),
  type: z.string(),
  functions: z.string(),
  zones: z.array(z.string()),
  members: z.array(Member),
  why: Title,
});
export type Proposal = z.infer<typeof Proposal>;
export const ProposalList = z.object({ items: z.array(Proposal).max(500), unplaced: z.number().int() });
/** POST /filing/partition: makes units of proposals. */
export const PartitionOrder = z.object({ units: z.array(UnitInput).min(1).max(100) });
export const PartitionDone = z.object({ created: z.number().int() });
/** POST /filing/compare */
export const Compared = z.object({ compared: z.number().int(), drifted: z.number().int() });
