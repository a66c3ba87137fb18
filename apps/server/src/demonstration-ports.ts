import { createSocket } from 'node:dgram';
import { access } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Config } from '@chedun/config';

type Ingest = Config['ingest'];

/** Listeners that are off by default, with the port that each takes in a demonstration. */
const TCP = { jtt808Port: 6_808, jtt809Port: 9_809 } as const;
const UDP = { idsPort: 30_981, v2xPort: 30_053, netflowPort: 2_055 } as const;
/** Signed V2X messages, which are verified. */
const VERIFY_PORT = 30_054;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

const isFreeTcp = (host: string, port: number): Promise<boolean> =>
  new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen({ host, port }, () => probe.close(() => done(true)));
  });

const isFreeUdp = (host: string, port: number): Promise<boolean> =>
  new Promise((done) => {
    const probe = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    probe.once('error', () => {
      probe.close();
      done(false);
    });
    probe.bind({ address: host, port }, () => probe.close(() => done(true)));
  });

const portsFor = async (ingest: Ingest): Promise<Partial<Ingest>> => {
  const chosen: Record<string, number> = {};
  const take = async (
    wanted: Readonly<Record<string, number>>,
    isFree: (host: string, port: number) => Promise<boolean>,
  ): Promise<void> => {
    for (const [name, port] of Object.entries(wanted))
      if (ingest[name as keyof typeof TCP | keyof typeof UDP] === 0 && (await isFree(ingest.host, port)))
        chosen[name] = port;
  };
  await take(TCP, isFreeTcp);
  await take(UDP, isFreeUdp);
  return chosen;
};

/**
 * The configuration of a demonstration: listeners that are off get a port, where it is free, so that all protocols can be
 * seen. Only on this machine itself, and only where the demonstration plays: on a new data folder or one of its own.
 */
export const withDemonstrationPorts = async (config: Config): Promise<Config> => {
  const { dataDir, demo, ingest, v2x } = config;
  if (!demo.seed || !LOOPBACK.has(ingest.host)) return config;
  const isOthers =
    (await exists(join(dataDir, 'journal'))) && !(await exists(join(dataDir, 'demonstration-fleet.json')));
  if (isOthers) return config;
  const verifies = v2x.verifyPort === 0 && (await isFreeUdp(ingest.host, VERIFY_PORT));
  return {
    ...config,
    ingest: { ...ingest, ...(await portsFor(ingest)) },
    v2x: verifies ? { ...v2x, verifyPort: VERIFY_PORT } : v2x,
  };
};
