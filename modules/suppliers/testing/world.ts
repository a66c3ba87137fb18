import { assetsModule } from '@chedun/assets';
import { assetsPermissions } from '@chedun/assets/contract';
import { governance } from '@chedun/governance';
import { FindingPage, governancePermissions } from '@chedun/governance/contract';
import { testServer, type TestServer } from '@chedun/http/testing';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { suppliersPermissions, type Questionnaire, type SupplierInput } from '../contract.ts';
import { suppliers } from '../module.ts';

/** The module beside the real register of assets and the real ledger of findings. */
export interface SupplierWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly call: (request: string, body?: unknown) => ReturnType<TestServer['call']>;
  readonly as: (permissions: string, request: string, body?: unknown) => ReturnType<TestServer['call']>;
  /** Titles of open findings of the module, sorted. */
  readonly open: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

const ALL = [suppliersPermissions, assetsPermissions, governancePermissions]
  .flatMap((each) => Object.values(each))
  .join(',');

/** Opens it. */
export const supplierWorld = async (): Promise<SupplierWorld> => {
  const platform = await testPlatform();
  const app = await compose([governance, assetsModule, suppliers], platform.platform);
  await app.start();
  const server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [app.errors] },
  );
  const as = (bearer: string, request: string, body?: unknown) =>
    server.call(request, body === undefined ? { bearer } : { bearer, body });
  const call = (request: string, body?: unknown) => as(ALL, request, body);
  return {
    platform,
    app,
    call,
    as,
    open: async () => {
      const { items } = (await call('GET /findings?module=suppliers&status=open&limit=200')).as(FindingPage);
      return items.map(({ severity, titleZh }) => `${severity} ${titleZh ?? ''}`).toSorted();
    },
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
    },
  };
};

/** A supplier with which nothing is wrong but that it has no agreement and no review yet. */
export const supplierInput = (name: string, more: Partial<SupplierInput> = {}) => ({
  name,
  kinds: ['component'],
  importance: 'critical',
  contactPerson: '王芳',
  contactPhone: '027-87654321',
  ...more,
});

/** The same answer to every question. */
export const answersOf = ({ questions }: Questionnaire, value: 'yes' | 'partly' | 'no' = 'yes') =>
  questions.map(({ id }) => ({ question: id, value }));
