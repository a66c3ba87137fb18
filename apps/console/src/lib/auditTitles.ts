import type { Bilingual } from '@chedun/kernel';
import { z } from 'zod';

/** What is read of the description of all routes (OpenAPI): English summary, Chinese description, name in the audit log. */
export const RouteDescriptions = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ summary: z.string(), description: z.string(), 'x-audit': z.string() })),
  ),
});

/** What actions of the audit log are called; of several routes with the same action the first one counts. */
export const auditTitles = ({ paths }: z.infer<typeof RouteDescriptions>): ReadonlyMap<string, Bilingual> => {
  const titles = new Map<string, Bilingual>();
  for (const methods of Object.values(paths))
    for (const { summary, description, 'x-audit': action } of Object.values(methods))
      if (action !== 'none' && !titles.has(action)) titles.set(action, { zh: description, en: summary });
  return titles;
};
