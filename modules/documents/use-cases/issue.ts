import type { Blobs } from '@chedun/blobs';
import { buildPackage, readPackage, sm3Hex } from '@chedun/exchange';
import type { Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { Typesetter } from '@chedun/typesetting';
import { MOST_DATA, type IssuedDocument, type IssueOrder } from '../contract.ts';
import { needData } from '../domain/check-data.ts';
import { documentError } from '../errors.ts';
import { packageName } from '../files.ts';
import type { CurrentSigner } from '../signer.ts';
import { keepVersion, reserveVersion } from '../store.ts';
import type { Templates } from '../templates.ts';
import { renderParts } from './render.ts';

interface Needs {
  readonly records: Records;
  readonly blobs: Pick<Blobs, 'put'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly templates: Templates;
  readonly typesetter: Pick<Typesetter, 'typeset'>;
  readonly signer: () => Promise<CurrentSigner>;
}

const MOST_PACKAGE = 64 * 1024 * 1024;

/** Refuses more data than a document may have. */
export const needSize = (data: IssueOrder['data']): void => {
  const bytes = Buffer.byteLength(JSON.stringify(data));
  if (bytes > MOST_DATA) throw documentError('documents.too-large', { reason: `${bytes} bytes` });
};

const attachmentsOf = ({ attachments = [] }: IssueOrder) =>
  attachments.map(({ name, bytes }) => ({ name: `attachments/${name}`, bytes }));

/**
 * Issues a document: its data fits the template, then it gets a number, is typeset, packed, signed, and kept where nothing
 * is overwritten. A number whose making fails stays unused.
 */
export const issueDocument =
  ({ records, blobs, clock, newId, templates, typesetter, signer }: Needs) =>
  async (order: IssueOrder): Promise<IssuedDocument> => {
    const template = await templates.must(order.template);
    needSize(order.data);
    await needData(template, order.data);
    const now = clock.now();
    const by = await signer();
    const { id, version } = await reserveVersion(records, order, newId(), new Date(now));
    const head = { id, version, title: order.title, issuer: by.issuer, issuedAt: now };
    const forms = await renderParts(typesetter, template, order.data, head);
    const parts = [...forms, ...attachmentsOf(order)];
    const document = {
      id,
      version,
      template: { id: template.id, version: template.version },
      title: { zh: order.title.zh, en: order.title.en },
      subject: { kind: order.subject.kind, id: order.subject.id },
      issuedAt: new Date(now).toISOString(),
      issuer: by.issuer,
    };
    const bytes = await buildPackage(document, parts, by.at(now));
    const { manifest, manifestBytes } = readPackage(bytes);
    await blobs.put(packageName(id, version), [bytes], { maxBytes: MOST_PACKAGE });
    const sm3 = sm3Hex(manifestBytes);
    await keepVersion(records, order, {
      id,
      version,
      templateVersion: template.version,
      issuer: by.issuer,
      at: now,
      sm3,
      bytes: bytes.length,
      packageSm3: sm3Hex(bytes),
      parts: manifest.parts,
      keyId: by.keyId,
      certificate: by.sm3,
    });
    return { id, version, sm3 };
  };
