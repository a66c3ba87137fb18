export type { Bus, Consumption, ConsumerOptions, FrameBatch, FramePublisher } from './bus.ts';
export { busErrors } from './errors.ts';
export { openLocalBus } from './local-bus.ts';
export type { LocalBusOptions } from './local-bus.ts';
export { openNatsBus } from './nats-bus.ts';
export type { NatsBus, NatsBusOptions } from './nats-bus.ts';
