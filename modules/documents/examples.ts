import type { DocumentDetail, DocumentSummary, Receipt, Verification } from './contract.ts';
import type { DocumentTemplate } from './template.ts';

const AT = '2026-11-28T03:20:36.000Z';
const SM3 = '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0';
const id = '018f7a00-0000-7000-8000-000000000001';

/** A document in examples. */
export const exampleDocument: DocumentSummary = {
  id,
  template: 'grading-filing',
  templateTitle: { zh: '通信网络安全定级备案表', en: 'Filing of a graded network unit' },
  title: { zh: '车联网服务平台定级备案', en: 'Filing of the TSP platform' },
  subject: { kind: 'network-unit', id: 'tsp' },
  version: 1,
  sm3: SM3,
  issuedAt: AT,
  issuedBy: '王工',
  receipts: 1,
};

/** A receipt in examples. */
export const exampleReceipt: Receipt = {
  id: '018f7a00-0000-7000-8000-000000000002',
  version: 1,
  kind: 'acceptance',
  receiver: '示例省通信管理局',
  number: 'SL-2026-0001',
  receivedAt: AT,
  fileName: '收件回执.pdf',
  bytes: 20_480,
  sm3: SM3,
  proof: 'kept',
  recordedAt: AT,
  recordedBy: '王工',
};

export const exampleDetail: DocumentDetail = {
  document: exampleDocument,
  versions: [
    {
      version: 1,
      templateVersion: 1,
      title: exampleDocument.title,
      issuer: '示例汽车有限公司',
      issuedAt: AT,
      issuedBy: '王工',
      sm3: SM3,
      bytes: 65_536,
      parts: [{ name: 'form.pdf', bytes: 33_744, sm3: SM3 }],
      keyId: 'documents.1',
      certificate: SM3,
    },
  ],
  receipts: [exampleReceipt],
};

export const exampleVerification: Verification = {
  holds: true,
  checks: [
    { id: 'structure', outcome: 'ok', reason: '' },
    { id: 'signature', outcome: 'ok', reason: '' },
  ],
  document: {
    id,
    version: 1,
    template: 'grading-filing',
    title: exampleDocument.title,
    issuer: '示例汽车有限公司',
    issuedAt: AT,
    sm3: SM3,
    parts: 4,
  },
  signer: { subject: 'CN=车盾文书签名,O=示例汽车有限公司,C=CN', certificate: SM3, signedAt: AT, ours: true },
};

export const exampleTemplate: DocumentTemplate = {
  id: 'grading-filing',
  version: 1,
  title: exampleDocument.templateTitle,
  group: 'filing',
  basis: { zh: '《通信网络安全防护管理办法》第九条', en: 'MIIT order 11, article 9' },
  basisStatus: 'unverified',
  obligations: ['1.5-b'],
  recipient: { zh: '省级电信主管部门', en: 'Telecommunication authority of the province' },
  note: { zh: '字段依据未逐字核实。', en: 'The fields were not checked word by word.' },
  sections: [
    {
      title: { zh: '网络单元', en: 'Network unit' },
      fields: [
        {
          name: 'unitName',
          label: { zh: '单元名称', en: 'Name of the unit' },
          type: 'text',
          required: true,
          unverified: true,
        },
      ],
    },
  ],
};

export const exampleSigner = {
  organisation: '示例汽车有限公司',
  certificate: {
    pem: '-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n',
    sm3: SM3,
    subject: 'CN=车盾文书签名,O=示例汽车有限公司,C=CN',
    notBefore: AT,
    notAfter: '2036-11-25T03:20:36.000Z',
    keyId: 'documents.1',
  },
  provider: 'file' as const,
};
