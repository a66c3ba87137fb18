import { z } from 'zod';

/** Id of a template, for example `grading-filing`; a letter, then letters, digits and single hyphens. */
export const TemplateId = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);

/** A title in both languages. */
export const DocumentTitle = z.object({
  zh: z.string().trim().min(1).max(200),
  en: z.string().trim().min(1).max(200),
});
