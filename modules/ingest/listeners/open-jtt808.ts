import {
  ANSWER_WAIT_MS,
  attempt,
  gather,
  QUIET_WAIT_MS,
  type Context,
  type DeclaredSource,
  type GrowingCounts,
} from './context.ts';
import { REFUSED_TERMINAL_FORMAT } from '../domain/records.ts';
import { terminalConnections, type TerminalConnections } from './jtt808.ts';
import { openVehiclePorts } from './vehicle-ports.ts';

const TERMINALS: DeclaredSource = {
  id: 'jtt808',
  title: 'JT/T 808 终端接入',
  kind: 'jtt808',
  format: 'jtt808',
  retention: 'network',
};
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
  const { jtt808Port, jtt808TlsPort, jtt808TlcpPort } = platform.config.ingest;
  if (jtt808Port + jtt808TlsPort + jtt808TlcpPort === 0) return undefined;
  opened.declared.push(TERMINALS);
  const codeOf = await attempt(context, 'JT/T 808', jtt808Port, () => codes(context));
  if (!codeOf) return undefined;
  const pieces = gather(context, TERMINALS, 'jtt808', ANSWER_WAIT_MS);
  const refused = gather(context, TERMINALS, REFUSED_TERMINAL_FORMAT, ANSWER_WAIT_MS);
  const notes = gather(context, TERMINALS, 'ndjson', QUIET_WAIT_MS);
  const connections = terminalConnections({
    pieces,
    refused,
    notes,
    clock: platform.clock,
    codeOf,
    gate: context.gate,
    onRefused: () => metrics.refusedFrames.add(1, { source: TERMINALS.id }),
    onFrame: (status) => {
      counts.total += 1;
      if (status === 'checksum') counts.bcc += 1;
      if (status === 'structure') counts.structure += 1;
      metrics.terminalFrames.add(1, { status });
    },
  });
  await openVehiclePorts(context, {
    what: 'JT/T 808',
    source: TERMINALS,
    ports: { plain: 'jtt808', tls: 'jtt808Tls', tlcp: 'jtt808Tlcp' },
    gatherers: [pieces, refused, notes],
    connections,
  });
  return connections;
};
