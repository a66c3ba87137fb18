import { route, type Route } from '@chedun/http';
import {
  documentPermissions,
  Preview,
  PreviewBody,
  SignerBody,
  SignerDetail,
  TemplateDetail,
  TemplateList,
  TemplateParams,
} from '../contract.ts';
import { schemaOf } from '../domain/schema.ts';
import { exampleSigner, exampleTemplate } from '../examples.ts';
import { fieldsOf } from '../template.ts';
import type { DocumentUses } from './uses.ts';

const { read: READ, issue: ISSUE } = documentPermissions;
const { sections: _sections, ...exampleHead } = exampleTemplate;

const templates = (uses: DocumentUses): Route[] => [
  route({
    method: 'GET',
    path: '/documents/templates',
    operationId: 'listDocumentTemplates',
    summary: { zh: '文书模板', en: 'Templates of documents' },
    permission: READ,
    audit: 'none',
    response: TemplateList,
    example: { items: [{ ...exampleHead, fields: 16 }] },
    handle: async () => ({
      items: (await uses.templates()).map((template) => ({ ...template, fields: fieldsOf(template).length })),
    }),
  }),
  route({
    method: 'GET',
    path: '/documents/templates/:id',
    operationId: 'getDocumentTemplate',
    summary: { zh: '文书模板及其 JSON Schema', en: 'A template with its JSON Schema' },
    permission: READ,
    audit: 'none',
    params: TemplateParams,
    response: TemplateDetail,
    example: { template: exampleTemplate, schema: schemaOf(exampleTemplate) },
    handle: async ({ params }) => {
      const template = await uses.template(params.id);
      return { template, schema: schemaOf(template) };
    },
  }),
  route({
    method: 'POST',
    path: '/documents/preview',
    operationId: 'previewDocument',
    summary: { zh: '预览文书', en: 'See what a document would look like' },
    permission: ISSUE,
    audit: 'none',
    body: PreviewBody,
    response: Preview,
    example: { svg: '<svg/>', problems: [{ at: '/unitName', reason: 'is missing' }] },
    handle: ({ body }) => uses.preview(body),
  }),
];

const signer = (uses: DocumentUses): Route[] => [
  route({
    method: 'GET',
    path: '/documents/signer',
    operationId: 'getDocumentSigner',
    summary: { zh: '签发单位与签名证书', en: 'Who signs documents' },
    permission: READ,
    audit: 'none',
    response: SignerDetail,
    example: exampleSigner,
    handle: () => uses.signer(),
  }),
  route({
    method: 'PUT',
    path: '/documents/signer',
    operationId: 'nameDocumentSigner',
    summary: { zh: '设置签发单位', en: 'Say in whose name documents are signed' },
    permission: ISSUE,
    audit: 'documents.signer-named',
    body: SignerBody,
    response: SignerDetail,
    example: exampleSigner,
    handle: ({ body, actor }) => uses.nameSigner(body.organisation, actor),
  }),
];

/** Routes of templates, previews, and of who signs. */
export const templateRoutes = (uses: DocumentUses): Route[] => [...templates(uses), ...signer(uses)];
