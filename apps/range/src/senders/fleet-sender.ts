import { loginFrame, logoutFrame, platformLoginFrame } from '../fleet/frames.ts';
import type { Vehicle } from '../fleet/vehicle.ts';
import type { RangeOptions } from '../options.ts';
import type { Counters } from '../report.ts';
import type { Route } from '../story.ts';
import { createLink } from './link.ts';
import type { Endpoint, Link } from './link.ts';

/** Sends the frames of the fleet, logging vehicles in as they appear. */
export interface FleetSender {
  /** Sends one message of a vehicle; over its own route the vehicle is logged in first. */
  readonly send: (vehicle: Vehicle, route: Route, now: number, bytes: () => Uint8Array) => Promise<void>;
  /** Logs everybody out and closes all connections. */
  readonly finish: (now: number) => Promise<void>;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost']);
const SECOND_LOOPBACK = '127.0.0.2';

interface Member {
  readonly vehicle: Vehicle;
  readonly link: Link;
}

/** Creates the sender for the TCP target. */
export const createFleetSender = (
  tcp: NonNullable<RangeOptions['tcp']>,
  counters: Counters,
  signal: AbortSignal,
): FleetSender => {
  const endpoint: Endpoint = { host: tcp.host, port: tcp.port };
  const secondEndpoint = LOOPBACK.has(tcp.host) ? { ...endpoint, localAddress: SECOND_LOOPBACK } : endpoint;
  const members = new Map<string, Member>();
  const seconds = new Map<string, Link>();
  let platform: Link | undefined;

  const platformLink = async (now: number): Promise<Link> => {
    platform ??= createLink(endpoint, counters, signal);
    if (!platform.isOpen()) await platform.send(platformLoginFrame(now));
    return platform;
  };

  const member = async (vehicle: Vehicle, now: number): Promise<Link> => {
    const known = members.get(vehicle.vin);
    if (known?.link.isOpen() === true) return known.link;
    const link =
      tcp.forward === 'platform' ? await platformLink(now) : (known?.link ?? createLink(endpoint, counters, signal));
    if (await link.send(loginFrame(vehicle, now))) members.set(vehicle.vin, { vehicle, link });
    return link;
  };

  const second = (vehicle: Vehicle): Link => {
    const link = seconds.get(vehicle.vin) ?? createLink(secondEndpoint, counters, signal);
    seconds.set(vehicle.vin, link);
    return link;
  };

  const send: FleetSender['send'] = async (vehicle, route, now, bytes) => {
    const link = route === 'second' ? second(vehicle) : await member(vehicle, now);
    await link.send(bytes());
  };

  const finish = async (now: number): Promise<void> => {
    for (const { vehicle, link } of members.values())
      if (link.isOpen() && !signal.aborted) await link.send(logoutFrame(vehicle, now));
    const links = new Set([...members.values()].map((one) => one.link));
    await Promise.all([...links, ...seconds.values()].map((link) => link.close()));
  };

  return { send, finish };
};
