import {
  ANSWER_WAIT_MS,
  attempt,
  gather,
  MINUTE,
  QUIET_WAIT_MS,
  tcpOf,
  type Context,
  type DeclaredSource,
  type GrowingCounts,
} from './context.ts';
import { terminalConnections, type TerminalConnections } from './jtt808.ts';

const TERMINALS: DeclaredSource = {
  id: 'jtt808',
  title: 'JT/T 808 终端接入',
  kind: 'jtt808',
  format: 'jtt808',
  retention: 'network',
};
const MOST_CONNECTIONS = 20_000;
const CODE_KEY = 'jtt808-codes';
const CODE_DIGITS = 16;

/** Codes follow from the phone number and a key of ours, so that every process knows them after every start. */
const codes = async ({ platform }: Context): Promise<(phone: string) => Promise<string>> => {
  await platform.keys.ensure(CODE_KEY, 'hmac-sha256');
  return async (phone) => {
    const digest = await platform.keys.hmac(CODE_KEY, Buffer.from(phone));
    return Buffer.from(digest).toString('hex').slice(0, CODE_DIGITS);
  };
};

/** Opens the JT/T 808 listener; undefined when it is off. */
export const openTerminals = async (
  context: Context,
  counts: GrowingCounts,
): Promise<TerminalConnections | undefined> => {
  const { platform, opened, metrics } = context;
  const port = platform.config.ingest.jtt808Port;
  if (port === 0) return undefined;
  opened.declared.push(TERMINALS);
  const codeOf = await attempt(context, 'JT/T 808', port, () => codes(context));
  if (!codeOf) return undefined;
  const pieces = gather(context, TERMINALS, 'jtt808', ANSWER_WAIT_MS);
  const notes = gather(context, TERMINALS, 'ndjson', QUIET_WAIT_MS);
  const connections = terminalConnections({
    pieces,
    notes,
    clock: platform.clock,
    codeOf,
    onFrame: (status) => {
      counts.total += 1;
      if (status === 'checksum') counts.bcc += 1;
      if (status === 'structure') counts.structure += 1;
      metrics.terminalFrames.add(1, { status });
    },
  });
  const listener = await attempt(context, 'JT/T 808', port, () =>
    tcpOf(
      context,
      {
        port,
        maxConnections: MOST_CONNECTIONS,
        firstRecordMs: MINUTE / 2,
        idleMs: 10 * MINUTE,
        full: () => pieces.full() || notes.full(),
        onConnection: connections.open,
        onClosed: (connection, reason) => {
          metrics.closed.add(1, { source: TERMINALS.id, reason });
          connections.closed(connection, reason);
        },
      },
      TERMINALS,
    ),
  );
  if (!listener) return connections;
  opened.ports.jtt808 = listener.port;
  opened.closers.push(listener.close);
  for (const each of [pieces, notes]) each.onRoom(listener.resume);
  return connections;
};
