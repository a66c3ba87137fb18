import type { ProbeName, ProtocolName, Weakness } from '@chedun/tls-probe';

/** What is asked, and what is expected there. */
export interface ProbeTarget {
  /** DNS name, IPv4 or IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  /** `any` asks for TLS and TLCP. */
  readonly speaks: 'any' | 'tls' | 'tlcp';
  /** Clients have to show a certificate: negative tests are made. */
  readonly mutual: boolean;
  /** SM2, SM3 and SM4 have to be offered. */
  readonly sm: boolean;
}

/** How gently an endpoint is asked, all in milliseconds. */
export interface Pace {
  readonly connectMs: number;
  readonly answerMs: number;
  /** How long is waited for a refusal after the handshake: TLS 1.3 ends for the client before the server has judged it. */
  readonly settleMs: number;
  /** Between two connections to the same endpoint. */
  readonly gapMs: number;
}

/** A client that must be refused: without certificate, with one that is over, with one of a foreign authority. */
export type NegativeKind = 'none' | 'expired' | 'foreign';

/** How a negative test ended. */
export interface NegativeOutcome {
  /** `unclear`: no connection was made, or its end says nothing. */
  readonly outcome: 'refused' | 'accepted' | 'unclear';
  /** Alert, code of the system or status of HTTP that showed it; at most 200 characters. */
  readonly how: string;
}

/** One negative test. */
export interface NegativeTest extends NegativeOutcome {
  readonly kind: NegativeKind;
  readonly over: 'tls' | 'tlcp';
}

/** What a probe showed, as plain values. */
export interface ProbeReport {
  readonly reachable: boolean;
  /** Why not, code of the system; empty when it was. */
  readonly reason: string;
  /** Newest protocol first; names of suites, groups and schemes as their standards write them. */
  readonly accepted: readonly {
    readonly protocol: ProtocolName;
    readonly suite: string;
    readonly group: string | null;
    readonly scheme: string | null;
    readonly asksClient: boolean | null;
  }[];
  readonly sm: boolean;
  readonly asksClient: boolean | null;
  readonly weaknesses: readonly Weakness[];
  readonly negative: readonly NegativeTest[];
  /** SHA-256 of certificates that were shown, the server's own first. */
  readonly certificates: readonly string[];
  /** When the first of them ends, ISO 8601. */
  readonly expiresAt: string | null;
  readonly hellos: readonly { readonly probe: ProbeName; readonly answer: string }[];
  readonly tookMs: number;
}
