import { MOST_DATA } from '@chedun/documents/contract';
import { parseCanonical, readPackage, sm3Hex, verifyPackage, type Package } from '@chedun/exchange';
import type { Json } from '@chedun/kernel';
import { kindOfTemplate, type FilingKind } from '@chedun/review';
import { nameText, parseName } from '@chedun/x509';
import { z } from 'zod';
import { supervisionError } from '../errors.ts';

/** Name of a package in the blob store. */
export const packageName = (submission: string): string => `supervision/${submission}.cdf`;

const Form = z.object({ data: z.record(z.string(), z.json()) });
const UUID = z.uuid();

/** A package that holds together, with what it says of itself. */
export interface ReadIn {
  readonly pack: Package;
  readonly manifestSm3: string;
  readonly kind: FilingKind;
  readonly data: Readonly<Record<string, Json>>;
  readonly signer: { readonly sm3: string; readonly subject: string };
}

const refused = (reason: string): Error => supervisionError('supervision.package-refused', { reason });

/** The form that a package carries. Throws `exchange.*`, `supervision.package-refused`. */
export const dataOf = (pack: Package): ReadIn['data'] => {
  const bytes = pack.parts.get('form.json') ?? new Uint8Array();
  if (bytes.length > MOST_DATA) throw refused('form.json 超过 2 MiB (too large)');
  const form = Form.safeParse(parseCanonical(bytes, 'form.json'));
  if (!form.success) throw refused('form.json 不是表单 (form.json is no form)');
  return form.data.data as ReadIn['data'];
};

/** Reads a package of foreign hands and verifies all that can be verified. Throws `exchange.*`, `supervision.package-refused`. */
export const readIn = (bytes: Uint8Array): ReadIn => {
  const pack = readPackage(bytes);
  const manifestSm3 = sm3Hex(pack.manifestBytes);
  const { signature, embedded, form } = verifyPackage(pack, manifestSm3);
  if (signature.kind === 'refused') throw refused(`签名不成立 (signature: ${signature.problem})`);
  if (form !== 'canonical') throw refused('form.json 不是规范形式 (not canonical)');
  if (embedded !== 'same') throw refused(`PDF 内嵌数据与表单不一致 (embedded data: ${embedded})`);
  const { template, id } = pack.manifest.document;
  const kind = kindOfTemplate(template.id);
  if (kind === undefined) throw refused(`不受理该类文书 (kind of document: ${template.id})`);
  if (!UUID.safeParse(id).success) throw refused('文书标识无效 (id of the document)');
  const subject = nameText(parseName(signature.certificate.subject));
  return { pack, manifestSm3, kind, data: dataOf(pack), signer: { sm3: sm3Hex(signature.certificate.raw), subject } };
};
