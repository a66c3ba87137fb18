import { assetsModule } from '@chedun/assets';
import { assetsPermissions } from '@chedun/assets/contract';
import { governance } from '@chedun/governance';
import { governancePermissions } from '@chedun/governance/contract';
import { type TestServer, testServer } from '@chedun/http/testing';
import { type Check, type Composition, compose, defineModule } from '@chedun/module';
import { type TestPlatform, testPlatform } from '@chedun/module/testing';
import { organisation } from '@chedun/organisation';
import { posturePermissions } from '../contract.ts';
import { posture } from '../module.ts';

/** The module beside the real ledger of findings and the real register of assets. */
export interface PostureWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly server: TestServer;
  readonly call: (request: string, body?: unknown) => ReturnType<TestServer['call']>;
  readonly close: () => Promise<void>;
}

const ALL = [posturePermissions, governancePermissions, assetsPermissions]
  .flatMap((each) => Object.values(each))
  .join(',');

/** Opens it; `checks` are registered as those of a module beside it. */
export const postureWorld = async (checks: readonly Check[] = []): Promise<PostureWorld> => {
  const platform = await testPlatform();
  const measured = defineModule({
    name: 'measured',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({ asks: {}, checks }),
  });
  const app = await compose([governance, assetsModule, organisation, posture, measured], platform.platform);
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
