import { createSocket } from 'node:dgram';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { Frame, Journal } from '@chedun/journal';
import { fixedClock } from '@chedun/kernel';
import { TEST_TIME } from '@chedun/records/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testJournals, textsOf } from '../testing/journals.ts';
import { freePort, testListeners, type TestListeners } from '../testing/listeners.ts';
import { TEST_CERT, TEST_KEY } from '../testing/tls.ts';
import { openDecoder } from '../worker/decode.ts';

const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 5000, interval: 10 });
const mustFrame = (frame: Frame | undefined): Frame => {
  if (!frame) throw new Error('the journal is empty');
  return frame;
};
const message = (text: string): string => `<34>1 2026-11-23T01:00:00Z gw-1 sshd 77 - - ${text}`;
const counted = (text: string): string => `${Buffer.byteLength(text)} ${text}`;

describe('syslog', () => {
  let world: TestListeners;
  afterEach(() => world.close());

  const sendUdp = async (texts: readonly string[]): Promise<void> => {
    const socket = createSocket('udp4');
    for (const text of texts)
      await new Promise((done) => socket.send(text, world.listeners.ports.syslogUdp ?? 0, '127.0.0.1', done));
    socket.close();
  };

  describe('over UDP', () => {
    it('takes one datagram as one message', async () => {
      world = await testListeners({ syslogUdpPort: await freePort() });
      const sent = [message('first\nwith a second line'), message('second'), '<13>Nov 23 09:00:00 bare message'];
      await sendUdp(sent);
      await soon(async () => expect(textsOf(await world.decoded())).toEqual(sent));
      const [frame] = await world.frames();
      expect(frame).toMatchObject({ source: 'syslog', format: 'syslog', count: 3 });
    });

    it('gives a message that names no host the address it came from', async () => {
      world = await testListeners({ syslogUdpPort: await freePort() });
      await sendUdp(['<34>1 2026-11-23T01:00:00Z - sshd - - - no host', message('host')]);
      await soon(async () => {
        const events = (await world.decoded()).flatMap((each) => each.events);
        expect(events.map(({ event }) => event.ocsf.host)).toEqual(['127.0.0.1', 'gw-1']);
      });
    });

    it('counts what finds no room and notes the gap in the stream', async () => {
      const real = await testJournals(fixedClock(TEST_TIME));
      const gate = Promise.withResolvers<void>();
      const held: Pick<Journal, 'append'> = {
        append: async (frame) => {
          await gate.promise;
          return real.journals.network.append(frame);
        },
      };
      const journals = { ...real.journals, network: { ...real.journals.network, ...held } };
      world = await testListeners({ syslogUdpPort: await freePort() }, { journals });
      const socket = createSocket('udp4');
      const long = message('x'.repeat(60_000));
      const port = world.listeners.ports.syslogUdp ?? 0;
      const lost = async (): Promise<number> => {
        const [, count] = /datagrams_lost_total\{source="syslog"\} (\d+)/.exec(await world.metrics.render()) ?? [];
        return Number(count ?? 0);
      };
      for (let sent = 0; sent < 2000 && (await lost()) === 0; sent += 1)
        await new Promise((done) => socket.send(long, port, '127.0.0.1', () => setImmediate(done)));
      socket.close();
      expect(await lost()).toBeGreaterThan(0);
      gate.resolve();
      await soon(async () => {
        const { seq } = real.journals.network.head();
        const [frame] = await real.journals.network.read({ from: seq, maxFrames: 1 });
        const decoded = openDecoder(undefined).decode({ ...mustFrame(frame), stream: 'network' });
        expect(decoded.events.at(-1)?.event.ocsf.message).toMatch(/^\d+ datagrams were lost/);
        expect(decoded.events.at(-1)?.event.fields['msgid']).toBe('gap');
      });
      await real.close();
    });
  });

  describe('over TCP', () => {
    const open = async (): Promise<TestListeners> => {
      world = await testListeners({ syslogTcpPort: await freePort() });
      return world;
    };
    const dial = () => world.dial(world.listeners.ports.syslogTcp);

    it('takes lines and counted messages, each connection its own way', async () => {
      await open();
      const [lines, counts] = [await dial(), await dial()];
      lines.socket.write(`${message('one')}\n${message('two')}\n`);
      counts.socket.write(counted(message('three\nin two lines')) + counted(message('four')));
      await soon(async () =>
        expect(textsOf(await world.decoded()).toSorted()).toEqual(
          [message('one'), message('two'), message('three\nin two lines'), message('four')].toSorted(),
        ),
      );
      expect(world.accepted()).toBe(4);
    });

    it('takes the last message of a connection that ends without a line end', async () => {
      await open();
      const client = await dial();
      client.socket.end(message('the last'));
      await soon(async () => expect(textsOf(await world.decoded())).toEqual([message('the last')]));
    });

    it('refuses a message over the limit, keeps its head and goes on', async () => {
      await open();
      const client = await dial();
      client.socket.write(`${'z'.repeat(300_000)}\n${message('after')}\n`);
      await soon(async () => expect(textsOf(await world.decoded())).toEqual([message('after')]));
      await soon(async () => {
        const rejects = (await world.decoded()).flatMap((each) => each.rejects);
        expect(rejects).toMatchObject([{ code: 'ingest.record-too-long', size: 300_000, place: 'offset 0' }]);
        expect(Buffer.from(rejects[0]?.preview ?? []).toString()).toMatch(/^z{1024}$/);
      });
      expect(client.closed()).toBe(false);
    });

    it('closes a connection whose counts are broken, and keeps what broke it', async () => {
      await open();
      const client = await dial();
      client.socket.write(`${counted(message('good'))}9x`);
      await soon(() => expect(client.closed()).toBe(true));
      await soon(async () => {
        const decoded = await world.decoded();
        expect(textsOf(decoded)).toEqual([message('good')]);
        expect(decoded.flatMap((each) => each.rejects)).toMatchObject([{ code: 'logs.bad_frame' }]);
      });
    });

    it('closes connections that never bring a message', async () => {
      await open();
      const [silent, busy] = [await dial(), await dial()];
      silent.socket.write('<34>1 never ends');
      busy.socket.write(`${message('x')}\n`);
      await soon(() => expect(world.accepted()).toBe(1));
      world.clock.advance(60_001);
      await soon(() => expect(silent.closed()).toBe(true));
      expect(busy.closed()).toBe(false);
    });
  });

  describe('over TLS', () => {
    it('takes messages of TLS clients only', async () => {
      const pair = await testJournals(fixedClock(TEST_TIME));
      const tls = { cert: join(pair.folder, 'cert.pem'), key: join(pair.folder, 'key.pem') };
      await writeFile(tls.cert, TEST_CERT);
      await writeFile(tls.key, TEST_KEY);
      world = await testListeners({ syslogTlsPort: await freePort(), tls });
      const port = world.listeners.ports.syslogTls;
      const plain = await world.dial(port);
      plain.socket.write(`${message('in clear')}\n`);
      const secure = connect({ port, host: '127.0.0.1', ca: TEST_CERT }, () => secure.write(counted(message('safe'))));
      await soon(async () => expect(textsOf(await world.decoded())).toEqual([message('safe')]));
      await soon(() => expect(plain.closed()).toBe(true));
      secure.destroy();
      await pair.close();
    });

    it('says what is missing when it has no certificate', async () => {
      world = await testListeners({ syslogTlsPort: await freePort() });
      expect(world.errors).toEqual(['syslog over TLS needs ingest.tls.cert and ingest.tls.key']);
      expect(world.listeners.ports).toEqual({});
    });
  });
});
