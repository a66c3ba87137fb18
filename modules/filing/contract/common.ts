import { z } from 'zod';

export const Iso = z.iso.datetime({ offset: true });
export const Day = z.iso.date();
export const Line = z.string().trim().min(1).max(200);
export const Para = z.string().trim().max(4000);
export const Title = z.object({ zh: z.string(), en: z.string() });
export const IdParams = z.object({ id: z.uuid() });

/** A file that was uploaded before. */
export const FileInput = z.object({ blob: z.string().regex(/^filing\/files\/[0-9a-f-]{36}$/), name: Line });
export type FileInput = z.infer<typeof FileInput>;
export const KeptFile = FileInput.extend({ bytes: z.number().int(), sm3: z.string() });
export type KeptFile = z.infer<typeof KeptFile>;
export const Uploaded = z.object({ blob: z.string(), bytes: z.number().int(), sm3: z.string() });
