/** Who of ours an event is about. */
export interface Subject {
  readonly kind: 'vehicle' | 'host' | 'account' | 'source';
  readonly id: string;
}

/** What is known of an event besides the value that matched. */
export interface EventEnds {
  readonly vin: string;
  readonly host: string;
  readonly user: string;
  readonly srcIp: string;
  readonly dstIp: string;
  readonly source: string;
}

const MOST = 200;

/**
 * The vehicle when the event names one, else the host that wrote it, else the end of the connection that is not the one
 * that matched, else the account, else the source.
 */
export const subjectOf = (ends: EventEnds, field: string): Subject => {
  const { vin, host, user, srcIp, dstIp, source } = ends;
  if (vin !== '') return { kind: 'vehicle', id: vin.slice(0, MOST) };
  if (host !== '') return { kind: 'host', id: host.slice(0, MOST) };
  const [mine, other] = field === 'src_ip' ? [dstIp, ''] : [srcIp, dstIp];
  if (mine !== '') return { kind: 'host', id: mine.slice(0, MOST) };
  if (user !== '') return { kind: 'account', id: user.slice(0, MOST) };
  return other === '' ? { kind: 'source', id: source } : { kind: 'host', id: other.slice(0, MOST) };
};
