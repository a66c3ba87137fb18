import type { AssetsAsks } from '@chedun/assets/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import type { Pace } from '@chedun/probing';
import { cryptographyChecks } from './checks.ts';
import type { CryptographyAsks } from './contract.ts';
import { buildCbom, type Cbom } from './domain/cbom.ts';
import { readKeys, readInventory, readUses, tellInventory } from './read-inventory.ts';
import { readCertificates, readEndpoint, readEndpoints } from './read-model.ts';
import { cryptographyRoutes } from './routes.ts';
import { changeEndpoint, declareEndpoint, importEndpoints, removeEndpoint } from './use-cases/declare-endpoints.ts';
import { productUseCases } from './use-cases/keep-products.ts';
import { useUseCases } from './use-cases/keep-uses.ts';
import { readTranscript } from './use-cases/read-transcript.ts';
import { orderProbes, probeAll, runProbes } from './use-cases/run-probes.ts';

/** An endpoint is asked at most seven times a second, one connection at a time. */
const PACE: Pace = { connectMs: 5000, answerMs: 5000, settleMs: 1500, gapMs: 150 };
const MOST_CERTIFICATES = 1000;
const VERSION = '0.1.0';
/** Machines in the words of CycloneDX. */
const MACHINES: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'armv8-a' };

const cbomOf =
  ({ records, keys, clock, newId }: Platform) =>
  async (): Promise<Cbom> => {
    const now = clock.now();
    const [endpoints, { items: certificates }, uses, own] = await Promise.all([
      readEndpoints(records),
      readCertificates(records, { limit: MOST_CERTIFICATES }, now),
      readUses(records, now),
      readKeys(keys),
    ]);
    return buildCbom({
      serial: newId(),
      now,
      version: VERSION,
      endpoints,
      certificates,
      uses,
      keys: own,
      protection: keys.protection(),
      platform: MACHINES[process.arch] ?? 'other',
    });
  };

/** Builds the module from the platform. */
export const buildCryptography = (
  platform: Platform,
  { readTable }: Pick<AssetsAsks, 'readTable'>,
  pace: Pace = PACE,
): ModuleParts<CryptographyAsks> => {
  const { records, blobs, clock, newId, randomBytes, jobs, keys, log } = platform;
  const needs = { records, clock, newId };
  const order = orderProbes({ records, jobs });
  const inventory = readInventory({ records, keys, clock });
  const { importUses, ...uses } = useUseCases(needs);
  return {
    asks: { endpoints: () => readEndpoints(records) },
    routes: cryptographyRoutes({
      endpoints: {
        list: () => readEndpoints(records),
        read: (id) => readEndpoint(records, id, clock.now()),
        declare: declareEndpoint(needs),
        change: changeEndpoint(needs),
        remove: removeEndpoint(needs),
        importTable: importEndpoints({ ...needs, readTable }),
        probe: order,
        transcript: readTranscript({ records, blobs }),
        certificates: (query) => readCertificates(records, query, clock.now()),
      },
      inventory: {
        inventory,
        cbom: cbomOf(platform),
        ...uses,
        importUses: async (bytes, actor) => importUses(await readTable(bytes), actor),
        ...productUseCases(needs),
      },
    }),
    checks: cryptographyChecks({
      endpoints: () => readEndpoints(records),
      inventory,
      protection: keys.protection,
      now: clock.now,
    }),
    jobs: [
      { name: 'probe', run: runProbes({ ...needs, blobs, random: randomBytes, pace, log }), timeLimitSeconds: 1800 },
      { name: 'probe-all', cron: '20 3 * * *', run: probeAll(order) },
      {
        name: 'watch-inventory',
        cron: '40 5 * * *',
        run: () => records.transaction((tx) => tellInventory(tx, records, clock.now())),
      },
    ],
  };
};
