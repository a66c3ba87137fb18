import { assetsModule } from '@chedun/assets';
import { documents } from '@chedun/documents';
import type { DocumentsAsks } from '@chedun/documents/contract';
import { buildPackage, canonicalBytes, sm3Hex, type Signer } from '@chedun/exchange';
import { exampleSigner, pdfWith } from '@chedun/exchange/testing';
import { governance } from '@chedun/governance';
import { FindingPage, governancePermissions } from '@chedun/governance/contract';
import type { Authenticator } from '@chedun/http';
import { testActor, testServer, type TestServer } from '@chedun/http/testing';
import type { Json } from '@chedun/kernel';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { organisation } from '@chedun/organisation';
import {
  type Enterprise,
  EnterpriseList,
  ExchangeAnswer,
  Filing,
  FilingPage,
  supervisionPermissions,
  type SupervisionAsks,
} from '../contract.ts';
import { supervision } from '../module.ts';

const { opinionTelecom, opinionIndustry, exchange, ...review } = supervisionPermissions;
const REVIEW = [...Object.values(review), governancePermissions.read];

/** Who acts in tests, and what each may do. */
const PEOPLE: Readonly<Record<string, readonly string[]>> = {
  reviewer: REVIEW,
  telecom: [...REVIEW, opinionTelecom],
  industry: [...REVIEW, opinionIndustry],
  both: [...REVIEW, opinionTelecom, opinionIndustry],
  alpha: [exchange],
  beta: [exchange],
  gamma: [exchange],
  delta: [exchange],
};
type Person = 'reviewer' | 'telecom' | 'industry' | 'both' | 'alpha' | 'beta' | 'gamma' | 'delta';

const people: Authenticator = {
  authenticate: ({ bearer, ip }) => {
    const at = Object.keys(PEOPLE).indexOf(bearer ?? '');
    if (at < 0) return Promise.resolve(undefined);
    const id = `00000000-0000-7000-8000-00000000000${at + 1}`;
    return Promise.resolve({ ...testActor(PEOPLE[bearer ?? ''] ?? [], ip), id, name: bearer ?? '' });
  },
};

/** The authority's side beside the real modules that it stands on. */
export interface SupervisionWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly server: TestServer;
  readonly as: (who: Person) => (request: string, body?: unknown) => ReturnType<TestServer['call']>;
  readonly job: (name: string) => Promise<void>;
  readonly check: (id: string) => Promise<{ readonly outcome: string; readonly facts: unknown } | undefined>;
  readonly asks: SupervisionAsks;
  readonly documents: DocumentsAsks;
  readonly findings: (search: string) => Promise<ReturnType<typeof FindingPage.parse>['items']>;
  readonly close: () => Promise<void>;
}

/** Opens it. */
export const supervisionWorld = async (): Promise<SupervisionWorld> => {
  const platform = await testPlatform();
  const jobs = new Map<string, () => Promise<void>>();
  const spied: typeof supervision = {
    ...supervision,
    build: (context) => {
      const parts = supervision.build(context);
      for (const job of parts.jobs ?? []) jobs.set(job.name, () => job.run(null));
      return parts;
    },
  };
  const app = await compose([governance, assetsModule, organisation, documents, spied], platform.platform);
  await app.start();
  const routes = app.routes.map(({ route }) => route);
  const server = await testServer(routes, { errors: [app.errors], authenticator: people });
  const as: SupervisionWorld['as'] = (bearer) => (request, body) =>
    server.call(request, body === undefined ? { bearer } : { bearer, body });
  return {
    platform,
    app,
    server,
    as,
    job: (name) => jobs.get(name)?.() ?? Promise.reject(new Error(`no job ${name}`)),
    check: async (id) =>
      app.registry
        .checks()
        .find((each) => each.id === id)
        ?.run(),
    findings: async (search) =>
      (await as('reviewer')(`GET /findings?search=${encodeURIComponent(search)}`)).as(FindingPage).items,
    asks: app.asksOf(spied),
    documents: app.asksOf(documents),
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
    },
  };
};

/** A form in which the machine finds nothing. */
export const FORM: Readonly<Record<string, Json>> = {
  unitName: '车联网服务平台',
  level: '2',
  functions: '向联网车辆提供远程信息服务',
  unitType: 'tsp',
  gradedOn: '2026-11-10',
  organisation: '甲汽车有限公司',
  organisationContact: '027-87654321',
  principal: '王芳',
  principalContact: '13800000000',
  topology: '双活架构，两中心互联',
  boundary: '内网，经专线接入',
  equipment: [{ name: '应用服务器', model: 'openEuler 22.03', quantity: '12', location: 'A 座' }],
  locations: '武汉数据中心 A 座',
  factors: [],
  trace: '',
  other: '',
};

/** Makes a package as an enterprise would. */
export const packageOf = (
  signer: Signer,
  more: {
    readonly id: string;
    readonly version?: number;
    readonly template?: string;
    readonly title?: string;
    readonly data?: Readonly<Record<string, Json>>;
  },
): Promise<Uint8Array> => {
  const { id, version = 1, template = 'grading-filing', title = '车联网服务平台定级备案', data = FORM } = more;
  const form = canonicalBytes({ schema: { id: `urn:chedun:documents:${template}:1`, version: 1 }, data });
  const head = {
    id,
    version,
    template: { id: template, version: 1 },
    title: { zh: title, en: 'Filing' },
    subject: { kind: 'network-unit', id: 'tsp' },
    issuedAt: '2026-11-20T00:00:01.000Z',
    issuer: '企业',
  };
  const parts = [
    { name: 'form.json', bytes: form },
    { name: 'form.pdf', bytes: pdfWith([form]) },
    { name: 'attachments/topology.svg', bytes: new TextEncoder().encode('<svg/>') },
  ];
  return buildPackage(head, parts, signer);
};

/** An id of a document in tests. */
export const documentId = (at: number): string => `018f7a00-0000-7000-8000-${String(at).padStart(12, '0')}`;

/** An enterprise with its key and account, whose certificate was confirmed. */
export interface Firm {
  readonly who: Person;
  readonly signer: Signer;
  readonly id: string;
  readonly handIn: (bytes: Uint8Array) => Promise<ExchangeAnswer>;
}

const sent = ({ server }: SupervisionWorld, who: string, request: string, bytes: Uint8Array) =>
  server.call(request, { bearer: who, body: bytes });

/** Posts a package as somebody. */
export const postPackage = (world: SupervisionWorld, who: Person, bytes: Uint8Array) =>
  sent(world, who, 'POST /supervision/exchange/packages', bytes);

/** Uploads a package as a reviewer. */
export const uploadPackage = (world: SupervisionWorld, bytes: Uint8Array) =>
  sent(world, 'reviewer', 'POST /supervision/submissions', bytes);

/** Uploads a table of enterprises. */
export const importTable = (world: SupervisionWorld, text: string) =>
  sent(world, 'reviewer', 'POST /supervision/enterprises/import', new TextEncoder().encode(text));

/** Lets a first package wait and admits it: the enterprise is registered with certificate and account. */
export const join = async (world: SupervisionWorld, who: Person, name: string, code: string, at: number) => {
  const signer = await exampleSigner(name);
  const bytes = await packageOf(signer, { id: documentId(at), data: { ...FORM, organisation: name, unitName: name } });
  const waiting = (await postPackage(world, who, bytes)).as(ExchangeAnswer);
  const enterprise = { name, creditCode: code, province: '42' };
  await world.as('reviewer')(`POST /supervision/submissions/${waiting.submission}/admit`, { enterprise });
  const { items } = (await world.as('reviewer')('GET /supervision/enterprises')).as(EnterpriseList);
  const found: Enterprise | undefined = items.find((each) => each.creditCode === code);
  if (found === undefined) throw new Error('not registered');
  const firm: Firm = {
    who,
    signer,
    id: found.id,
    handIn: async (pack) => (await postPackage(world, who, pack)).as(ExchangeAnswer),
  };
  return { firm, bytes, waiting };
};

/** The newest filing of an enterprise. */
export const filingOf = async (world: SupervisionWorld, { id }: Firm, search = ''): Promise<Filing> => {
  const query = `state=all&enterprise=${id}${search === '' ? '' : `&search=${encodeURIComponent(search)}`}`;
  const { items } = (await world.as('reviewer')(`GET /supervision/filings?${query}`)).as(FilingPage);
  const first = items[0];
  if (first === undefined) throw new Error('no filing');
  return (await world.as('reviewer')(`GET /supervision/filings/${first.id}`)).as(Filing);
};

/** SM3 of a certificate. */
export const certificateSm3 = ({ certificate }: Signer): string => sm3Hex(certificate.raw);
