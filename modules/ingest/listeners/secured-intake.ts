import type { Context } from './context.ts';

/** Longest signed message that is taken, bytes: that of the verification. */
export const MOST_SPDU_BYTES = 8192;

type Needs = Pick<Context, 'judge' | 'metrics'> & { readonly platform: Pick<Context['platform'], 'clock'> };

/**
 * Hands signed V2X messages of a broker to whoever verifies them. Resolves when the message was judged; rejects when nobody
 * had room for it, so that its broker is not told that it was taken.
 */
export const securedIntake =
  ({ judge, metrics, platform }: Needs, source: string) =>
  async (bytes: Uint8Array, heardAs: string): Promise<void> => {
    // The memory of the connection is used again.
    const message = { bytes: Uint8Array.from(bytes), heardAs, received: platform.clock.now() };
    const became = (await judge()?.(message)) ?? 'no-room';
    if (became === 'judged') return;
    metrics.lost.add(1, { source });
    throw new RangeError('signed messages find no room to be verified');
  };
