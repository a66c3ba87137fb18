import { attempt, gather, QUIET_WAIT_MS, type Context, type DeclaredSource } from './context.ts';
import { gapNote } from './own-note.ts';
import { openUdp } from './udp.ts';

const ECUS: DeclaredSource = {
  id: 'autosar-ids',
  title: 'AUTOSAR IDS 安全事件',
  kind: 'autosar-ids',
  format: 'autosar-ids',
  retention: 'network',
};

const LOST = { product: 'vehicle', category: 'ecu_sev', protocol: 'autosar_ids' } as const;

/** Opens the listener for AUTOSAR IDS messages when it has a port: any number of messages a datagram. */
export const openIds = async (context: Context): Promise<void> => {
  const { platform, opened, metrics, book } = context;
  const { host, idsPort: port } = platform.config.ingest;
  if (port === 0) return;
  opened.declared.push(ECUS);
  const messages = gather(context, ECUS, 'autosar-ids', QUIET_WAIT_MS);
  const notes = gather(context, ECUS, 'ndjson', QUIET_WAIT_MS);
  const listener = await attempt(context, 'AUTOSAR IDS over UDP', port, () =>
    openUdp({
      host,
      port,
      log: platform.log,
      enabled: () => book.of(ECUS.id).enabled,
      full: messages.full,
      onDatagram: messages.add,
      onLost: (datagrams) => metrics.lost.add(datagrams, { source: ECUS.id }),
      onGap: (lost, reason) => notes.add(gapNote(platform.clock.now(), LOST, lost, reason)),
    }),
  );
  if (!listener) return;
  opened.ports.autosarIds = listener.port;
  opened.closers.push(listener.close);
};
