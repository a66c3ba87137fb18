import { COMMAND, hashOf, type Frame } from '@chedun/gbt32960';
import type { z } from 'zod';
import type { GatePass, VehicleSession } from '../contract.ts';
import type { Connection } from './tcp.ts';

type Session = z.infer<typeof VehicleSession>;

/** What is known of one connection of a vehicle or a platform. */
export interface Known {
  readonly connection: Connection;
  readonly pass: GatePass | undefined;
  readonly since: number;
  readonly vins: Set<string>;
  platform: string | null;
  /** Number that stands for where the frames come from: the platform, else the address. */
  source: number;
  /** Its account was refused: nothing that comes behind the login counts. */
  isBarred: boolean;
  frames: number;
  bad: number;
  refused: number;
  lastFrame: number | null;
  /** What the frames of this stretch are owed. */
  owed: Owed[];
}

/** What a frame is answered with; a refused report is owed no answer. */
export interface Owed {
  readonly answer: Uint8Array | undefined;
  readonly may: boolean;
}

/** Vehicles of one connection that are counted; a forwarding platform may have very many. */
const MOST_VINS = 100_000;

const endpoint = ({ connection }: Known): string => `${connection.peer.ip}:${connection.peer.port}`;

/** A note of the listener as a record that rules can see. */
export const noteRecord = (known: Known, status: string, now: number, more: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(
    JSON.stringify({
      time: new Date(now).toISOString(),
      product: 'vehicle',
      category: 'gbt32960',
      protocol: 'gbt32960',
      cmd: 'connection',
      status,
      src_ip: known.connection.peer.ip,
      src_port: known.connection.peer.port,
      frames: known.frames,
      ...(known.platform === null ? {} : { platform_user: known.platform }),
      ...more,
    }),
  );

/** A connection for the list of connections. */
export const present = (known: Known): Session => ({
  peer: endpoint(known),
  platform: known.platform,
  vehicles: known.vins.size,
  frames: known.frames,
  badFrames: known.bad,
  refusedFrames: known.refused,
  since: new Date(known.since).toISOString(),
  lastFrame: known.lastFrame === null ? null : new Date(known.lastFrame).toISOString(),
});

const numberOf = (source: string): number => {
  const bytes = Buffer.from(source);
  return hashOf(bytes, 0, bytes.length);
};

/** A connection that has brought nothing yet. */
export const newlyKnown = (connection: Connection, pass: GatePass | undefined, since: number): Known => ({
  connection,
  pass,
  since,
  vins: new Set(),
  platform: null,
  source: numberOf(connection.peer.ip),
  isBarred: false,
  frames: 0,
  bad: 0,
  refused: 0,
  lastFrame: null,
  owed: [],
});

/** Notes the account under which further frames come. */
export const followPlatform = (known: Known, frame: Frame): void => {
  if (frame.body.kind === 'platform-login') known.platform = frame.body.user;
  else if (frame.command === COMMAND.platformLogout) known.platform = null;
  else return;
  known.source = numberOf(known.platform ?? known.connection.peer.ip);
};

/** A vehicle that logs in again replaces its old connection. */
export const followVehicle = (known: Known, frame: Frame, owners: Map<string, Known>): void => {
  if (frame.command === COMMAND.vehicleLogout) {
    known.vins.delete(frame.id);
    if (owners.get(frame.id) === known) owners.delete(frame.id);
  }
  if (frame.command !== COMMAND.vehicleLogin) return;
  if (known.vins.size < MOST_VINS) known.vins.add(frame.id);
  const before = owners.get(frame.id);
  owners.set(frame.id, known);
  if (!before || before === known) return;
  // A connection that carries further vehicles belongs to a platform and goes on.
  if (before.platform === null && before.vins.size === 1) before.connection.close('replaced');
  before.vins.delete(frame.id);
};
