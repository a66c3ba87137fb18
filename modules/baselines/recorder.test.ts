import { silentLog } from '@chedun/records/testing';
import { describe, expect, it } from 'vitest';
import { openRecorder } from './recorder.ts';

const row = (id: string) => ({ id, record: { id } });

describe('records of verdicts', () => {
  it('are not sent again when one is read back while the database answers what waits', async () => {
    const sent: unknown[] = [];
    const waiting: (readonly ReturnType<typeof row>[])[] = [[row('a')], [row('a'), row('b')], []];
    let answering: () => void = () => undefined;
    const recorder = openRecorder({
      record: async (_source, records) => void sent.push(...records.map(({ id }) => id)),
      waiting: async () => {
        answering();
        return waiting.shift() ?? [];
      },
      head: () => 0,
      through: () => 0,
      log: silentLog,
    });
    await recorder.send();
    // The answer of the database is older than the note that the record of a was read.
    answering = () => recorder.seen(['a']);
    await recorder.send();
    await recorder.send();
    expect(sent).toEqual(['a', 'b']);
  });

  it('wait after a send that failed until the journal was read to its end of then', async () => {
    let [head, through, fails] = [7, 7, true];
    const sent: unknown[] = [];
    const recorder = openRecorder({
      record: async (_source, records) => {
        head = 9;
        if (fails) throw new Error('no space');
        sent.push(...records.map(({ id }) => id));
      },
      waiting: async () => [row('a')],
      head: () => head,
      through: () => through,
      log: silentLog,
    });
    await recorder.send();
    fails = false;
    await recorder.send();
    expect(sent).toEqual([]);
    through = 9;
    await recorder.send();
    expect(sent).toEqual(['a']);
  });
});
