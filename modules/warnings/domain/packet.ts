import type { PacketField, PacketSchema, PacketType } from '../contract.ts';

/** Values that fields may name; nested objects of plain values. */
export type PacketFacts = Readonly<
  Record<string, Readonly<Record<string, string | number | readonly string[] | null>>>
>;

type Value = string | number | readonly string[] | null;

/** A finished packet and what it lacks. */
export interface BuiltPacket {
  readonly document: Readonly<Record<string, unknown>>;
  /** Names of required fields without a value. */
  readonly missing: readonly string[];
}

const lookUp = (source: string, facts: PacketFacts): Value => {
  if (source.startsWith('=')) return source.slice(1);
  const dot = source.indexOf('.');
  const group = facts[source.slice(0, dot)];
  const name = source.slice(dot + 1);
  return group !== undefined && Object.hasOwn(group, name) ? (group[name] ?? null) : null;
};

const typed = (field: PacketField, value: Value): Value => {
  if (value === null || value === '') return null;
  if (typeof value === 'object') return field.type === 'list' ? value : value.join('；');
  const coded = field.codes?.[String(value)] ?? value;
  if (field.type === 'number') return Number.isFinite(Number(coded)) ? Number(coded) : null;
  if (field.type === 'datetime') return Number.isNaN(Date.parse(String(coded))) ? null : String(coded);
  return field.type === 'list' ? [String(coded)] : String(coded);
};

const isEmpty = (value: Value): boolean => value === null || (typeof value === 'object' && value.length === 0);

/**
 * Fills the field table of a packet type. A value that is not there stays null and is named in `missing`; nothing is
 * invented. Answers undefined for a type that the schema does not hold.
 */
export const buildPacket = (schema: PacketSchema, type: PacketType, facts: PacketFacts): BuiltPacket | undefined => {
  const table = schema.packets.find((each) => each.type === type);
  if (!table) return undefined;
  const all: PacketFacts = { ...facts, operator: schema.operator };
  const values = table.fields.map((field) => [field, typed(field, lookUp(field.source, all))] as const);
  return {
    document: {
      standard: schema.standard,
      schemaVerified: schema.verified,
      packetType: table.code,
      data: Object.fromEntries(values.map(([{ name }, value]) => [name, value])),
    },
    missing: values.filter(([{ required }, value]) => required && isEmpty(value)).map(([{ name }]) => name),
  };
};
