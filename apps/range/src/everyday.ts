import type { RangeClock } from './clock.ts';
import type { Vehicle } from './fleet/vehicle.ts';
import { createPace } from './pace.ts';
import type { Prng } from './prng.ts';
import { idsDatagram, quietEvent } from './protocols/ids.ts';
import { HONEST_SIGNERS } from './stories/signed-road.ts';
import { bsmDatagram, createRoadUsers, measured, motionAt, temporaryId } from './protocols/junction.ts';
import { flowDatagram, usualFlow } from './protocols/netflow.ts';
import { positionFrame } from './protocols/terminals.ts';
import type { Terminal } from './protocols/terminals.ts';
import type { Targets } from './senders/targets.ts';
import { everydayLine, firewallLine } from './traffic.ts';

/** Who takes part in what happens every day. */
export interface Everyday {
  readonly fleet: readonly Vehicle[];
  readonly terminals: readonly Terminal[];
  readonly targets: Targets;
  readonly random: Prng;
  readonly clock: RangeClock;
}

/** Lets what is due happen; `elapsed` is in seconds since the start of the run. */
export type Routine = (elapsed: number) => Promise<void>;

/** Shares of the rate of vehicle reports. */
const LOG_LINES = 0.2;
const FIREWALL_MESSAGES = 0.1;
const TERMINAL_POSITIONS = 0.1;
const FORWARDED = 0.05;
const ECU_EVENTS = 0.005;
const FLOWS = 0.5;
/** A road user for so many reports a second. */
const REPORTS_PER_ROAD_USER = 4;
const MOST_ROAD_USERS = 12;
const ROAD_GROUP = 0x10;
const MOST_FLOWS = 30;

const lines = ({ fleet, targets: { logs }, random, clock }: Everyday, rate: number, from: number): Routine => {
  const due = createPace(rate * LOG_LINES, from);
  return async (elapsed) => {
    for (let left = due(elapsed); left > 0 && logs !== undefined; left -= 1) {
      const { source, line } = everydayLine(fleet, clock.now(), random);
      logs.add(source, line);
    }
  };
};

const messages = ({ fleet, targets: { firewall }, random, clock }: Everyday, rate: number, from: number): Routine => {
  const due = createPace(rate * FIREWALL_MESSAGES, from);
  const atTheEdge = random.fork('firewall');
  return async (elapsed) => {
    for (let left = due(elapsed); left > 0 && firewall !== undefined; left -= 1)
      await firewall.send(firewallLine(fleet, clock.now(), atTheEdge));
  };
};

const positions = ({ terminals, targets, clock }: Everyday, rate: number, from: number): Routine => {
  const due = createPace(rate * TERMINAL_POSITIONS, from);
  let next = 0;
  return async (elapsed) => {
    for (let left = due(elapsed); left > 0 && targets.terminals !== undefined; left -= 1) {
      const terminal = terminals[next % terminals.length];
      next += 1;
      if (terminal !== undefined)
        await targets.terminals.send(terminal, 'own', () => positionFrame(terminal, clock.now()));
    }
  };
};

const forwarded = ({ terminals, targets, clock }: Everyday, rate: number, from: number): Routine => {
  const due = createPace(rate * FORWARDED, from);
  let next = 0;
  return async (elapsed) => {
    for (let left = due(elapsed); left > 0 && targets.platformLink !== undefined; left -= 1) {
      const terminal = terminals[next % terminals.length];
      const plate = `沪B${String(10_000 + (next % terminals.length))}`;
      next += 1;
      if (terminal !== undefined) await targets.platformLink.position(terminal.vehicle, plate, clock.now());
    }
  };
};

const ecuEvents = ({ targets, random, clock }: Everyday, rate: number, from: number): Routine => {
  const due = createPace(rate * ECU_EVENTS, from);
  const inside = random.fork('ecu');
  return async (elapsed) => {
    for (let left = due(elapsed); left > 0; left -= 1)
      await targets.datagrams.ids?.send(idsDatagram([quietEvent(inside)], clock.now()));
  };
};

const flows = ({ targets, random, clock }: Everyday, rate: number, from: number): Routine => {
  const due = createPace(rate * FLOWS, from);
  const network = random.fork('flows');
  let sequence = 0;
  return async (elapsed) => {
    for (let left = due(elapsed); left > 0; left -= MOST_FLOWS) {
      const some = Array.from({ length: Math.min(left, MOST_FLOWS) }, () => usualFlow(network));
      await targets.datagrams.netflow?.send(flowDatagram(some, clock.now(), sequence));
      sequence += some.length;
    }
  };
};

/** Every road user sends once a second, each at a moment of its own. */
const junction = ({ targets, random, clock }: Everyday, rate: number, from: number): Routine => {
  const count = Math.min(MOST_ROAD_USERS, Math.max(1, Math.ceil(rate / REPORTS_PER_ROAD_USER)));
  const users = createRoadUsers(count, random.fork('junction'));
  const noise = random.fork('junction-noise');
  const sent = users.map((_, index) => Math.floor(from + index / count));
  return async (elapsed) => {
    const now = clock.now();
    for (const [index, user] of users.entries()) {
      const second = Math.floor(elapsed + index / count);
      if (sent[index] === second) continue;
      sent[index] = second;
      const motion = measured(motionAt(user, now / 1000), noise);
      await targets.datagrams.v2x?.send(bsmDatagram(temporaryId(ROAD_GROUP, index, motion.crossing), motion, now));
    }
  };
};

/** Metres between the lines of two crossings. */
const LINE = 0.6;

/** Vehicles with pseudonyms cross the junction too, each time under another one, and sign once a second. */
const signedJunction = ({ targets: { signedRoad }, random, clock }: Everyday, from: number): Routine => {
  const users = createRoadUsers(HONEST_SIGNERS, random.fork('signed-junction'));
  const noise = random.fork('signed-noise');
  // Nobody drives the same line twice.
  const lines = users.map(() => ({ crossing: -1, east: 0, north: 0 }));
  const sent = users.map((_, index) => Math.floor(from + index / HONEST_SIGNERS));
  return async (elapsed) => {
    for (const [vehicle, user] of users.entries()) {
      const second = Math.floor(elapsed + vehicle / HONEST_SIGNERS);
      if (signedRoad === undefined || sent[vehicle] === second) continue;
      sent[vehicle] = second;
      const now = clock.now();
      const { crossing, ...at } = measured(motionAt(user, now / 1000), noise);
      const before = lines[vehicle];
      const line =
        before?.crossing === crossing
          ? before
          : { crossing, east: noise.between(-LINE, LINE), north: noise.between(-LINE, LINE) };
      lines[vehicle] = line;
      const motion = { ...at, east: at.east + line.east, north: at.north + line.north };
      await signedRoad.send({ vehicle, pseudonym: crossing, motion: () => motion, how: 'valid' }, now);
    }
  };
};

/** The roadside unit tells of road works every two seconds. */
const roadsideUnit = ({ targets: { signedRoad }, clock }: Everyday, from: number): Routine => {
  const due = createPace(0.5, from);
  return async (elapsed) => {
    if (due(elapsed) > 0) await signedRoad?.notify(clock.now());
  };
};

/** What happens every day beside the reports of the fleet, at a rate that follows theirs, from the second `from` on. */
export const createEveryday = (everyday: Everyday, rate: number, from = 0): Routine => {
  const routines = [
    lines(everyday, rate, from),
    messages(everyday, rate, from),
    positions(everyday, rate, from),
    forwarded(everyday, rate, from),
    ecuEvents(everyday, rate, from),
    flows(everyday, rate, from),
    junction(everyday, rate, from),
    signedJunction(everyday, from),
    roadsideUnit(everyday, from),
  ];
  return async (elapsed) => {
    for (const routine of routines) await routine(elapsed);
  };
};
