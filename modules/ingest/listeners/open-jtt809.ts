import { ANSWER_WAIT_MS, gather, QUIET_WAIT_MS, type Context, type DeclaredSource } from './context.ts';
import { REFUSED_LINK_FORMAT } from '../domain/records.ts';
import { linkConnections, type LinkConnections } from './jtt809.ts';
import { openVehiclePorts } from './vehicle-ports.ts';

const PLATFORMS: DeclaredSource = {
  id: 'jtt809',
  title: 'JT/T 809 平台接入',
  kind: 'jtt809',
  format: 'jtt809',
  retention: 'network',
};

/** Opens the main link of JT/T 809; undefined when it is off. */
export const openPlatforms = async (context: Context): Promise<LinkConnections | undefined> => {
  const { platform, opened, metrics } = context;
  if (platform.config.ingest.jtt809Port === 0) return undefined;
  opened.declared.push(PLATFORMS);
  const pieces = gather(context, PLATFORMS, 'jtt809', ANSWER_WAIT_MS);
  const refused = gather(context, PLATFORMS, REFUSED_LINK_FORMAT, ANSWER_WAIT_MS);
  const notes = gather(context, PLATFORMS, 'ndjson', QUIET_WAIT_MS);
  const connections = linkConnections({
    pieces,
    refused,
    notes,
    clock: platform.clock,
    gate: context.gate,
    onRefused: () => metrics.refusedFrames.add(1, { source: PLATFORMS.id }),
    onFrame: (status) => metrics.terminalFrames.add(1, { status }),
  });
  await openVehiclePorts(context, {
    what: 'JT/T 809',
    source: PLATFORMS,
    ports: { plain: 'jtt809', tls: undefined },
    gatherers: [pieces, refused, notes],
    connections,
  });
  return connections;
};
