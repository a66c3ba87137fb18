import { createPrivateKey } from 'node:crypto';
import { makeParties, type Parties } from '@chedun/tlcp/testing';
import { formatPem, nameOf, subjectAltName } from '@chedun/x509';
import { issue, newKey } from '@chedun/x509/testing';
import { sendBulk, shakeHands, tlcpDial, tlsDial, type Dial } from './tlcp/clients.ts';
import { batchOf, type Contest } from './tlcp/in-memory.ts';
import type { Material, Order } from './tlcp/order.ts';
import { startServer } from './tlcp/server.ts';

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

/** Handshakes a second of processor time of one core. */
interface Rates {
  readonly server: number;
  /** Of both sides together. */
  readonly both: number;
}

const [MEMORY_ROUNDS, MEMORY_BATCH] = [11, 60];
const [ROUNDS, WIDTH, WARM_UP, CONNECTIONS] = [3, 8, 200, 500];
const BULK = 48 * 2 ** 20;
const [UNIT, BULK_UNIT] = ['/s/core', 'MB/s/core'];
const [GCM, CBC] = ['ECC_SM4_GCM_SM3', 'ECC_SM4_CBC_SM3'] as const;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** All take turns, so that a slow moment of the machine hits all. */
const inMemory = <Name extends string>(
  parties: Parties,
  contests: Readonly<Record<Name, Contest>>,
): Readonly<Record<Name, Rates>> => {
  const names = Object.keys(contests) as Name[];
  const batches = names.map((name) => batchOf(parties, contests[name]));
  for (const batch of batches) for (let warm = 0; warm < 3; warm += 1) batch(MEMORY_BATCH);
  const rounds = Array.from({ length: MEMORY_ROUNDS }, () => batches.map((batch) => batch(MEMORY_BATCH)));
  const rates = names.map((name, at) => {
    const costs = rounds.flatMap((round) => round[at] ?? []);
    const server = 1e6 / median(costs.map((cost) => cost.server));
    const both = 1e6 / median(costs.map((cost) => cost.server + cost.client));
    return [name, { server, both }];
  });
  return Object.fromEntries(rates) as Record<Name, Rates>;
};

/** Median of some rounds over TCP, of the processor time of the process that serves; `work` does `count` operations. */
const overTcp = async (
  order: Order,
  count: number,
  warmUp: (port: number) => Promise<void>,
  work: (port: number) => Promise<void>,
): Promise<number> => {
  const server = await startServer(order);
  await warmUp(server.port);
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await server.seconds();
    await work(server.port);
    rounds.push(count / ((await server.seconds()) - before));
  }
  await server.close();
  return median(rounds);
};

const connections = (order: Order, dial: Dial): Promise<number> =>
  overTcp(
    order,
    CONNECTIONS,
    (port) => shakeHands(dial, port, WARM_UP, WIDTH),
    (port) => shakeHands(dial, port, CONNECTIONS, WIDTH),
  );

const bulk = (order: Order, dial: Dial): Promise<number> =>
  overTcp(
    order,
    BULK / 1e6,
    (port) => sendBulk(dial, port, BULK / 8),
    (port) => sendBulk(dial, port, BULK),
  );

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const materialOf = ({ sign, encrypt, at }: Parties): Material => ({
  sign: base64(sign.certificate.raw),
  signKey: base64(sign.pkcs8),
  encrypt: base64(encrypt.certificate.raw),
  encryptKey: base64(encrypt.pkcs8),
  at,
});

/** A certificate with a key of P-256 that node:tls serves: what sites use today. */
const p256 = async (): Promise<{ readonly cert: string; readonly key: string }> => {
  const key = newKey('ecdsa-sha256');
  const extensions = [subjectAltName([{ kind: 'dns', value: 'localhost' }])];
  const { raw } = await issue({ key, subject: nameOf({ CN: 'localhost' }), extensions });
  const object = createPrivateKey({ key: Buffer.from(key.pkcs8), format: 'der', type: 'pkcs8' });
  return {
    cert: formatPem({ label: 'CERTIFICATE', bytes: raw }),
    key: object.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};

const measureTcp = async (parties: Parties) => {
  const pair = await p256();
  const tls: Order = { kind: 'tls', ...pair, protocol: 'TLSv1.2' };
  const tlcp: Order = { kind: 'tlcp', material: materialOf(parties), engine: 'wasm' };
  return {
    full: await connections(tlcp, tlcpDial(parties, { suite: GCM })),
    tls: await connections(tls, tlsDial(pair.cert, false)),
    resumed: await connections(tlcp, tlcpDial(parties, { suite: GCM, resumes: true })),
    tlsResumed: await connections(tls, tlsDial(pair.cert, true)),
    bulkGcm: await bulk(tlcp, tlcpDial(parties, { suite: GCM })),
    bulkCbc: await bulk(tlcp, tlcpDial(parties, { suite: CBC })),
    bulkTls: await bulk(tls, tlsDial(pair.cert, false)),
  };
};

const alone = (value: number): Metric => ({ value: Math.round(value), unit: UNIT });
const beside = (value: number, unit: string, peer: string, rate: number): Metric => ({
  value: Math.round(value),
  unit,
  peer: `${peer}: ${Math.round(rate)}`,
  ratio: Math.round((value / rate) * 1000) / 1000,
});

/**
 * `handshakes_*`: handshakes of TLCP a second of processor time of the server, in memory: certificates, signature, decryption, keys and
 * records, no sockets; the median of eleven rounds in turns. The first figure is with SM2 decryption in the WebAssembly engine, which is
 * selectable and off by default; `handshakes_openssl_per_s_core` is the default, all private numbers in OpenSSL. `connections_*` and
 * `bulk_*`: the same over TCP on this machine, with a server in a process of its own whose whole processor time is counted (accepting,
 * reading, writing, closing, garbage collection), beside node:tls with TLS 1.2, ECDHE and ECDSA on P-256, and AES-128-GCM.
 */
export const run = async (): Promise<{ bench: string; metrics: Record<string, Metric> }> => {
  const parties = await makeParties();
  const memory = inMemory(parties, {
    full: { suite: GCM, engine: 'wasm' },
    openssl: { suite: GCM, engine: 'openssl' },
    cbc: { suite: CBC, engine: 'wasm' },
    mutual: { suite: GCM, engine: 'wasm', isProven: true },
    resumed: { suite: GCM, engine: 'wasm', resumes: true },
  });
  const tcp = await measureTcp(parties);
  const byDefault = 'all SM2 in OpenSSL, the default';
  return {
    bench: 'tlcp',
    metrics: {
      handshakes_per_s_core: beside(memory.full.server, UNIT, byDefault, memory.openssl.server),
      handshakes_openssl_per_s_core: alone(memory.openssl.server),
      handshakes_cbc_per_s_core: alone(memory.cbc.server),
      handshakes_mutual_per_s_core: alone(memory.mutual.server),
      handshakes_resumed_per_s_core: alone(memory.resumed.server),
      handshakes_both_sides_per_s_core: alone(memory.full.both),
      connections_per_s_core: beside(tcp.full, UNIT, 'node:tls ECDHE-P256', tcp.tls),
      connections_resumed_per_s_core: beside(tcp.resumed, UNIT, 'node:tls resumed', tcp.tlsResumed),
      bulk_gcm_mb_per_s_core: beside(tcp.bulkGcm, BULK_UNIT, 'node:tls AES-128-GCM', tcp.bulkTls),
      bulk_cbc_mb_per_s_core: beside(tcp.bulkCbc, BULK_UNIT, 'node:tls AES-128-GCM', tcp.bulkTls),
    },
  };
};
