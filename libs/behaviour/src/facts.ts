/** Facts: the little that behaviour detectors need to know of an event. Times are milliseconds since 1970 UTC. */

/** One flow between two addresses. */
export interface FlowFact {
  readonly kind: 'flow';
  readonly at: number;
  readonly src: string;
  readonly dst: string;
  readonly port: number;
  /** Bytes from the source to the destination; 0 when not known. */
  readonly bytesOut: number;
}

/** One TLS client hello: server name and fingerprint of the client, '' when not known. */
export interface TlsFact {
  readonly kind: 'tls';
  readonly at: number;
  readonly src: string;
  readonly dst: string;
  readonly sni: string;
  readonly ja4: string;
}

/** One DNS question or answer. */
export interface DnsFact {
  readonly kind: 'dns';
  readonly at: number;
  readonly client: string;
  /** Lower case, without a dot at the end. */
  readonly name: string;
  /** `question` when no answer is known yet. */
  readonly answer: 'question' | 'ok' | 'nxdomain' | 'error';
}

/** Whether something that was asked for was done. */
export type Outcome = 'ok' | 'failed' | 'unknown';

/** One remote command to a vehicle. */
export interface CommandFact {
  readonly kind: 'command';
  readonly at: number;
  readonly account: string;
  /** `owner`, `dealer`, `operator` …; '' when not known. */
  readonly role: string;
  readonly vin: string;
  readonly command: string;
  readonly outcome: Outcome;
  /** `app`, `call_center` …; '' when not known. */
  readonly channel: string;
  readonly session: string;
  readonly srcIp: string;
  /** ISO 3166 alpha-2; '' when the record does not say. */
  readonly country: string;
  readonly speedKmh: number | undefined;
}

/** One log-in of an account. */
export interface LoginFact {
  readonly kind: 'login';
  readonly at: number;
  readonly account: string;
  readonly outcome: Outcome;
  readonly session: string;
  readonly srcIp: string;
  readonly country: string;
}

/** One request to the interface of the vehicle cloud. */
export interface CallFact {
  readonly kind: 'call';
  readonly at: number;
  readonly account: string;
  readonly vin: string;
  readonly outcome: Outcome;
  readonly srcIp: string;
  readonly country: string;
}

/** One signature on one vehicle: a verdict of a native detector or a hit of a rule. */
export interface SignalFact {
  readonly kind: 'signal';
  readonly at: number;
  readonly signature: string;
  /** VIN, or the address of a vehicle whose VIN is not known. */
  readonly vehicle: string;
  /** Events for which it stands; 1 when left out. */
  readonly times?: number;
}

/** Every kind of fact. */
export type Fact = FlowFact | TlsFact | DnsFact | CommandFact | LoginFact | CallFact | SignalFact;
export type FactKind = Fact['kind'];
