export { probeEndpoint } from './probe-endpoint.ts';
export { tryPort } from './try-port.ts';
export type { PortState } from './try-port.ts';
export type { Probed } from './probe-endpoint.ts';
export type { Exchange } from './exchange.ts';
export type { NegativeKind, NegativeTest, Pace, ProbeReport, ProbeTarget } from './types.ts';
