import { createHash } from 'node:crypto';
import type { Json } from '@chedun/kernel';
import { canonicalBytes, parseCanonical } from './canonical-json.ts';
import { exchangeError } from './errors.ts';
import { shapeOf, type Shape } from './shape.ts';

/** A part that the manifest vouches for. */
export interface ManifestPart {
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sm3: string;
}

/** The document that a package carries. */
export interface DocumentHead {
  readonly id: string;
  readonly version: number;
  /** Id and version of the template, which is that of the JSON Schema of form.json, too. */
  readonly template: { readonly id: string; readonly version: number };
  readonly title: { readonly zh: string; readonly en: string };
  readonly subject: { readonly kind: string; readonly id: string };
  /** ISO 8601 in UTC with milliseconds. */
  readonly issuedAt: string;
  /** Organisation that issues it. */
  readonly issuer: string;
}

/** What is signed: head of the document, and every part by size and SM3, by name. */
export interface Manifest {
  readonly document: DocumentHead;
  readonly parts: readonly ManifestPart[];
}

const FORMAT = 'chedun-exchange';
const FORMAT_VERSION = 1;
/** Most parts of a package beside manifest, signature and receipt. */
export const MOST_PARTS = 200;
/** Most bytes of one part. */
export const MOST_PART_BYTES = 32 * 1024 * 1024;

const FORMS: readonly string[] = ['form.json', 'form.pdf', 'form.docx', 'form.xlsx'];

/** SM3 in lower-case hex. */
export const sm3Hex = (bytes: Uint8Array): string => createHash('sm3').update(bytes).digest('hex');

/** Whether a package may hold a part of this name: a form, or an attachment of one folder. */
export const isPartName = (name: string): boolean =>
  FORMS.includes(name) || (name.startsWith('attachments/') && name.split('/').length === 2);

const byName = (a: ManifestPart, b: ManifestPart): number => (a.name < b.name ? -1 : 1);

/** The manifest of parts, as bytes in the canonical form. Throws `exchange.value`. */
export const writeManifest = (document: DocumentHead, parts: readonly ManifestPart[]): Uint8Array => {
  const names = parts.map(({ name }) => name);
  const bad = names.find((name) => !isPartName(name));
  if (bad !== undefined) throw exchangeError('exchange.value', { reason: `no part may be named ${bad}` });
  for (const needed of ['form.json', 'form.pdf'])
    if (!names.includes(needed)) throw exchangeError('exchange.value', { reason: `${needed} is missing` });
  const manifest = {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    document,
    parts: parts.toSorted(byName).map(({ name, bytes, sm3 }) => ({ name, bytes, sm3 })),
  };
  const written = canonicalBytes(manifest as unknown as Json);
  readManifest(written);
  return written;
};

const readHead = (shape: Shape): DocumentHead => {
  shape.only('id', 'version', 'template', 'title', 'subject', 'issuedAt', 'issuer');
  const template = shape.object('template').only('id', 'version');
  const title = shape.object('title').only('zh', 'en');
  const subject = shape.object('subject').only('kind', 'id');
  return {
    id: shape.text('id', 100),
    version: shape.count('version', 1_000_000),
    template: { id: template.text('id', 100), version: template.count('version', 10_000) },
    title: { zh: title.text('zh', 400), en: title.text('en', 400) },
    subject: { kind: subject.text('kind', 100), id: subject.text('id', 400) },
    issuedAt: shape.time('issuedAt'),
    issuer: shape.text('issuer', 400),
  };
};

const readPart = (shape: Shape): ManifestPart => {
  shape.only('name', 'bytes', 'sm3');
  const name = shape.text('name', 240);
  if (!isPartName(name))
    throw exchangeError('exchange.manifest', { reason: 'a part has a name that no part may have' });
  return { name, bytes: shape.count('bytes', MOST_PART_BYTES), sm3: shape.sm3('sm3') };
};

/** Reads a manifest. Throws `exchange.json` for another form, `exchange.manifest` for other members or values. */
export const readManifest = (bytes: Uint8Array): Manifest => {
  const shape = shapeOf(parseCanonical(bytes, 'manifest.json'), 'manifest');
  shape.only('format', 'formatVersion', 'document', 'parts');
  shape.literal('format', FORMAT);
  shape.literal('formatVersion', FORMAT_VERSION);
  const parts = shape.list('parts', MOST_PARTS).map(readPart);
  for (const [at, part] of parts.entries()) {
    const before = parts[at - 1];
    if (before !== undefined && byName(before, part) >= 0)
      throw exchangeError('exchange.manifest', { reason: 'parts are not in order, or one occurs twice' });
  }
  return { document: readHead(shape.object('document')), parts };
};
