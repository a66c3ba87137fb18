// Load generator of the gateway bench, a process of its own: its CPU must not count as ours.
import { connect, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { reportMaker } from './reports.ts';

/** What the generator tells when it is done, one line of JSON. */
export interface LoadReport {
  readonly sent: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly connections: number;
  readonly closed: number;
}

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    connections: { type: 'string', default: '1' },
    vehicles: { type: 'string', default: '1' },
    rate: { type: 'string', default: '1' },
    batch: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '1' },
  },
});
const [port, connections, vehicles, rate, batch, seconds] = [
  values.port,
  values.connections,
  values.vehicles,
  values.rate,
  values.batch,
  values.seconds,
].map(Number) as [number, number, number, number, number, number];

const TICK_MS = 10;
const OPEN_AT_ONCE = 200;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const open = (): Promise<Socket> =>
  new Promise((done, failed) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => done(socket));
    socket.once('error', failed);
  });

const openAll = async (): Promise<Socket[]> => {
  const sockets: Socket[] = [];
  while (sockets.length < connections) {
    const more = Math.min(OPEN_AT_ONCE, connections - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length: more }, open))));
  }
  return sockets;
};

const run = async (): Promise<LoadReport> => {
  const sockets = await openAll();
  let closed = 0;
  for (const socket of sockets) socket.on('error', () => undefined).once('close', () => (closed += 1));
  const began = Date.now();
  const maker = reportMaker(began);
  const start = performance.now();
  const cpuBefore = process.cpuUsage();
  let sent = 0;
  for (let elapsed = 0; elapsed < seconds * 1000; elapsed = performance.now() - start) {
    const due = (elapsed / 1000) * rate;
    while (sent + batch <= due) {
      // Whole batches go over one connection; the next batch over the next one.
      const socket = sockets[Math.floor(sent / batch) % connections];
      if (!socket) break;
      if (socket.writableNeedDrain) {
        await pause(1);
        break;
      }
      const bytes = Buffer.allocUnsafe(maker.size * batch);
      const now = Date.now();
      for (let n = 0; n < batch; n += 1) maker.write(bytes, n * maker.size, (sent + n) % vehicles, now);
      socket.write(bytes);
      sent += batch;
    }
    await pause(batch === 1 ? TICK_MS : 1);
  }
  await Promise.all(
    sockets.map((socket) => new Promise<void>((done) => (socket.destroyed ? done() : socket.end(done)))),
  );
  const { user, system } = process.cpuUsage(cpuBefore);
  return { sent, seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6, connections, closed };
};

process.stdout.write(`${JSON.stringify(await run())}\n`);
process.exit(0);
