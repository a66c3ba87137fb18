import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { DomainEvent, Tx } from '@chedun/records';
import { addressesOf, labelOf, serviceText, type KnownThing } from './domain/thing.ts';

const PER_EVENT = 200;
const MOST_NAME = 150;

/** Names of findings are shorter than host names may be. */
const short = (name: string): string =>
  name.length <= MOST_NAME ? name : `${name.slice(0, MOST_NAME)}~${name.length}`;

/** The finding of an unknown thing. */
export const unknownPrint = (id: string): string => `discovery:unknown:${id}`;
/** The finding of a host on record that is nobody's. */
export const noTeamPrint = (host: string): string => `discovery:no-team:${short(host)}`;
/** The finding of a host on record that nothing sees. */
export const unseenPrint = (host: string): string => `discovery:unseen:${short(host)}`;

const base = (now: number) => ({
  kind: 'weakness' as const,
  module: 'discovery',
  obligations: ['1.1-g'],
  count: 1,
  receivedAt: new Date(now).toISOString(),
  samples: [],
});

/** Report of a thing that is observed but not on record. */
export const unknownReport = (thing: KnownThing, now: number): FindingReport => {
  const label = labelOf(thing);
  const addresses = addressesOf(thing);
  const where = addresses[0] === undefined || addresses[0] === label ? '' : ` (${addresses[0]})`;
  return {
    ...base(now),
    fingerprint: unknownPrint(thing.id),
    title: `${label}${where} is on the network but not on record`,
    titleZh: `发现未登记资产 ${label}${where}`,
    severity: 'medium',
    assets: [{ kind: 'host', id: label.slice(0, 200) }],
    firstSeen: new Date(thing.firstAt).toISOString(),
    lastSeen: new Date(thing.lastAt).toISOString(),
    facts: {
      addresses: addresses.slice(0, 5).join(' '),
      mac: thing.mac,
      os: thing.os,
      services: thing.services.slice(0, 10).map(serviceText).join('; '),
    },
  };
};

/** Report of a host on record without a team. */
export const noTeamReport = (host: string, now: number): FindingReport => {
  const at = new Date(now).toISOString();
  return {
    ...base(now),
    fingerprint: noTeamPrint(host),
    title: `${host} is on record without a responsible team`,
    titleZh: `主机 ${host} 未登记责任部门`,
    severity: 'low',
    assets: [{ kind: 'host', id: host.slice(0, 200) }],
    firstSeen: at,
    lastSeen: at,
  };
};

/** Report of a host on record that no source saw for so many days. */
export const unseenReport = (host: string, days: number, lastSeenAt: number | null, now: number): FindingReport => {
  const at = new Date(now).toISOString();
  return {
    ...base(now),
    fingerprint: unseenPrint(host),
    title: `No source has seen ${host} for ${days} days`,
    titleZh: `主机 ${host} 已超过 ${days} 天未被任何来源发现`,
    severity: 'low',
    assets: [{ kind: 'host', id: host.slice(0, 200) }],
    firstSeen: at,
    lastSeen: at,
    facts: { lastSeen: lastSeenAt === null ? '' : new Date(lastSeenAt).toISOString() },
  };
};

/** Tells what is wrong, and takes back what is mended. */
export const tellFindings = async (
  tx: Tx,
  reports: readonly FindingReport[],
  cleared: readonly { readonly fingerprint: string; readonly comment: string }[],
): Promise<void> => {
  const events: DomainEvent[] = [];
  for (let at = 0; at < reports.length; at += PER_EVENT) {
    const findings = reports.slice(at, at + PER_EVENT);
    // A report is plain JSON; only its optional fields keep the compiler from seeing it.
    events.push({ type: findingsReported, aggregate: findings[0]?.fingerprint ?? '', payload: { findings } as never });
  }
  for (const each of cleared) events.push({ type: findingCleared, aggregate: each.fingerprint, payload: { ...each } });
  for (let at = 0; at < events.length; at += PER_EVENT) await tx.tell(events.slice(at, at + PER_EVENT), SYSTEM_ACTOR);
};
