import { parseCanonical, readPackage } from '@chedun/exchange';
import type { Json } from '@chedun/kernel';
import type { Typesetter } from '@chedun/typesetting';
import { z } from 'zod';
import { documentError } from '../errors.ts';
import type { Templates } from '../templates.ts';
import { renderPages } from './render.ts';

interface Needs {
  readonly read: (id: string, version: number) => Promise<Uint8Array>;
  readonly templates: Templates;
  readonly typesetter: Pick<Typesetter, 'typeset'>;
}

const Form = z.object({ data: z.record(z.string(), z.json()) });

/**
 * The pages of what was issued, made anew of its data. Throws `documents.unknown-part` when the template has changed since:
 * then only the PDF shows how it was.
 */
export const issuedPages =
  ({ read, templates, typesetter }: Needs) =>
  async (id: string, version: number): Promise<{ readonly svg: string }> => {
    const { manifest, parts } = readPackage(await read(id, version));
    const { template: made, title, issuer, issuedAt } = manifest.document;
    const template = await templates.must(made.id);
    if (template.version !== made.version) throw documentError('documents.unknown-part', { field: 'pages' });
    const { data } = Form.parse(parseCanonical(parts.get('form.json') ?? new Uint8Array(), 'form.json'));
    const head = { id, version, title, issuer, issuedAt: Date.parse(issuedAt) };
    return { svg: await renderPages(typesetter, template, data as Readonly<Record<string, Json>>, head, 'zh') };
  };
