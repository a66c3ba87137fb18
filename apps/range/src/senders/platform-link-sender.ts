import type { Address } from '../options.ts';
import type { Vehicle } from '../fleet/vehicle.ts';
import { linkLogin, linkLogout, linkPosition } from '../protocols/platform-link.ts';
import type { Counters } from '../report.ts';
import { createLink } from './link.ts';

/** Forwards positions over one JT/T 809 main link. */
export interface PlatformLinkSender {
  readonly position: (vehicle: Vehicle, plate: string, now: number) => Promise<void>;
  /** Logs out and closes the link. */
  readonly finish: () => Promise<void>;
}

/** Creates the sender; it logs in when it first sends, and again after the link broke. */
export const createPlatformLinkSender = (
  target: Address,
  counters: Counters,
  signal: AbortSignal,
): PlatformLinkSender => {
  let serial = 0;
  const next = (): number => {
    serial += 1;
    return serial;
  };
  const link = createLink(target, counters, signal, {
    field: 'jtt809',
    opened: (socket) => void socket.on('data', () => (counters.linkAnswers += 1)),
    sent: () => {
      counters.linkPackets += 1;
    },
  });
  return {
    position: async (vehicle, plate, now) => {
      if (!link.isOpen()) await link.send(linkLogin(next()));
      await link.send(linkPosition(vehicle, plate, now, next()));
    },
    finish: async () => {
      if (link.isOpen() && !signal.aborted) await link.send(linkLogout(next()));
      await link.close();
    },
  };
};
