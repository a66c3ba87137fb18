import { z } from 'zod';

/** Permissions of warnings. */
export const warningPermissions = {
  read: 'warnings.read',
  /** Confirm, issue, change, lift and acknowledge warnings. */
  issue: 'warnings.issue',
  policy: 'warnings.policy-write',
  channels: 'warnings.channels-write',
  packets: 'warnings.packets-write',
} as const;

export const Iso = z.iso.datetime({ offset: true });
/** A text in both languages. */
export const Texts = z.object({ zh: z.string().max(2000), en: z.string().max(2000) });
export type Texts = z.infer<typeof Texts>;

/** Levels of a warning 蓝黄橙红, worst last (281号 4.3). */
export const WarningLevel = z.enum(['blue', 'yellow', 'orange', 'red']);
export type WarningLevel = z.infer<typeof WarningLevel>;

/** What a warning is about. `fleet` has the id `all`. */
export const WarningScope = z.object({
  kind: z.enum(['fleet', 'vehicle', 'account', 'host', 'service', 'platform', 'source']),
  id: z.string().min(1).max(200),
});
export type WarningScope = z.infer<typeof WarningScope>;
