import type { AppSettings } from '../app/host.ts';

/** How captures are analysed. Everything has a default. */
export interface AnalyzeOptions {
  /** Flows kept at a time; default 262,144. */
  readonly maxFlows?: number;
  /** Whether connections without a handshake in the capture are looked into; default true. */
  readonly midstream?: boolean;
  /** Ports of DNS besides 53. */
  readonly dnsPorts?: readonly number[];
  /** Form of dns records, default 3. */
  readonly dnsVersion?: 2 | 3;
  /** Longest MQTT packet that is read, in bytes; default 1 MiB. */
  readonly mqttMessageBytes?: number;
}

/** Options with their defaults. */
export interface Settings extends AppSettings {
  readonly maxFlows: number;
  readonly midstream: boolean;
}

/** Fills in the defaults. */
export const settingsOf = (options: AnalyzeOptions): Settings => ({
  maxFlows: Math.max(1, options.maxFlows ?? 262_144),
  midstream: options.midstream ?? true,
  dnsPorts: options.dnsPorts ?? [],
  dnsVersion: options.dnsVersion ?? 3,
  mqttMessageBytes: options.mqttMessageBytes ?? 1_048_576,
});
