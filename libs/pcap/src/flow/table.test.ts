import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyPacket, PROTO, TCP } from '../packet/packet.ts';
import type { Packet } from '../packet/packet.ts';
import type { Flow, FlowReason } from './flow.ts';
import { createFlowTable } from './table.ts';

/** One packet of a made-up network: few hosts and ports, so that flows meet again. */
interface Step {
  readonly source: number;
  readonly target: number;
  readonly sport: number;
  readonly dport: number;
  readonly proto: number;
  readonly version: 4 | 6;
  readonly vlan: number;
  readonly wait: number;
}

const step = fc.record({
  source: fc.constantFrom(1, 2, -3),
  target: fc.constantFrom(1, 2, -3),
  sport: fc.constantFrom(7, 8, 40_000),
  dport: fc.constantFrom(7, 8, 40_000),
  proto: fc.constantFrom<number>(PROTO.UDP, PROTO.TCP, PROTO.ICMP, 47),
  version: fc.constantFrom<4 | 6>(4, 6),
  vlan: fc.constantFrom(-1, 5),
  wait: fc.constantFrom(0, 0, 0, 1, 29, 31),
});
const steps = fc.array(step, { maxLength: 120 });

const hasPorts = (proto: number): boolean => proto === PROTO.UDP || proto === PROTO.TCP;

const packetOf = (one: Step, flags = 0): Packet => ({
  ...emptyPacket(),
  version: one.version,
  proto: one.proto,
  vlan: one.vlan,
  s0: one.source,
  d0: one.target,
  s3: one.version === 6 ? one.target : 0,
  d3: one.version === 6 ? one.source : 0,
  sport: hasPorts(one.proto) || one.proto === PROTO.ICMP ? one.sport : 0,
  dport: hasPorts(one.proto) || one.proto === PROTO.ICMP ? one.dport : 0,
  flags,
});

/** Both ends of a packet as text, sender first. ICMP has no ports: type and code are none. */
const endsOf = (one: Step): readonly [string, string] => {
  const ports = hasPorts(one.proto) ? [one.sport, one.dport] : ['', ''];
  return [`${one.source}:${ports[0]}`, `${one.target}:${ports[1]}`];
};

/** The same for both directions of a flow. */
const keyOf = (one: Step): string => [...endsOf(one).toSorted(), one.proto, one.version, one.vlan].join(' ');

describe('a flow table', () => {
  it('finds the same flows as a map of texts, and the direction of every packet', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const table = createFlowTable({ maxFlows: 1000, onEnd: () => undefined });
        const known = new Map<string, { readonly id: number; readonly client: string }>();
        for (const one of all) {
          const flow = table.find(packetOf(one), 0, 0);
          table.touch(flow);
          const before = known.get(keyOf(one)) ?? { id: flow.id, client: endsOf(one)[0] };
          if (!known.has(keyOf(one))) expect(flow.id).toBe(known.size + 1);
          known.set(keyOf(one), before);
          expect(flow.id).toBe(before.id);
          expect(table.direction()).toBe(before.client === endsOf(one)[0] ? 0 : 1);
        }
        expect(table.size()).toBe(known.size);
      }),
      { numRuns: 200 },
    );
  });

  it('ends every flow once, silent ones by time-out, and never holds more than it may', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 8 }), (all, maxFlows) => {
        const ended = new Map<number, FlowReason>();
        const begun = new Set<number>();
        let now = 0;
        const onEnd = (flow: Flow, reason: FlowReason): void => {
          expect(ended.has(flow.id)).toBe(false);
          // flows that saw no answer end after 30 seconds of silence, 60 when they are TCP
          if (reason === 'timeout') expect(now - flow.seen).toBeGreaterThan(flow.proto === PROTO.TCP ? 60 : 30);
          ended.set(flow.id, reason);
        };
        const table = createFlowTable({ maxFlows, onEnd });
        for (const one of all) {
          now += one.wait;
          const flow = table.find(packetOf(one), now, 0);
          table.touch(flow);
          begun.add(flow.id);
          expect(table.size()).toBeLessThanOrEqual(maxFlows);
          expect(begun.size - ended.size).toBe(table.size());
        }
        table.end();
        expect([...ended.keys()].toSorted((a, b) => a - b)).toEqual([...begun].toSorted((a, b) => a - b));
        expect(table.size()).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('turns a flow with its counts and the direction of the packet at hand', () => {
    const one: Step = { source: 1, target: 2, sport: 53, dport: 4000, proto: 17, version: 4, vlan: -1, wait: 0 };
    const table = createFlowTable({ maxFlows: 4, onEnd: () => undefined });
    const flow = table.find(packetOf(one), 0, 0);
    flow.packetsToServer = 3;
    flow.bytesToServer = 300;
    table.turn(flow);
    expect(flow).toMatchObject({ cport: 4000, vport: 53, c0: 2, v0: 1, packetsToClient: 3, bytesToClient: 300 });
    expect(flow).toMatchObject({ packetsToServer: 0, bytesToServer: 0 });
    expect(table.direction()).toBe(1);
    expect(table.find(packetOf(one), 0, 0)).toBe(flow);
    expect(table.direction()).toBe(1);
  });

  it.each([
    ['closed', TCP.SYN, 2],
    ['closed', TCP.SYN | TCP.ACK, 1],
    ['closed', TCP.ACK, 1],
    ['established', TCP.SYN, 1],
  ] as const)('after a connection that is %s, flags %i make %i flows', (state, flags, flows) => {
    const one: Step = { source: 1, target: 2, sport: 4000, dport: 80, proto: 6, version: 4, vlan: -1, wait: 0 };
    const reasons: FlowReason[] = [];
    const table = createFlowTable({ maxFlows: 4, onEnd: (_flow, reason) => void reasons.push(reason) });
    table.find(packetOf(one, TCP.SYN), 0, 0).state = state;
    expect(table.find(packetOf(one, flags), 0, 0).id).toBe(flows);
    expect(reasons).toEqual(flows === 2 ? ['tcp_reuse'] : []);
  });
});
