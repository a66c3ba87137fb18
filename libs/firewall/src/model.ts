/** Whole numbers from `lo` to `hi`, both included. */
export interface Range {
  readonly lo: number;
  readonly hi: number;
}

export const PORTS: Range = { lo: 0, hi: 65_535 };
export const PROTOCOLS: Range = { lo: 0, hi: 255 };
/** IPv4 addresses as numbers. */
export const ADDRESSES: Range = { lo: 0, hi: 2 ** 32 - 1 };

/** Protocol, source and destination port together: TCP 443 and UDP 53 are two of them. */
export interface Service {
  readonly protocol: Range;
  readonly source: Range;
  readonly destination: Range;
}
export const ANY_SERVICE: Service = { protocol: PROTOCOLS, source: PORTS, destination: PORTS };

/** What a rule does with what it matches; `other`: jumps, logs, marks and translations, which decide nothing here. */
export type RuleAction = 'allow' | 'deny' | 'other';

/** A rule of any firewall. Lists are unions; `interfaces` empty means any. */
export interface FirewallRule {
  /** Line of the export, from 1. */
  readonly line: number;
  /** Chain, access list or policy in which it stands. Rules of one list are tried in order. */
  readonly list: string;
  /** Name or number that people know it by. */
  readonly name: string;
  readonly action: RuleAction;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly sources: readonly Range[];
  readonly destinations: readonly Range[];
  readonly services: readonly Service[];
  /** Matches on more than is modelled (state, rate, time, user): it may match less than it says here, never more. */
  readonly isConditional: boolean;
  /** Names sets or services that the export does not explain: it may match more than it says here. */
  readonly isPartial: boolean;
  readonly isDisabled: boolean;
  /** Last day `YYYY-MM-DD` on which it is wanted, where its text says so. */
  readonly expiresOn: string | null;
  /** Times that it matched; null where the export does not count. */
  readonly hits: number | null;
  readonly comment: string;
  /** The line as it stands, shortened. */
  readonly text: string;
}

/** A line that could not be read. */
export interface Unread {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

export type FirewallFormat = 'iptables' | 'nftables' | 'cisco' | 'huawei' | 'fortigate' | 'security-groups';

/** What an export holds. `defaults`: what a list does when no rule matches; absent where it is not said. */
export interface RuleSet {
  readonly format: FirewallFormat;
  readonly rules: readonly FirewallRule[];
  readonly defaults: ReadonlyMap<string, RuleAction>;
  readonly unread: readonly Unread[];
}
