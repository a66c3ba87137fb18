import { attempt, gather, QUIET_WAIT_MS, type Context, type DeclaredSource } from './context.ts';
import { gapNote, noteBytes } from './own-note.ts';
import { openUdp } from './udp.ts';
import { watchRoad } from './v2x-watch.ts';

const ROADS: DeclaredSource = { id: 'v2x', title: 'V2X 路侧消息', kind: 'v2x', format: 'v2x', retention: 'network' };

/** Opens the listener for V2X messages when it has a port: one T/CSAE 53 message a datagram. */
export const openRoads = async (context: Context): Promise<void> => {
  const { platform, opened, metrics, book } = context;
  const { host, v2xPort: port } = platform.config.ingest;
  if (port === 0) return;
  opened.declared.push(ROADS);
  const messages = gather(context, ROADS, 'v2x', QUIET_WAIT_MS);
  const notes = gather(context, ROADS, 'ndjson', QUIET_WAIT_MS);
  const watch = watchRoad((fields, received) => {
    metrics.roadVerdicts.add(1, { rule: String(fields['signal']) });
    notes.add(noteBytes(received, fields));
  }, context.units);
  const listener = await attempt(context, 'V2X over UDP', port, () =>
    openUdp({
      host,
      port,
      log: platform.log,
      enabled: () => book.of(ROADS.id).enabled,
      full: () => messages.full() || notes.full(),
      onDatagram: (bytes, peer) => {
        messages.add(bytes, peer);
        watch.take(bytes, { id: peer.ip, peer }, platform.clock.now());
      },
      onLost: (datagrams) => metrics.lost.add(datagrams, { source: ROADS.id }),
      onGap: (lost, reason) =>
        notes.add(
          gapNote(platform.clock.now(), { product: 'vehicle', category: 'v2x', protocol: 'v2x' }, lost, reason),
        ),
    }),
  );
  if (!listener) return;
  opened.ports.v2x = listener.port;
  opened.closers.push(listener.close);
};
