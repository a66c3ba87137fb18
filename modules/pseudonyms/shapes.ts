/** Shapes that the parts of the contract share. */
import { z } from 'zod';

export const Iso = z.iso.datetime({ offset: true });
export const Note = z.string().trim().min(2).max(500);
export const SuiteName = z.enum(['cn', 'ieee']);
export type SuiteName = z.infer<typeof SuiteName>;

/** What a new hierarchy is made of. */
export const NewHierarchy = z.strictObject({
  suite: SuiteName,
  /** Ending of the names of the authorities, such as v2x.example.cn. */
  domain: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,99}$/),
  perPeriod: z.number().int().min(1).max(40).default(20),
  periodsAhead: z.number().int().min(1).max(52).default(4),
  /** Applications of vehicles; without it those of the profile. */
  aids: z.array(z.number().int().min(1).max(2_000_000_000)).min(1).max(16).optional(),
});
