import { createServer } from 'node:net';
import { certificates } from '@chedun/certificates';
import type { CertificatesAsks } from '@chedun/certificates/contract';
import { openRoute } from '@chedun/http';
import type { IdentityAsks } from '@chedun/identity/contract';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { holdCeremony } from '../../certificates/testing/ceremony.ts';
import { hierarchy, standIns } from '../../certificates/testing/stand-ins.ts';
import { enrolment } from '../module.ts';

/** Token `good` may issue, `poor` may not. */
const identity = defineModule<IdentityAsks>({
  name: 'identity',
  needs: [],
  permissions: [],
  errors: {},
  tells: [],
  build: () => ({
    asks: {
      tokenOwner: async () => undefined,
      authenticateToken: async (secret: string) =>
        secret === 'good' || secret === 'poor'
          ? {
              kind: 'token',
              id: secret,
              name: secret,
              roles: [],
              permissions: new Set(secret === 'good' ? ['certificates.issue'] : []),
            }
          : undefined,
    } as unknown as IdentityAsks,
  }),
});

/** Certificates and their protocols on real records, keys and sockets. */
export interface EnrolmentWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly asks: CertificatesAsks;
  readonly port: number;
  /** Runs a route as this person. */
  readonly call: (operationId: string, more: object, person?: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** A port that nothing listens on. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** Runs a route of a composition. */
const callRoute =
  (app: Composition): EnrolmentWorld['call'] =>
  async (operationId, more, person = 'hanmei') => {
    const found = app.routes.map(({ route }) => openRoute(route)).find((route) => route.operationId === operationId);
    if (found?.kind !== 'json') throw new Error(`no route ${operationId}`);
    return found.handle({ ...more, actor: { kind: 'user', id: person, name: person, roles: [] } } as never);
  };

/** Opens a world with a root and two issuing authorities. */
export const enrolmentWorld = async (
  algorithm: 'sm2' | 'ecdsa-p256',
  tls: { readonly cert?: string; readonly key?: string } = {},
): Promise<EnrolmentWorld> => {
  const platform = await testPlatform();
  const others = standIns().filter(({ name }) => name !== 'identity');
  const config = { ...platform.platform.config, enrolment: { host: '127.0.0.1', port: await freePort(), tls } };
  const app = await compose([...others, identity, certificates, enrolment], { ...platform.platform, config });
  await app.start();
  await holdCeremony(app, hierarchy(algorithm));
  return {
    platform,
    app,
    asks: app.asksOf(certificates),
    port: app.asksOf(enrolment).port(),
    call: callRoute(app),
    close: async () => {
      await app.stop();
      await platform.close();
    },
  };
};
