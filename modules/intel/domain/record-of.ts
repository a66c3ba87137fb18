import type { IndicatorKindName, TlpLevel } from '../contract.ts';
import type { Hit } from '../worker/hit.ts';

/** What of an indicator goes into the record of its hits. */
export interface ToldIndicator {
  readonly id: number;
  readonly kind: IndicatorKindName;
  readonly value: string;
  readonly ref: string;
  readonly title: string;
  readonly feed: string;
  readonly confidence: number | null;
  readonly tlp: TlpLevel | null;
  readonly labels: readonly string[];
  readonly kill_chain: readonly string[];
}

/** Families of indicators, the last part of `signal`. */
const FAMILY: Readonly<Record<IndicatorKindName, string>> = {
  ip: 'address',
  network: 'address',
  domain: 'name',
  url: 'url',
  md5: 'file',
  sha1: 'file',
  sha256: 'file',
  sm3: 'file',
  ja3: 'tls-client',
  ja4: 'tls-client',
  'cert-serial': 'certificate',
  'cert-md5': 'certificate',
  'cert-sha1': 'certificate',
  'cert-sha256': 'certificate',
  email: 'mail',
};

const given = (name: string, value: string): Readonly<Record<string, string>> =>
  value === '' ? {} : { [name]: value };

/** The flat record of hits of one indicator on one of our assets; fields as in docs/reference/vehicle-events.md. */
export const recordOf = (hit: Hit, indicator: ToldIndicator): Readonly<Record<string, unknown>> => {
  const { subject, ends } = hit;
  const host = ends.host !== '' ? ends.host : subject.kind === 'host' ? subject.id : '';
  return {
    time: new Date(hit.lastAt).toISOString(),
    product: 'chedun',
    category: 'intel',
    signal: `intel.${FAMILY[indicator.kind]}`,
    expected: `${indicator.kind} ${indicator.value}`,
    seen: hit.observed,
    message: `${hit.field} ${hit.observed}: ${indicator.title === '' ? indicator.value : indicator.title} (${indicator.feed})`,
    ...given('vin', ends.vin),
    ...given('host', host),
    ...given('user', ends.user),
    indicator_id: indicator.id,
    indicator_ref: indicator.ref,
    indicator_kind: indicator.kind,
    indicator_title: indicator.title,
    feed: indicator.feed,
    // Rules compare numbers: what nobody rated counts as middling.
    confidence: indicator.confidence ?? 50,
    tlp: indicator.tlp ?? '',
    labels: indicator.labels,
    kill_chain: indicator.kill_chain,
    observed: hit.observed,
    observed_field: hit.field,
    peer_src: ends.srcIp,
    peer_dst: ends.dstIp,
    event: `${hit.ref.journal}/${hit.ref.seq}/${hit.ref.index}`,
    event_source: ends.source,
    hits: hit.count,
    from_history: hit.fromHistory,
  };
};
