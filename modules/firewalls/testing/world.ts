import { governance } from '@chedun/governance';
import { governancePermissions } from '@chedun/governance/contract';
import { testServer, type TestServer } from '@chedun/http/testing';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { firewallPermissions } from '../contract.ts';
import { firewalls } from '../module.ts';

/** The module beside the real ledger of findings. */
export interface FirewallWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly call: (request: string, body?: unknown) => ReturnType<TestServer['call']>;
  readonly close: () => Promise<void>;
}

const ALL = [firewallPermissions, governancePermissions].flatMap((each) => Object.values(each)).join(',');

/** Opens it. */
export const firewallWorld = async (): Promise<FirewallWorld> => {
  const platform = await testPlatform();
  const app = await compose([governance, firewalls], platform.platform);
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
