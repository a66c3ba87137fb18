import type { IngestAsks } from '@chedun/ingest/contract';
import type { Logger } from '@chedun/log';
import { BASELINE_SOURCE } from './contract.ts';

/** Puts records of verdicts into the journal, each exactly once. */
export interface Recorder {
  /** Sends what waits, if it is certain that it is not in the journal already. */
  readonly send: () => Promise<void>;
  /** Records of these verdicts were read in the journal. */
  readonly seen: (ids: readonly string[]) => void;
}

const MOST = 500;

interface Needs {
  readonly record: IngestAsks['record'];
  readonly waiting: (limit: number) => Promise<readonly { id: string; record: Readonly<Record<string, unknown>> }[]>;
  /** Newest frame of the stream that holds our records, and the last one of it that the stage looked at. */
  readonly head: () => number;
  readonly through: () => number;
  readonly log: Logger;
}

/**
 * A record that was sent before the process ended may be in the journal although nobody noted it. So after a start, and after
 * a send that failed, nothing is sent until the stage has read the journal up to where its end was then: by then every
 * record that got in was seen.
 */
export const openRecorder = ({ record, waiting, head, through, log }: Needs): Recorder => {
  let barrier = head();
  let turn: Promise<void> = Promise.resolve();
  const sent = new Set<string>();
  const work = async (): Promise<void> => {
    if (through() < barrier) return;
    // What is read back while the database answers still waits in the answer: it is left out as well.
    const underWay = new Set(sent);
    const due = (await waiting(MOST + underWay.size)).filter(({ id }) => !underWay.has(id)).slice(0, MOST);
    if (due.length === 0) return;
    try {
      for (const { id } of due) sent.add(id);
      await record(
        BASELINE_SOURCE,
        due.map((each) => each.record),
      );
    } catch (error) {
      barrier = head();
      for (const { id } of due) sent.delete(id);
      log.warn('verdicts of behaviour rules could not be recorded, trying again', { error });
    }
  };
  return {
    send: () => {
      turn = turn.then(work).catch((error: unknown) => log.warn('verdicts could not be read', { error }));
      return turn;
    },
    seen: (ids) => {
      for (const id of ids) sent.delete(id);
    },
  };
};
