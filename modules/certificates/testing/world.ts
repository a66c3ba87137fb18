import { testActor, testServer, type TestAnswer, type TestServer } from '@chedun/http/testing';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import type { z } from 'zod';
import type { CertificatesAsks } from '../contract/asks.ts';
import { CeremonyList, certificatesPermissions, IdParams, type CeremonyPlan } from '../contract.ts';
import { certificates } from '../module.ts';
import { standIns } from './stand-ins.ts';

/** The module on real records, keys, jobs and HTTP; assets and accounts are small stand-ins. */
export interface CertificatesWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly server: TestServer;
  readonly asks: CertificatesAsks;
  /** Calls as this person. */
  readonly call: (person: string, request: string, body?: unknown) => Promise<TestAnswer>;
  /** Proposes as Han Meimei and holds as Li Lei. */
  readonly hold: (plan: CeremonyPlan) => Promise<z.output<typeof CeremonyList>>;
  readonly close: () => Promise<void>;
}

const ALL = Object.values(certificatesPermissions);

/** Opens a world; `token-of-NAME` is a token whose owner is NAME. */
export const certificatesWorld = async (): Promise<CertificatesWorld> => {
  const platform = await testPlatform();
  const owners = new Map(['hanmei', 'lilei', 'wangfang'].map((name) => [`token-of-${name}`, name]));
  const app = await compose([...standIns(owners), certificates], platform.platform);
  await app.start();
  const server = await testServer(
    app.routes.map(({ route }) => route),
    {
      errors: [app.errors],
      authenticator: {
        authenticate: async ({ bearer = '' }) => {
          const kind = bearer.startsWith('token-') ? 'token' : 'user';
          return bearer === ''
            ? undefined
            : { ...testActor(ALL), kind, id: bearer, name: bearer, roles: ['engineer-pki'] };
        },
      },
    },
  );
  const call: CertificatesWorld['call'] = (person, request, body) =>
    server.call(request, body === undefined ? { bearer: person } : { bearer: person, body });
  return {
    platform,
    app,
    server,
    call,
    asks: app.asksOf(certificates),
    hold: async (plan) => {
      const { id } = (
        await call('hanmei', 'POST /certificates/ceremonies', {
          plan,
          note: '首次建立',
        })
      ).as(IdParams);
      const decision = {
        verdict: 'approve',
        note: '同意',
      };
      return (await call('lilei', `POST /certificates/ceremonies/${id}/decide`, decision)).as(CeremonyList);
    },
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
    },
  };
};
