import { canonicalBytes, type ManifestPart } from '@chedun/exchange';
import type { Json } from '@chedun/kernel';
import type { Typesetter } from '@chedun/typesetting';
import { layOut, type Head } from '../domain/lay-out.ts';
import { schemaId } from '../domain/schema.ts';
import type { DocumentTemplate } from '../template.ts';

type Data = Readonly<Record<string, Json>>;

/** `form.json`: the data with the id of its JSON Schema, in the canonical form. */
const formOf = (template: DocumentTemplate, data: Data): Uint8Array =>
  canonicalBytes({ schema: { id: schemaId(template), version: template.version }, data });

/** All files of a version. Filings go to Chinese authorities, so they are in Chinese. */
export const renderParts = async (
  { typeset }: Pick<Typesetter, 'typeset'>,
  template: DocumentTemplate,
  data: Data,
  head: Head,
): Promise<readonly (Pick<ManifestPart, 'name'> & { readonly bytes: Uint8Array })[]> => {
  const form = formOf(template, data);
  const layout = layOut(template, data, head, 'zh');
  const at = head.issuedAt;
  const embedded = { bytes: form, description: template.title.zh };
  const pdf = await typeset({ format: 'pdf', layout, at, embedded });
  const docx = await typeset({ format: 'docx', layout, at });
  const xlsx = await typeset({ format: 'xlsx', layout, at });
  return [
    { name: 'form.json', bytes: form },
    { name: 'form.pdf', bytes: pdf },
    { name: 'form.docx', bytes: docx },
    { name: 'form.xlsx', bytes: xlsx },
  ];
};

/** The pages of a document as a picture: what people see while they write, and when they look at what was issued. */
export const renderPages = async (
  { typeset }: Pick<Typesetter, 'typeset'>,
  template: DocumentTemplate,
  data: Data,
  head: Head,
  lang: 'zh' | 'en',
): Promise<string> => {
  const embedded = { bytes: formOf(template, data), description: template.title.zh };
  const layout = layOut(template, data, head, lang);
  return new TextDecoder().decode(await typeset({ format: 'svg', layout, at: head.issuedAt, embedded }));
};
