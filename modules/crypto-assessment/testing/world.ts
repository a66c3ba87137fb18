import { assetsModule } from '@chedun/assets';
import { cryptography } from '@chedun/cryptography';
import { cryptographyPermissions } from '@chedun/cryptography/contract';
import { documents } from '@chedun/documents';
import { documentPermissions } from '@chedun/documents/contract';
import { governance } from '@chedun/governance';
import { governancePermissions } from '@chedun/governance/contract';
import { type TestServer, testServer } from '@chedun/http/testing';
import { type Composition, compose } from '@chedun/module';
import { type TestPlatform, testPlatform } from '@chedun/module/testing';
import { organisation } from '@chedun/organisation';
import { organisationPermissions } from '@chedun/organisation/contract';
import { cryptoAssessmentPermissions } from '../contract.ts';
import { cryptoAssessment } from '../module.ts';

/** The module beside the real probes of endpoints and the real ledger of findings. */
export interface CryptoAssessmentWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly call: (request: string, body?: unknown) => ReturnType<TestServer['call']>;
  readonly close: () => Promise<void>;
}

const ALL = [
  cryptoAssessmentPermissions,
  cryptographyPermissions,
  governancePermissions,
  documentPermissions,
  organisationPermissions,
]
  .flatMap((each) => Object.values(each))
  .join(',');

/** Opens it. */
export const cryptoAssessmentWorld = async (): Promise<CryptoAssessmentWorld> => {
  const platform = await testPlatform();
  const app = await compose(
    [governance, assetsModule, organisation, documents, cryptography, cryptoAssessment],
    platform.platform,
  );
  await app.start();
  const server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [app.errors] },
  );
  return {
    platform,
    app,
    call: (request, body) => server.call(request, body === undefined ? { bearer: ALL } : { bearer: ALL, body }),
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
    },
  };
};
