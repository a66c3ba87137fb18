import type { FindingReport } from '@chedun/governance/contract';
import type { Exposed, Standing } from '../contract.ts';

/** What is approved, and what is open. Times in ms since 1970. */
export interface Known {
  readonly targets: readonly string[];
  readonly services: readonly NonNullable<Exposed['service']>[];
  readonly open: readonly {
    readonly host: string;
    readonly port: number;
    readonly since: number;
    readonly seenAt: number;
  }[];
}

const ORDER: readonly Standing[] = ['unapproved', 'ended', 'not-open', 'not-probed', 'approved'];
const keyOf = ({ host, port }: { readonly host: string; readonly port: number }): string => `${host} ${port}`;

/** How each open or approved port stands; what has to be looked at first comes first. */
export const standings = ({ targets, services, open }: Known): Exposed[] => {
  const approved = new Map(services.map((service) => [keyOf(service), service]));
  const seen = new Set(open.map(keyOf));
  const opened = open.map(({ host, port, since, seenAt }): Exposed => {
    const service = approved.get(keyOf({ host, port })) ?? null;
    const standing = service === null ? 'unapproved' : service.isInForce ? 'approved' : 'ended';
    const [from, at] = [new Date(since).toISOString(), new Date(seenAt).toISOString()];
    return { host, port, standing, service, since: from, seenAt: at };
  });
  const closed = services
    .filter((service) => !seen.has(keyOf(service)))
    .map((service): Exposed => {
      const standing = targets.includes(service.host) ? 'not-open' : 'not-probed';
      return { host: service.host, port: service.port, standing, service, since: null, seenAt: null };
    });
  return [...opened, ...closed].toSorted(
    (a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) || a.host.localeCompare(b.host) || a.port - b.port,
  );
};

/** Ports by which machines and databases are managed. */
const MANAGEMENT: ReadonlySet<number> = new Set([
  22, 23, 135, 139, 161, 389, 445, 512, 513, 514, 873, 1433, 1521, 2049, 2375, 2379, 3306, 3389, 5432, 5900, 5984, 5985,
  6379, 6443, 9200, 10250, 11211, 27017,
]);

/** Findings of ports that are open though nobody approved, or not any more. */
export const findingsOf = (items: readonly Exposed[], now: number): FindingReport[] =>
  items
    .filter(({ standing }) => standing === 'unapproved' || standing === 'ended')
    .map(({ host, port, standing, since, seenAt }): FindingReport => {
      const ended = standing === 'ended';
      return {
        fingerprint: `exposure:${standing}:${host}:${port}`,
        kind: 'weakness',
        module: 'exposure',
        title: ended
          ? `Approval ended: ${host} port ${port} is still open`
          : `Not approved: ${host} port ${port} is open`,
        titleZh: ended
          ? `批准已到期的端口仍对互联网开放：${host} TCP ${port}`
          : `未经批准对互联网开放的端口：${host} TCP ${port}`,
        severity: MANAGEMENT.has(port) ? 'critical' : 'high',
        assets: [{ kind: 'host', id: host.slice(0, 200) }],
        obligations: ['1.1-j'],
        count: 1,
        firstSeen: since ?? new Date(now).toISOString(),
        lastSeen: seenAt ?? new Date(now).toISOString(),
        receivedAt: new Date(now).toISOString(),
        samples: [],
        facts: { host, port },
      };
    });
