import { createCanReader, createIdsTrainer, type CanFormat, type CanRecord, type IdsModel } from '@chedun/can';
import { messagesOf } from './can-analysis.ts';
import type { Task } from './protocol.ts';

/** Learns a model from a CAN log. */
export interface Training {
  readonly push: (bytes: Uint8Array) => void;
  /** @throws can.too_little_traffic */
  readonly end: () => IdsModel;
}

/** Starts learning from the log of a task. */
export const trainCan = (task: Task): Training => {
  const reader = createCanReader(task.format as CanFormat);
  const trainer = createIdsTrainer(messagesOf(task.dbc));
  const takeAll = (records: readonly CanRecord[]): void => {
    for (const record of records) if (record.kind === 'frame') trainer.push(record.frame);
  };
  return {
    push: (bytes) => takeAll(reader.push(bytes)),
    end: () => {
      takeAll(reader.end());
      return trainer.finish();
    },
  };
};
