import { describe, expect, it } from 'vitest';
import { BEHAVIOUR_DETECTORS } from './detectors/all.ts';
import { limitsOf, openBehaviour } from './engine.ts';
import { command, dns, flow, login, signal, times, tls, UNKNOWN_WORLD, vin } from './testing/facts.ts';

const open = () => openBehaviour({ world: UNKNOWN_WORLD });
const scan = times(200, (n) => flow(n / 10, { port: 1000 + n }));

describe('the detectors', () => {
  it('have ids and Chinese titles of their own, and limits with the unit in the name', () => {
    const ids = BEHAVIOUR_DETECTORS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(BEHAVIOUR_DETECTORS.map(({ zh }) => zh)).size).toBe(ids.length);
    for (const { id, limits, zh, about } of BEHAVIOUR_DETECTORS) {
      expect(zh + about.zh, id).toMatch(/\p{Script=Han}/u);
      for (const [name, { unit, standard, min, max }] of Object.entries(limits)) {
        expect(min <= standard && standard <= max, `${id} ${name}`).toBe(true);
        const end = { 'km/h': 'Kmh', score: 'Score|Least' }[unit] ?? unit;
        expect(name, id).toMatch(new RegExp(`(${end})$`, 'i'));
      }
    }
  });

  it('tell the same verdict once an hour', () => {
    const behaviour = open();
    expect(scan.flatMap((fact) => behaviour.look(fact))).toHaveLength(1);
    const later = scan.map((fact) => ({ ...fact, at: fact.at + 3_600_000 }));
    expect(later.flatMap((fact) => behaviour.look(fact))).toHaveLength(1);
  });

  it('give the same verdicts for the same facts', () => {
    const [one, two] = [open(), open()];
    expect(scan.flatMap((fact) => one.look(fact))).toEqual(scan.flatMap((fact) => two.look(fact)));
  });

  it('follow what a person decided', () => {
    const behaviour = open();
    behaviour.configure('flow.port-fan-out', { enabled: false, limits: {} });
    expect(scan.flatMap((fact) => behaviour.look(fact))).toEqual([]);
    expect(behaviour.statusOf('flow.port-fan-out')?.looked).toBe(0);
    behaviour.configure('flow.port-fan-out', { enabled: true, limits: { portsCount: 300 } });
    expect(scan.flatMap((fact) => behaviour.look(fact))).toEqual([]);
    behaviour.configure('flow.port-fan-out', { enabled: true, limits: { portsCount: 60 } });
    expect(scan.flatMap((fact) => behaviour.look(fact))).toHaveLength(1);
    expect(behaviour.statusOf('flow.port-fan-out')).toMatchObject({ looked: 400, unready: undefined });
    expect(behaviour.statusOf('nobody')).toBeUndefined();
  });

  it('keep limits within their bounds', () => {
    const [detector] = BEHAVIOUR_DETECTORS;
    if (!detector) throw new Error('no detector');
    expect(limitsOf(detector, { portsCount: -4, windowS: 1e9 })).toEqual({ portsCount: 5, windowS: 86_400 });
  });

  it('leave empty fields out of the subject', () => {
    const behaviour = open();
    const [verdict] = behaviour.look(command(0, { speedKmh: 80, account: '', srcIp: '' }));
    expect(Object.keys(verdict?.subject ?? {})).toEqual(['vin', 'last_command', 'speed_kmh']);
  });

  it('save and load as JSON', () => {
    const behaviour = open();
    for (const fact of [tls(0), login(0), ...times(6, (n) => signal(n, vin(n)))]) behaviour.look(fact);
    const saved = JSON.parse(JSON.stringify(behaviour.save())) as Record<string, unknown>;
    const next = open();
    next.load(saved);
    next.load({});
    expect(next.save()).toEqual(behaviour.save());
    expect(behaviour.campaigns()).toHaveLength(1);
  });

  it('stay bounded when every fact names somebody new', () => {
    const behaviour = open();
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < 30_000; n += 1) {
      behaviour.look(
        flow(n / 100, { src: `10.${n % 250}.${(n >> 8) % 250}.${n % 199}`, dst: `8.${n % 256}.${n >> 10}.1` }),
      );
      behaviour.look(dns(n / 100, `n${n}.example.cn`, { client: `10.1.${n % 250}.${n >> 10}` }));
      behaviour.look(command(n / 100, { account: `u${n}`, vin: vin(n) }));
    }
    expect((process.memoryUsage().heapUsed - before) / 2 ** 20).toBeLessThan(200);
  }, 120_000);
});
