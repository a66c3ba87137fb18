import { buildPackage, canonicalBytes, type Signer } from '@chedun/exchange';
import { pdfWith } from '@chedun/exchange/testing';
import { writeInspectionOrder, type InspectionOrder } from '@chedun/inspection';
import type { Json } from '@chedun/kernel';

/** An order in tests: posture of two obligations, findings, the organisation; from an hour before `now` for a day. */
export const exampleOrder = (now: number, change: Partial<InspectionOrder> = {}): InspectionOrder => ({
  schema: 'urn:chedun:inspection-order:1',
  id: '018f7a00-0000-7000-8000-0000000000a1',
  number: 'JC-2026-0001',
  authority: '湖北省通信管理局',
  enterprise: { name: '示例汽车有限公司', creditCode: '91420100MA4KXXXX2K' },
  basis: '《网络数据安全管理条例》第五十条',
  kinds: ['posture', 'findings', 'organisation'],
  obligations: ['1.3-a', '3.4-b'],
  units: [],
  from: new Date(now - 3_600_000).toISOString(),
  until: new Date(now + 86_400_000).toISOString(),
  inspectors: [
    { name: '周明', organisation: '湖北省通信管理局' },
    { name: '吴敏', organisation: '湖北省通信管理局' },
  ],
  announced: true,
  ...change,
});

/** What of a package a test changes. */
export interface PackChange {
  readonly template?: string;
  readonly orderBytes?: Uint8Array;
  readonly more?: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** The signed package of an order, as an authority makes it. */
export const orderPackage = (
  signer: Signer,
  order: InspectionOrder,
  { template = 'supervision-inspection', orderBytes, more = [] }: PackChange = {},
): Promise<Uint8Array> => {
  const data: Json = { authority: order.authority, enterprise: order.enterprise.name };
  const form = canonicalBytes({ schema: { id: `urn:chedun:documents:${template}:1`, version: 1 }, data });
  const head = {
    id: order.id,
    version: 1,
    template: { id: template, version: 1 },
    title: { zh: `${order.number} 检查通知`, en: `Inspection ${order.number}` },
    subject: { kind: 'inspection', id: order.id },
    issuedAt: new Date(signer.signingTime).toISOString(),
    issuer: order.authority,
  };
  const parts = [
    { name: 'form.json', bytes: form },
    { name: 'form.pdf', bytes: pdfWith([form]) },
    { name: 'attachments/order.json', bytes: orderBytes ?? writeInspectionOrder(order) },
    ...more,
  ];
  return buildPackage(head, parts, signer);
};
