import { beaconFlow, flowDatagram, probeFlow, vehicleAddress } from '../protocols/netflow.ts';
import type { FlowRecord } from '../protocols/netflow.ts';
import { asStep, spread } from '../story.ts';
import type { Action, StoryTeller } from '../story.ts';

const SERVER = '203.0.113.66';
const DATABASE = '10.20.0.21';
const BEACONS = 40;
const PORTS = 240;
const PORTS_A_DATAGRAM = 20;

/** Sequence numbers of the attacks start here, so that they do not look like lost flows of every day. */
const FIRST_SEQUENCE = 1_000_000;

const send = (at: number, sequence: number, flows: readonly FlowRecord[]): Action => ({
  kind: 'datagram',
  at,
  target: 'netflow',
  bytes: (now) => flowDatagram(flows, now, FIRST_SEQUENCE + sequence),
});

/** Traffic: a vehicle calls its master again and again, another one tries the ports of the database host. */
export const flows: StoryTeller = (_fleet, random) => {
  const [caller, scanner] = [vehicleAddress(77), vehicleAddress(91)];
  const beacons = spread(0.1, 0.9, BEACONS).map((at, index) => send(at, index, [beaconFlow(caller, SERVER, random)]));
  const scan = spread(0.4, 0.5, PORTS / PORTS_A_DATAGRAM).map((at, index) =>
    send(
      at,
      BEACONS + index * PORTS_A_DATAGRAM,
      Array.from({ length: PORTS_A_DATAGRAM }, (_, n) =>
        probeFlow(scanner, DATABASE, 1 + index * PORTS_A_DATAGRAM + n, random),
      ),
    ),
  );
  return {
    name: 'flows',
    actions: [...asStep('beaconing', beacons), ...asStep('port-scan', scan)],
    truth: { beaconing: [caller], 'port-scan': [scanner], addresses: [SERVER] },
  };
};
