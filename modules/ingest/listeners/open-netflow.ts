import { createFlowCollector } from '@chedun/pcap/netflow';
import { attempt, gather, QUIET_WAIT_MS, type Context, type DeclaredSource } from './context.ts';
import { readExport } from './netflow-records.ts';
import { gapNote } from './own-note.ts';
import { openUdp } from './udp.ts';

const FLOWS: DeclaredSource = {
  id: 'netflow',
  title: 'NetFlow / IPFIX 流量',
  kind: 'netflow',
  format: 'suricata-eve',
  retention: 'network',
};

const LOST = { product: 'netflow', category: 'flow', protocol: 'netflow' } as const;

/** Opens the collector of NetFlow and IPFIX when it has a port. Templates live in memory, so it reads in order, here. */
export const openNetflow = async (context: Context): Promise<void> => {
  const { platform, opened, metrics, book } = context;
  const { host, netflowPort: port, netflowExporters } = platform.config.ingest;
  if (port === 0) return;
  opened.declared.push(FLOWS);
  const records = gather(context, FLOWS, 'ndjson', QUIET_WAIT_MS);
  const allowed: ReadonlySet<string> = new Set(netflowExporters);
  const collector = createFlowCollector();
  const listener = await attempt(context, 'NetFlow over UDP', port, () =>
    openUdp({
      host,
      port,
      log: platform.log,
      enabled: () => book.of(FLOWS.id).enabled,
      full: records.full,
      onDatagram: (bytes, peer) => {
        if (allowed.size > 0 && !allowed.has(peer.ip)) return metrics.refused.add(1, { source: FLOWS.id });
        const read = readExport(collector, bytes, peer, platform.clock.now());
        metrics.flowExports.add(1, { kind: read.kind });
        for (const record of read.records) records.add(Buffer.from(JSON.stringify(record)), peer);
      },
      onLost: (datagrams) => metrics.lost.add(datagrams, { source: FLOWS.id }),
      onGap: (lost, reason) => records.add(gapNote(platform.clock.now(), LOST, lost, reason)),
    }),
  );
  if (!listener) return;
  opened.ports.netflow = listener.port;
  opened.closers.push(listener.close);
};
