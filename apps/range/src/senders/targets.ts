import type { RangeClock } from '../clock.ts';
import type { RangeOptions } from '../options.ts';
import type { Counters } from '../report.ts';
import type { Vehicle } from '../fleet/vehicle.ts';
import { openApi } from '../road/api.ts';
import { openIdentities } from '../road/identities.ts';
import { openSignedRoad, type SignedRoadSender } from '../road/signed-sender.ts';
import { ROAD_SIGNERS } from '../stories/signed-road.ts';
import { DATAGRAM_TARGETS } from '../story.ts';
import type { DatagramTarget } from '../story.ts';
import { createDatagramSender } from './datagram-sender.ts';
import type { DatagramSender } from './datagram-sender.ts';
import { createFleetSender } from './fleet-sender.ts';
import type { FleetSender } from './fleet-sender.ts';
import { createLogSender } from './log-sender.ts';
import type { LogSender } from './log-sender.ts';
import { createPlatformLinkSender } from './platform-link-sender.ts';
import type { PlatformLinkSender } from './platform-link-sender.ts';
import { createSyslogSender } from './syslog-sender.ts';
import type { SyslogSender } from './syslog-sender.ts';
import { createTerminalSender } from './terminal-sender.ts';
import type { TerminalSender } from './terminal-sender.ts';

/** A sender for each target that was given. */
export interface Targets {
  readonly vehicles: FleetSender | undefined;
  readonly logs: LogSender | undefined;
  readonly firewall: SyslogSender | undefined;
  readonly terminals: TerminalSender | undefined;
  readonly platformLink: PlatformLinkSender | undefined;
  readonly datagrams: Readonly<Partial<Record<DatagramTarget, DatagramSender>>>;
  readonly signedRoad: SignedRoadSender | undefined;
}

/** Vehicles that sign on the road, and where they keep their keys. */
export interface RoadParty {
  readonly fleet: readonly Vehicle[];
  readonly stateFile: string | undefined;
  readonly unitFile: string | undefined;
  readonly onProblem: (error: unknown) => void;
}

const signedRoadOf = (
  { http }: RangeOptions,
  datagrams: DatagramSender | undefined,
  { fleet, stateFile, unitFile, onProblem }: RoadParty,
  clock: RangeClock,
  signal: AbortSignal,
): SignedRoadSender | undefined => {
  if (http === undefined || datagrams === undefined) return undefined;
  const vins = fleet.slice(0, ROAD_SIGNERS).map(({ vin }) => vin);
  const identities = openIdentities({ api: openApi(http, clock, signal), clock, vins, stateFile });
  return openSignedRoad({ identities, datagrams, unitFile, clock, signal, onProblem });
};

const datagramsOf = (options: RangeOptions, counters: Counters): Targets['datagrams'] =>
  Object.fromEntries(
    DATAGRAM_TARGETS.flatMap((target) => {
      const address = options[target];
      const sent = (): void => {
        counters.datagrams[target] += 1;
      };
      return address === undefined ? [] : [[target, createDatagramSender(address, sent)]];
    }),
  );

/** Creates the senders; connections open when they are first needed. */
export const openTargets = (
  options: RangeOptions,
  counters: Counters,
  clock: RangeClock,
  signal: AbortSignal,
  road: RoadParty,
): Targets => {
  const datagrams = datagramsOf(options, counters);
  return {
    vehicles: options.tcp && createFleetSender(options.tcp, counters, signal),
    logs: options.http && createLogSender(options.http, counters, clock, signal),
    firewall: options.syslog && createSyslogSender(options.syslog, counters, signal),
    terminals: options.jtt808 && createTerminalSender(options.jtt808, counters, signal),
    platformLink: options.jtt809 && createPlatformLinkSender(options.jtt809, counters, signal),
    datagrams,
    signedRoad: signedRoadOf(options, datagrams.v2xSigned, road, clock, signal),
  };
};

/** Logs vehicles and terminals out and closes everything. */
export const closeTargets = async (targets: Targets, now: number): Promise<void> => {
  await targets.vehicles?.finish(now);
  await targets.terminals?.finish();
  await targets.platformLink?.finish();
  await targets.firewall?.close();
  await Promise.all(Object.values(targets.datagrams).map((sender) => sender.close()));
};
