import { CAN_ERRORS } from '@chedun/can';
import { assetsModule } from '@chedun/assets';
import { assetsPermissions } from '@chedun/assets/contract';
import { testServer, type TestAnswer, type TestServer } from '@chedun/http/testing';
import type { IngestAsks } from '@chedun/ingest/contract';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { expect, vi } from 'vitest';
import { CaptureDetail, capturesPermissions } from '../contract.ts';
import { capturesErrors } from '../errors.ts';
import { captures } from '../module.ts';

/** The module on real records, jobs, blobs, threads and HTTP, beside the real assets module; records for the journal are kept. */
export interface CapturesWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly server: TestServer;
  readonly records: Readonly<Record<string, unknown>>[];
  readonly call: (request: string, body?: unknown) => Promise<TestAnswer>;
  /** Uploads and waits until the analysis is over. */
  readonly analysed: (query: string, bytes: Uint8Array | string) => Promise<CaptureDetail>;
  /** Waits until the analysis of a capture is over. */
  readonly over: (id: string) => Promise<CaptureDetail>;
  readonly close: () => Promise<void>;
}

const ALL = [...Object.values(capturesPermissions), ...Object.values(assetsPermissions)].join(',');

/** Opens a world of its own. */
export const capturesWorld = async (): Promise<CapturesWorld> => {
  const platform = await testPlatform();
  const records: Readonly<Record<string, unknown>>[] = [];
  const ingest = defineModule<IngestAsks>({
    name: 'ingest',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({
      asks: {
        record: async (_source: object, told: typeof records) => void records.push(...told),
      } as unknown as IngestAsks,
    }),
  });
  const app = await compose([assetsModule, ingest, captures], platform.platform);
  await app.start();
  const routes = app.routes.map(({ route }) => route);
  const server = await testServer(routes, { errors: [app.errors, capturesErrors, CAN_ERRORS] });
  const call = (request: string, body?: unknown): Promise<TestAnswer> =>
    server.call(request, body === undefined ? { bearer: ALL } : { bearer: ALL, body });
  const over = (id: string): Promise<CaptureDetail> =>
    vi.waitFor(
      async () => {
        const found = (await call(`GET /captures/${id}`)).as(CaptureDetail);
        expect(['done', 'failed', 'cancelled']).toContain(found.status);
        return found;
      },
      { timeout: 60_000, interval: 50 },
    );
  return {
    platform,
    app,
    server,
    records,
    call,
    over,
    analysed: async (query, bytes) => {
      const answer = await call(`POST /captures?${query}`, bytes);
      expect(answer.text).not.toContain('"code"');
      return over(answer.as(CaptureDetail).id);
    },
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
    },
  };
};
