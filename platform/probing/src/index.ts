export { probeEndpoint } from './probe-endpoint.ts';
export type { Probed } from './probe-endpoint.ts';
export type { Exchange } from './exchange.ts';
export type { NegativeKind, NegativeTest, Pace, ProbeReport, ProbeTarget } from './types.ts';
