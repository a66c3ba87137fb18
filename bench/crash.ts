import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { powerCut } from './power/power-cut.ts';
import { firstUse, signIn, type Api } from './server/api.ts';
import { verdictOf, type Verdict } from './server/crash-verdict.ts';
import { numberedLoad, type NumberedLoad } from './server/numbered-load.ts';
import { benchFolder, freePort, startInstance, type Instance } from './server/instance.ts';
import { processesOf } from './server/memory.ts';

const KILLS = 20;
const POWER_CUTS = 5;
const RULE = `title: Crash bench canary
id: 5f1c8b86-8f0e-4c55-9f0a-3f5e8b2d7a11
status: stable
description: Matches the canaries of the crash bench
author: CheDun
date: 2026-11-23
license: Apache-2.0
logsource:
  product: bench
detection:
  selection:
    canary: true
  condition: selection
level: high
`;

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
}

type Victim = 'server' | 'event store' | 'postgres';
const VICTIMS: readonly Victim[] = ['server', 'event store', 'postgres'];

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};

/** The process to kill: the server itself, the store process, or the postmaster (the PostgreSQL process with a data folder). */
const victimPid = (server: Instance, victim: Victim): number | undefined => {
  if (victim === 'server') return server.process.pid;
  // From its source, or from code that was joined.
  const pattern = victim === 'event store' ? /store[/-]main\.(?:ts|mjs)/ : /bin\/postgres .*-D/;
  return processesOf(server.dir).find((pid) => pattern.test(commandOf(pid)));
};

/** Waits for the process that takes the place of a killed one: children of a dead postmaster still answer for a moment. */
const replaced = async (server: Instance, victim: Victim, pid: number): Promise<void> => {
  for (let found = victimPid(server, victim); found === undefined || found === pid; found = victimPid(server, victim))
    await sleep(20);
};

const ready = async (url: string): Promise<void> => {
  for (;;) {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
    if (answer?.ok === true) return;
    await sleep(20);
  }
};

const gone = async (pid: number): Promise<void> => {
  while (commandOf(pid) !== '') await sleep(5);
};

/** Kills one process and answers how long it took until the product was ready again, in milliseconds. */
const killAndRecover = async (server: Instance, victim: Victim): Promise<{ server: Instance; recoveredMs: number }> => {
  const pid = victimPid(server, victim);
  if (pid === undefined) throw new Error(`no process of ${victim} is running`);
  const began = performance.now();
  process.kill(pid, 'SIGKILL');
  await gone(pid);
  if (victim !== 'server') {
    await replaced(server, victim, pid);
    await ready(server.url);
    return { server, recoveredMs: performance.now() - began };
  }
  const next = await startInstance({ dir: server.dir, port: Number(new URL(server.url).port), fresh: false });
  await ready(next.url);
  return { server: next, recoveredMs: performance.now() - began };
};

const killRounds = async (): Promise<{ verdict: Verdict; slowest: Map<Victim, number> }> => {
  let server = await startInstance({ dir: benchFolder('crash'), port: await freePort(), fresh: true });
  const slowest = new Map<Victim, number>();
  try {
    let api = await firstUse(server.url, server.setupCode ?? '');
    await api.post('/detection/rules', { yaml: RULE, enabled: true });
    const load = numberedLoad(server.url, await api.token(['ingest.write']));
    for (let round = 0; round < KILLS; round += 1) {
      for (const victim of VICTIMS) {
        await sleep(500 + Math.random() * 1500);
        const done = await killAndRecover(server, victim);
        server = done.server;
        slowest.set(victim, Math.max(slowest.get(victim) ?? 0, done.recoveredMs));
      }
    }
    await load.stop();
    api = await signIn(server.url);
    return { verdict: await verdictOf(api, load), slowest };
  } finally {
    await server.stop();
  }
};

interface Cut {
  readonly verdict: Verdict;
  readonly restartMs: number;
}

const cutPower = async (): Promise<Cut | string> => {
  const port = await freePort();
  let load: NumberedLoad | undefined;
  const outcome = await powerCut<Cut>({
    sizeMb: 2048,
    cutAfterMs: 15_000,
    run: async (dir) => {
      const server = await startInstance({ dir, port, fresh: false });
      const api: Api = await firstUse(server.url, server.setupCode ?? '');
      await api.post('/detection/rules', { yaml: RULE, enabled: true });
      load = numberedLoad(server.url, await api.token(['ingest.write']));
      return { pid: server.process.pid ?? 0 };
    },
    check: async (dir) => {
      await load?.stop();
      const began = performance.now();
      const server = await startInstance({ dir, port, fresh: false });
      await ready(server.url);
      const restartMs = performance.now() - began;
      try {
        if (load === undefined) throw new Error('nothing was sent');
        return { verdict: await verdictOf(await signIn(server.url), load), restartMs };
      } finally {
        await server.stop();
      }
    },
  });
  return outcome.kind === 'cut' ? outcome.result : outcome.reason;
};

/** Kills each process twenty times under ingest, then cuts the power five times; looks for lost events and doubled alerts. */
export const run = async (): Promise<{ bench: string; metrics: Record<string, Metric> }> => {
  const kills = await killRounds();
  const cuts: Cut[] = [];
  let skipped = '';
  for (let at = 0; at < POWER_CUTS && skipped === ''; at += 1) {
    const cut = await cutPower();
    if (typeof cut === 'string') skipped = cut;
    else cuts.push(cut);
  }
  const all = [kills.verdict, ...cuts.map((cut) => cut.verdict)];
  const sum = (pick: (verdict: Verdict) => number): number => all.reduce((total, verdict) => total + pick(verdict), 0);
  const restarts = [...kills.slowest.values(), ...cuts.map((cut) => cut.restartMs)];
  const slowest = [...kills.slowest].map(([victim, ms]) => `${victim} ${Math.round(ms)} ms`).join(', ');
  const powerCuts = skipped === '' ? `${cuts.length} power cuts` : `power cuts skipped: ${skipped}`;
  return {
    bench: 'crash',
    metrics: {
      lost: {
        value: sum((verdict) => verdict.lost),
        unit: 'events',
        peer: `${sum((verdict) => verdict.acked)} acknowledged; ${KILLS} kills of each process, ${powerCuts}`,
      },
      duplicate_events: { value: sum((verdict) => verdict.duplicates), unit: 'events' },
      duplicate_alerts: { value: sum((verdict) => verdict.duplicateAlerts), unit: 'alerts' },
      lost_alerts: {
        value: sum((verdict) => verdict.lostAlerts),
        unit: 'alerts',
        peer: `${sum((verdict) => verdict.alerts)} canaries acknowledged`,
      },
      restart_max_ms: { value: Math.round(Math.max(...restarts)), unit: 'ms', peer: slowest },
      power_cuts: { value: cuts.length, unit: 'cuts', ...(skipped === '' ? {} : { peer: skipped }) },
    },
  };
};
