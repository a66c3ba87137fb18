import { authorityOf, newKey, START } from '@chedun/x509/testing';
import { buildPackage, canonicalBytes, type DocumentHead, type Signer } from '../src/index.ts';
import type { ZipEntry } from '../src/zip/index.ts';
import { pdfWith } from './pdf.ts';

const encoder = new TextEncoder();

/** A new SM2 key with a certificate of its own. */
export const exampleSigner = async (name = '车盾'): Promise<Signer> => {
  const { certificate, key } = await authorityOf(name, newKey('sm2-sm3'));
  return { certificate, sign: key.sign, signingTime: START + 1000 };
};

/** A document in tests. */
export const exampleHead: DocumentHead = {
  id: '018f7a00-0000-7000-8000-000000000001',
  version: 1,
  template: { id: 'grading-filing', version: 1 },
  title: { zh: '车联网服务平台定级备案', en: 'Filing of the platform' },
  subject: { kind: 'network-unit', id: 'tsp' },
  issuedAt: '2026-01-01T00:00:01.000Z',
  issuer: '示例汽车有限公司',
};

/** Parts in tests: form, PDF with the form inside, an attachment. */
export const exampleParts = (): readonly ZipEntry[] => {
  const form = canonicalBytes({ schema: { id: 'urn:chedun:documents:x:1', version: 1 }, data: { 单元: '平台' } });
  return [
    { name: 'form.json', bytes: form },
    { name: 'form.pdf', bytes: pdfWith([form]) },
    { name: 'attachments/拓扑图.txt', bytes: encoder.encode('topology') },
  ];
};

/** A package in tests. */
export const examplePackage = (signer: Signer): Promise<Uint8Array> =>
  buildPackage(exampleHead, exampleParts(), signer);
