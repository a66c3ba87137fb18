import { z } from 'zod';
import { Iso, Texts } from './common.ts';

/** Where the value of a field comes from. `operator.*` are values that the schema itself carries. */
export const PacketField = z.strictObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,62}$/),
  title: Texts,
  type: z.enum(['string', 'number', 'datetime', 'list']),
  required: z.boolean(),
  /** Path into the facts of the packet, for example `warning.number`; or a fixed text with `=` in front. */
  source: z.string().min(1).max(200),
  /** Values that are written otherwise in the packet. */
  codes: z.record(z.string(), z.string()).optional(),
});
export type PacketField = z.infer<typeof PacketField>;

/** The field tables of the interface; an operator corrects them when the text of the standard is at hand. */
export const PacketSchema = z.strictObject({
  standard: z.string().max(200),
  /** False: the tables were not compared with the text of the standard. */
  verified: z.boolean(),
  note: Texts,
  operator: z.record(z.string(), z.string().max(500)),
  packets: z
    .array(
      z.strictObject({
        type: z.enum(['warning', 'finding', 'statistics']),
        code: z.string().max(50),
        title: Texts,
        fields: z.array(PacketField).min(1).max(100),
      }),
    )
    .min(1)
    .max(10),
});
export type PacketSchema = z.infer<typeof PacketSchema>;
export const PacketType = PacketSchema.shape.packets.element.shape.type;
export type PacketType = z.infer<typeof PacketType>;

/** A reporting packet. The product makes it and keeps the receipt; it never sends it. */
export const Packet = z.object({
  id: z.uuid(),
  /** `BS-<year>-<number>`. */
  number: z.string(),
  type: PacketType,
  subject: z.string(),
  /** Required fields without a value. */
  missing: z.array(z.string()),
  schemaVersion: z.number().int(),
  verifiedSchema: z.boolean(),
  /** SHA-256 of the file. */
  digest: z.string(),
  createdAt: Iso,
  createdBy: z.string(),
  /** What a person noted after handing it over. */
  receipt: z.object({ number: z.string(), at: Iso, via: z.string(), by: z.string() }).nullable(),
});
export type Packet = z.infer<typeof Packet>;
export const PacketList = z.object({ items: z.array(Packet) });
/** POST /warnings/packets. `subject`: id of the warning or finding; for statistics the day, `YYYY-MM-DD`. */
export const NewPacket = z.strictObject({ type: PacketType, subject: z.string().min(1).max(100) });
export const PacketParams = z.object({ id: z.uuid() });
/** POST /warnings/packets/:id/receipt */
export const PacketReceipt = z.strictObject({
  number: z.string().min(1).max(100),
  at: Iso,
  via: z.string().min(1).max(100),
});
export const PacketSchemaInForce = z.object({ version: z.number().int(), schema: PacketSchema });
export const PacketSchemaChange = z.strictObject({ schema: PacketSchema, note: z.string().min(1).max(500) });
