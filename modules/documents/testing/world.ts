import { assetsModule } from '@chedun/assets';
import { organisation } from '@chedun/organisation';
import { organisationPermissions } from '@chedun/organisation/contract';
import { testServer, type TestServer } from '@chedun/http/testing';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { documentPermissions } from '../contract.ts';
import { documents } from '../module.ts';

/** A running module with real records, blobs, keys and typesetting. */
export interface DocumentsWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly server: TestServer;
  readonly call: (request: string, body?: unknown) => ReturnType<TestServer['call']>;
  readonly close: () => Promise<void>;
}

const ALL = [documentPermissions, organisationPermissions].flatMap((each) => Object.values(each)).join(',');

/** Opens it. */
export const documentsWorld = async (): Promise<DocumentsWorld> => {
  const platform = await testPlatform();
  const app = await compose([assetsModule, organisation, documents], platform.platform);
  await app.start();
  const server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [app.errors] },
  );
  return {
    platform,
    app,
    server,
    call: (request, body) => server.call(request, body === undefined ? { bearer: ALL } : { bearer: ALL, body }),
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
    },
  };
};
