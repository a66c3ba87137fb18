import { readFile } from 'node:fs/promises';
import { REFUSED_FORMAT } from '../intake/frames.ts';
import type { Gatherer } from '../intake/gather.ts';
import { gather, QUIET_WAIT_MS, type Context, type DeclaredSource } from './context.ts';
import { subscribeMqtt } from './mqtt-client.ts';
import { mqttIntake, type Route } from './mqtt-intake.ts';
import type { Login } from './mqtt-packets.ts';
import { noteBytes } from './own-note.ts';
import { MOST_SPDU_BYTES, securedIntake } from './secured-intake.ts';
import { watchRoad } from './v2x-watch.ts';

const MEGABYTE = 1024 * 1024;
const KEEP_ALIVE_S = 60;
const PAUSES_MS = [1000, 2000, 5000, 10_000, 30_000, 60_000] as const;
/** Brokers send few messages ahead of our answers (20 by default), so answers must not wait long for others. */
const ANSWERED_WAIT_MS = 5;

type Topic = Context['platform']['config']['ingest']['mqtt']['topics'][number];

const sourceOf = ({ source, format }: Topic): DeclaredSource => ({
  id: source,
  title: source,
  kind: 'mqtt',
  format: format === 'v2x-spdu' ? 'v2x' : format,
  retention: 'network',
});

/** Senders of V2X messages are judged receiver by receiver: each topic is one. */
const roadWatch = (context: Context, notes: Gatherer): NonNullable<Route['watch']> => {
  const { platform, metrics } = context;
  const watch = watchRoad((fields, received) => {
    metrics.roadVerdicts.add(1, { rule: String(fields['signal']) });
    notes.add(noteBytes(received, fields));
  }, context.units);
  return (bytes, topic) => watch.take(bytes, { id: topic }, platform.clock.now());
};

const routesOf = (context: Context, gatherers: Gatherer[]): Route[] => {
  const { platform, opened, book } = context;
  const made = new Map<string, Pick<Route, 'records' | 'refused' | 'watch' | 'verify' | 'mostBytes'>>();
  return platform.config.ingest.mqtt.topics.map((topic) => {
    const source = sourceOf(topic);
    if (!opened.declared.some(({ id }) => id === source.id)) opened.declared.push(source);
    const key = `${topic.source} ${topic.format}`;
    const known = made.get(key);
    const own = (format: string, waitMs: number): Gatherer => {
      const gathered = gather(context, source, format, waitMs);
      gatherers.push(gathered);
      return gathered;
    };
    const ways = known ?? {
      records: own(topic.format, ANSWERED_WAIT_MS),
      refused: own(REFUSED_FORMAT, ANSWERED_WAIT_MS),
      ...(topic.format === 'v2x' ? { watch: roadWatch(context, own('ndjson', QUIET_WAIT_MS)) } : {}),
      ...(topic.format === 'v2x-spdu' ? { verify: securedIntake(context, source.id), mostBytes: MOST_SPDU_BYTES } : {}),
    };
    made.set(key, ways);
    return { ...ways, filter: topic.topic, format: topic.format, enabled: () => book.of(topic.source).enabled };
  });
};

const loginOf = async ({ platform }: Context): Promise<Login> => {
  const { clientId, username, passwordFile } = platform.config.ingest.mqtt;
  const password = passwordFile === undefined ? undefined : (await readFile(passwordFile, 'utf8')).trimEnd();
  return {
    clientId,
    username,
    password: password === undefined ? undefined : Buffer.from(password),
    keepAliveS: KEEP_ALIVE_S,
  };
};

/** Subscribes to the operator's broker when one is named. */
export const openMqtt = async (context: Context): Promise<void> => {
  const { platform, opened, metrics } = context;
  const { url, topics, caFile } = platform.config.ingest.mqtt;
  if (url === undefined) return;
  const gatherers: Gatherer[] = [];
  const routes = routesOf(context, gatherers);
  let ca: Buffer | undefined;
  try {
    ca = caFile === undefined ? undefined : await readFile(caFile);
  } catch (error) {
    platform.log.error('the authorities of the MQTT broker cannot be read; nothing is subscribed', {
      file: caFile,
      error,
    });
    return;
  }
  const subscriber = subscribeMqtt({
    url,
    ca,
    login: () => loginOf(context),
    filters: topics.map(({ topic }) => topic),
    maxBytes: MEGABYTE,
    pausesMs: PAUSES_MS,
    log: platform.log,
    onMessage: mqttIntake(routes, MEGABYTE, (what) => metrics.mqttMessages.add(1, { what })),
    full: () => gatherers.some((each) => each.full()),
    onConnected: (connected) => metrics.mqttConnected.set(connected ? 1 : 0),
  });
  for (const each of gatherers) each.onRoom(subscriber.resume);
  opened.closers.push(subscriber.close);
};
