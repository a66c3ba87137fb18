import { assetsModule } from '@chedun/assets';
import { governance } from '@chedun/governance';
import { governancePermissions } from '@chedun/governance/contract';
import { type TestServer, testServer } from '@chedun/http/testing';
import { type Composition, compose } from '@chedun/module';
import { type TestPlatform, testPlatform } from '@chedun/module/testing';
import { buildCryptography } from '../build.ts';
import { cryptographyPermissions } from '../contract.ts';
import { cryptographyErrors } from '../errors.ts';
import { cryptography } from '../module.ts';

/** The module beside the real ledger of findings, on real records, jobs and blobs, with a quick pace. */
export interface CryptographyWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly call: (request: string, body?: unknown) => ReturnType<TestServer['call']>;
  readonly close: () => Promise<void>;
}

const PACE = { connectMs: 2000, answerMs: 2000, settleMs: 200, gapMs: 1 };
const ALL = [...Object.values(cryptographyPermissions), ...Object.values(governancePermissions)].join(',');

/** Opens it. */
export const cryptographyWorld = async (): Promise<CryptographyWorld> => {
  const platform = await testPlatform();
  const quick: typeof cryptography = {
    ...cryptography,
    build: ({ platform: given, asks }) => buildCryptography(given, asks.assets, PACE),
  };
  const app = await compose([governance, assetsModule, quick], platform.platform);
  await app.start();
  const server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [cryptographyErrors, app.errors] },
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
