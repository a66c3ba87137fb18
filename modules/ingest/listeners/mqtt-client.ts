import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Logger } from '@chedun/log';
import {
  connectPacket,
  DISCONNECT,
  packetReader,
  PING,
  pubackPacket,
  subscribePacket,
  type Incoming,
  type Login,
  type Publish,
} from './mqtt-packets.ts';

/** Options of {@link subscribeMqtt}. */
export interface MqttOptions {
  /** `mqtt://host[:port]` or `mqtts://host[:port]`. */
  readonly url: string;
  /** PEM of the authorities that vouch for the broker; undefined = the public ones. */
  readonly ca: Buffer | undefined;
  /** Asked before each attempt, so that a changed password is taken. */
  readonly login: () => Promise<Login>;
  readonly filters: readonly string[];
  readonly maxBytes: number;
  /** Milliseconds before each further attempt; the last one stays. */
  readonly pausesMs: readonly number[];
  readonly log: Logger;
  /** Takes a message; resolves when it is on disk, which is when the broker is told. */
  readonly onMessage: (message: Publish) => Promise<void>;
  /** True while nothing more should be read; {@link MqttSubscriber.resume} ends it. */
  readonly full: () => boolean;
  readonly onConnected: (connected: boolean) => void;
}

/** A subscription that lasts until it is closed. */
export interface MqttSubscriber {
  readonly resume: () => void;
  /** Answers what is on disk, says goodbye and ends. */
  readonly close: () => Promise<void>;
}

const CONNECT_MS = 10_000;
const CLOSE_MS = 2000;
const SUBSCRIBE_ID = 1;
const REFUSED = 0x80;
const CONNECT_ERRORS = ['', 'protocol version', 'client id', 'unavailable', 'user name or password', 'not authorised'];

interface State {
  readonly options: MqttOptions;
  socket: Socket | undefined;
  attempts: number;
  closing: boolean;
  retry: NodeJS.Timeout | undefined;
  /** Answers that wait for the disk. */
  readonly owed: Set<Promise<void>>;
}

const dial = ({ url, ca }: MqttOptions): Socket => {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'mqtt:') return connectTcp({ host, port: Number(port) || 1883, noDelay: true });
  return connectTls({
    host,
    port: Number(port) || 8883,
    minVersion: 'TLSv1.2',
    // An address is no server name (RFC 6066).
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca ? { ca } : {}),
  });
};

/** Takes a message and tells the broker once it is on disk; without that the broker sends it again. */
const takeMessage = (state: State, socket: Socket, message: Publish): void => {
  const taken = state.options.onMessage(message);
  if (message.qos === 0) {
    taken.catch(() => undefined);
    return;
  }
  const answered = taken.then(
    () => {
      if (!socket.destroyed) socket.write(pubackPacket(message.packetId));
    },
    () => undefined,
  );
  state.owed.add(answered);
  void answered.finally(() => state.owed.delete(answered));
};

const takePacket = (state: State, socket: Socket, packet: Incoming): void => {
  const { log, filters, onConnected } = state.options;
  switch (packet.kind) {
    case 'publish':
      return takeMessage(state, socket, packet);
    case 'connack':
      if (packet.code === 0) return void socket.write(subscribePacket(SUBSCRIBE_ID, filters));
      socket.destroy(new Error(`the broker refuses: ${CONNECT_ERRORS[packet.code] ?? `code ${packet.code}`}`));
      return;
    case 'suback':
      state.attempts = 0;
      onConnected(true);
      for (const [at, code] of packet.codes.entries())
        if (code >= REFUSED) log.error('the broker refuses a subscription', { topic: filters[at] });
      log.info('subscribed at the MQTT broker', { topics: filters.length });
      return;
    case 'pingresp':
      return;
    case 'fault':
      socket.destroy(new Error(`the broker sent ${packet.reason}`));
  }
};

/** Pings, and gives a broker up that is silent for one and a half keep-alive times. */
const keepAlive = (socket: Socket, keepAliveS: number): NodeJS.Timeout => {
  let silent = 0;
  socket.on('data', () => {
    silent = 0;
  });
  return setInterval(
    () => {
      // A connection that is held back by us is not silent.
      silent = socket.isPaused() ? 0 : silent + 1;
      if (silent > 3) socket.destroy(new Error('the broker is silent'));
      else socket.write(PING);
    },
    (keepAliveS * 1000) / 2,
  );
};

const retryLater = (state: State, open: () => void): void => {
  const { pausesMs } = state.options;
  const pause = pausesMs[Math.min(state.attempts, pausesMs.length - 1)] ?? 1000;
  state.attempts += 1;
  state.retry = setTimeout(open, pause);
};

const open = async (state: State): Promise<void> => {
  const { options } = state;
  const again = (): void => {
    if (!state.closing) retryLater(state, () => void open(state));
  };
  let login: Login;
  try {
    login = await options.login();
  } catch (error) {
    options.log.error('the account at the MQTT broker cannot be read', { error });
    return again();
  }
  if (state.closing) return;
  const socket = dial(options);
  state.socket = socket;
  const reader = packetReader(options.maxBytes);
  const late = setTimeout(() => socket.destroy(new Error('no answer in time')), CONNECT_MS);
  let alive: NodeJS.Timeout | undefined;
  socket.once(options.url.startsWith('mqtts:') ? 'secureConnect' : 'connect', () => {
    socket.write(connectPacket(login));
    alive = keepAlive(socket, login.keepAliveS);
  });
  socket.on('data', (chunk: Buffer) => {
    for (const packet of reader.push(chunk)) {
      if (packet.kind === 'suback') clearTimeout(late);
      takePacket(state, socket, packet);
    }
    if (options.full()) socket.pause();
  });
  socket.on('error', (error) => options.log.warn('the MQTT broker cannot be used', { error, attempt: state.attempts }));
  socket.on('close', () => {
    clearTimeout(late);
    clearInterval(alive);
    options.onConnected(false);
    again();
  });
};

/** Subscribes and stays subscribed: a broker that goes away is tried again with growing pauses. */
export const subscribeMqtt = (options: MqttOptions): MqttSubscriber => {
  const state: State = { options, socket: undefined, attempts: 0, closing: false, retry: undefined, owed: new Set() };
  void open(state);
  return {
    resume: () => {
      if (state.socket?.isPaused() === true) state.socket.resume();
    },
    close: async () => {
      state.closing = true;
      clearTimeout(state.retry);
      const { socket } = state;
      if (!socket || socket.destroyed) return;
      socket.pause();
      let late: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((done) => {
        late = setTimeout(done, CLOSE_MS);
      });
      await Promise.race([Promise.all(state.owed), patience]);
      clearTimeout(late);
      const closed = new Promise<void>((done) => socket.once('close', () => done()));
      socket.write(DISCONNECT, () => socket.destroy());
      await closed;
    },
  };
};
