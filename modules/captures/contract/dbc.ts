import { z } from 'zod';
import { Iso } from './page.ts';

/** Largest DBC file in bytes. */
export const MAX_DBC_BYTES = 16 * 1024 * 1024;

/** A DBC file of the library. */
export const DbcFile = z.object({
  id: z.uuid(),
  name: z.string(),
  vehicleModel: z.string(),
  size: z.number().int(),
  sha256: z.string(),
  messages: z.number().int(),
  signals: z.number().int(),
  /** Statements left out because they contradict the rest; at most 200. */
  problems: z.array(z.object({ line: z.number().int(), reason: z.string() })).max(200),
  uploadedBy: z.object({ id: z.string(), name: z.string() }),
  uploadedAt: Iso,
});
export type DbcFile = z.infer<typeof DbcFile>;
/** GET /dbc-files: newest first. */
export const DbcList = z.object({ items: z.array(DbcFile).max(500) });

/** POST /dbc-files: the file is the body; one that cannot be read is refused with its line. */
export const DbcUploadQuery = z.object({
  name: z.string().trim().min(1).max(200),
  vehicleModel: z.string().trim().max(100).default(''),
});
export type DbcUploadQuery = z.infer<typeof DbcUploadQuery>;

/** GET /dbc-files/:id */
export const DbcDetail = DbcFile.extend({
  messageList: z
    .array(
      z.object({
        idHex: z.string(),
        name: z.string(),
        length: z.number().int(),
        sender: z.string(),
        cycleMs: z.number().nullable(),
        signals: z.array(
          z.object({
            name: z.string(),
            start: z.number().int(),
            length: z.number().int(),
            byteOrder: z.enum(['little', 'big']),
            factor: z.number(),
            offset: z.number(),
            minimum: z.number(),
            maximum: z.number(),
            unit: z.string(),
          }),
        ),
      }),
    )
    .max(4096),
});
export type DbcDetail = z.infer<typeof DbcDetail>;
