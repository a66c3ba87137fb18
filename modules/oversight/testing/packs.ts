import { randomUUID } from 'node:crypto';
import { buildPackage, canonicalBytes, type Signer } from '@chedun/exchange';
import { pdfWith } from '@chedun/exchange/testing';
import type { Json } from '@chedun/kernel';

/** What a package holds. */
export interface Pack {
  readonly template: string;
  readonly title: string;
  readonly data: Readonly<Record<string, Json>>;
  readonly subject?: string;
}

/** Makes a package as an enterprise would. */
export const oversightPack = (signer: Signer, { template, title, data, subject = 'x' }: Pack): Promise<Uint8Array> => {
  const form = canonicalBytes({ schema: { id: `urn:chedun:documents:${template}:1`, version: 1 }, data });
  const head = {
    id: randomUUID(),
    version: 1,
    template: { id: template, version: 1 },
    title: { zh: title, en: 'Filing' },
    subject: { kind: 'incident', id: subject },
    issuedAt: '2026-11-20T00:00:01.000Z',
    issuer: '企业',
  };
  const parts = [
    { name: 'form.json', bytes: form },
    { name: 'form.pdf', bytes: pdfWith([form]) },
  ];
  return buildPackage(head, parts, signer);
};

/** First reports of one incident to both authorities, late and heavier than they claim. */
export const OVERSIGHT_FIRST = (now: number): readonly Pack[] => {
  const knownAt = new Date(now - 5 * 3_600_000).toISOString();
  const common = {
    organisation: '甲汽车有限公司',
    reporter: '王芳',
    reporterContact: '13800000000',
    incident: 'SJ-2026-0003',
  };
  const harm = '约1200万用户信息泄露';
  return [
    {
      template: 'incident-miit-first',
      title: '网络安全突发事件报告（初报）',
      data: { ...common, name: '远程控车接口被滥用', level: 'III', occurredAt: knownAt, scope: harm },
    },
    {
      template: 'incident-cac-first',
      title: '网络安全事件报告（首次）',
      data: { ...common, level: '3', discoveredAt: knownAt, impact: harm },
    },
  ];
};
