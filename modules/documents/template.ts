import { z } from 'zod';
import { DocumentTitle, TemplateId } from './words.ts';

const Words = DocumentTitle;
const Name = z
  .string()
  .max(60)
  .regex(/^[a-z][A-Za-z0-9]*$/);

/** A column of a table that people fill in. */
const TemplateColumn = z.object({ name: Name, label: Words, weight: z.number().int().min(1).max(12) });

const base = { name: Name, label: Words, required: z.boolean(), unverified: z.boolean() };

/** A field. `unverified`: that the law asks for it, or how, was not checked word by word; shown everywhere. */
export const TemplateField = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.enum(['text', 'paragraph', 'date', 'time', 'number', 'flag']) }),
  z.object({
    ...base,
    type: z.literal('choice'),
    choices: z
      .array(z.object({ value: z.string().max(60), label: Words }))
      .min(1)
      .max(30),
  }),
  z.object({ ...base, type: z.literal('table'), columns: z.array(TemplateColumn).min(1).max(16) }),
]);
export type TemplateField = z.infer<typeof TemplateField>;

/** What a document of a kind holds and how it is laid out; the files of content/documents. */
export const DocumentTemplate = z.object({
  id: TemplateId,
  version: z.number().int().min(1),
  title: Words,
  group: z.enum(['filing', 'report', 'incident', 'data', 'vulnerability', 'plan', 'supervision']),
  /** Rule that asks for it, and whether its wording was checked. */
  basis: Words,
  basisStatus: z.enum(['verified', 'unverified']),
  /** Obligations of the notice. */
  obligations: z.array(z.string().max(20)).max(10),
  recipient: Words,
  note: z.object({ zh: z.string().max(500), en: z.string().max(500) }),
  sections: z
    .array(z.object({ title: Words, fields: z.array(TemplateField).min(1).max(40) }))
    .min(1)
    .max(20),
});
export type DocumentTemplate = z.infer<typeof DocumentTemplate>;

/** All fields of a template, in order. */
export const fieldsOf = ({ sections }: DocumentTemplate): readonly TemplateField[] =>
  sections.flatMap(({ fields }) => fields);
