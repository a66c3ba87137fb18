import { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket, type SecureContextOptions } from 'node:tls';

/** Two ends of a connection in memory. */
const pair = (): readonly [Duplex, Duplex] => {
  const ends: Duplex[] = [];
  const end = (other: number): Duplex =>
    new Duplex({
      read() {},
      write(chunk, _, done) {
        ends[other]?.push(chunk);
        done();
      },
      final(done) {
        ends[other]?.push(null);
        done();
      },
    });
  const [first, second] = [end(1), end(0)];
  ends.push(first, second);
  return [first, second];
};

/** Settings of the server of node:tls that answers. */
export interface TestServerSpec extends SecureContextOptions {
  readonly asksClient?: boolean;
}

/** What the TLS of node answers to these bytes, in memory: until it closes, is silent, or `enough` is true. */
export const answerOfNode = async (
  { asksClient = false, ...options }: TestServerSpec,
  hello: Uint8Array,
  take: (bytes: Uint8Array) => void,
): Promise<void> => {
  const [client, side] = pair();
  const server = new TLSSocket(side, {
    isServer: true,
    requestCert: asksClient,
    rejectUnauthorized: asksClient,
    secureContext: createSecureContext(options),
  });
  server.on('error', () => client.push(null));
  const failures: unknown[] = [];
  const over = new Promise<void>((resolve) => {
    let quiet = 0;
    // Silence is counted in turns of the event loop: all happens in memory.
    const turn = (): void => {
      quiet += 1;
      if (quiet > 200) resolve();
      else setImmediate(turn);
    };
    client.on('data', (bytes: Buffer) => {
      quiet = 0;
      try {
        take(new Uint8Array(bytes));
      } catch (error) {
        failures.push(error);
      }
    });
    client.on('end', resolve);
    client.write(hello);
    turn();
  });
  await over;
  server.destroy();
  client.destroy();
  if (failures.length > 0) throw failures[0];
};
