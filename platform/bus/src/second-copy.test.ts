import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  MemoryTarget,
  numbered,
  openCopyWorld,
  openWorldJournal,
  keepingLog,
  realClock,
  until,
} from './testing/copy-world.ts';
import { withSecondCopy } from './second-copy.ts';
import { busError } from './errors.ts';

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const away = busError('bus.unavailable', { reason: 'gone' });

describe('a journal with a second copy', () => {
  it('acknowledges after both are done, in order, and stores each frame once', async () => {
    const target = new MemoryTarget();
    const { journal } = await openCopyWorld(target);
    await until(() => journal.copyState().away === undefined);
    const acked: number[] = [];
    await Promise.all(range(1, 300).map((at) => journal.append(numbered(at)).then(({ seq }) => acked.push(seq))));
    expect(acked).toEqual(range(1, 300));
    expect(target.stored).toEqual(range(1, 300));
    expect(journal.copyState()).toEqual({ away: undefined, lag: 0, missing: 0, repaired: 0 });
  });

  it('acknowledges nothing while the copy is on its way, although the frame is durable', async () => {
    const target = new MemoryTarget();
    const { journal, inner } = await openCopyWorld(target);
    await until(() => journal.copyState().away === undefined);
    const gate = Promise.withResolvers<void>();
    target.gate = gate.promise;
    let acked = false;
    const appended = journal.append(numbered(1)).then(() => (acked = true));
    await until(() => inner.head().seq === 1 && target.calls.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(acked).toBe(false);
    gate.resolve();
    await appended;
  });

  it('refuses with journal.busy while the target is away, and writes nothing then', async () => {
    const target = new MemoryTarget();
    target.failure = away;
    const { journal, inner, log } = await openCopyWorld(target);
    await expect(journal.append(numbered(1))).rejects.toMatchObject({ code: 'journal.busy' });
    expect(inner.head().seq).toBe(0);
    target.failure = undefined;
    await until(() => journal.copyState().away === undefined);
    expect(await journal.append(numbered(1))).toEqual({ seq: 1 });
    expect(log.lines).toEqual(['the bus takes no frames; senders are refused', 'the bus takes frames']);
  });

  it('refuses at once, and writes nothing, while there is no connection and nothing waits', async () => {
    const target = new MemoryTarget();
    const { journal, inner } = await openCopyWorld(target);
    await until(() => journal.copyState().away === undefined);
    target.connected = false;
    expect(journal.copyState().away).toBe('not connected');
    await expect(journal.append(numbered(1))).rejects.toMatchObject({ code: 'journal.busy' });
    expect(inner.head().seq).toBe(0);
    target.connected = true;
    expect(await journal.append(numbered(1))).toEqual({ seq: 1 });
  });

  it('refuses after waitMs when the target went away in between; the frame is copied later all the same', async () => {
    const target = new MemoryTarget();
    const { journal, inner } = await openCopyWorld(target, { waitMs: 200 });
    await until(() => journal.copyState().away === undefined);
    target.failure = away;
    await expect(journal.append(numbered(1))).rejects.toMatchObject({ code: 'journal.busy' });
    expect(inner.head().seq).toBe(1);
    await expect(journal.append(numbered(2))).rejects.toMatchObject({ code: 'journal.busy' });
    expect(inner.head().seq).toBe(1);
    target.failure = undefined;
    await until(() => target.stored.includes(1));
    await until(() => journal.copyState().away === undefined);
    expect(await journal.append(numbered(1))).toEqual({ seq: 2 });
  });

  it('refuses what exceeds its memory, and takes more when there is room', async () => {
    const target = new MemoryTarget();
    const { journal } = await openCopyWorld(target, { waitingBytes: 2500, waitingFrames: 3 });
    await until(() => journal.copyState().away === undefined);
    const gate = Promise.withResolvers<void>();
    target.gate = gate.promise;
    const first = [journal.append(numbered(1, 1000)), journal.append(numbered(2, 1000))];
    await expect(journal.append(numbered(3, 1000))).rejects.toMatchObject({ code: 'journal.busy' });
    first.push(journal.append(numbered(3)));
    await expect(journal.append(numbered(4))).rejects.toMatchObject({ code: 'journal.busy' });
    gate.resolve();
    expect(await Promise.all(first)).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
    expect(await journal.append(numbered(4))).toEqual({ seq: 4 });
  });

  it('refuses a frame that no message can hold before it is written', async () => {
    const target = new MemoryTarget();
    target.most = 500;
    const { journal, inner } = await openCopyWorld(target);
    await until(() => journal.copyState().away === undefined);
    await expect(journal.append(numbered(1, 500))).rejects.toMatchObject({ code: 'journal.bad_record' });
    expect(inner.head().seq).toBe(0);
    expect(await journal.append(numbered(1, 400))).toEqual({ seq: 1 });
  });

  it('never acknowledges a frame that the target refuses for ever, and goes on behind it', async () => {
    const target = new MemoryTarget();
    target.tooLarge = new Set([2]);
    target.loseFrame.add(3);
    const { journal } = await openCopyWorld(target);
    await until(() => journal.copyState().away === undefined);
    const settled = await Promise.allSettled(range(1, 4).map((at) => journal.append(numbered(at))));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(settled[1]).toMatchObject({ reason: { code: 'journal.bad_record' } });
  });

  it('ends the senders that wait when it closes', async () => {
    const target = new MemoryTarget();
    const { journal } = await openCopyWorld(target);
    await until(() => journal.copyState().away === undefined);
    target.failure = away;
    const waiting = journal.append(numbered(1)).catch((error: unknown) => error);
    await until(() => journal.copyState().away !== undefined);
    await journal.close();
    expect(await waiting).toMatchObject({ code: 'journal.closed' });
    await expect(journal.append(numbered(2))).rejects.toMatchObject({ code: 'journal.closed' });
  });

  it('whatever is lost on the way, exactly the acknowledged frames are a subset of the stored ones', async () => {
    const lost = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(lost, lost, async (frames, acks) => {
        const target = new MemoryTarget();
        for (const seq of frames) target.loseFrame.add(seq);
        for (const seq of acks) target.loseAck.add(seq);
        const { journal } = await openCopyWorld(target);
        await until(() => journal.copyState().away === undefined);
        const settled = await Promise.allSettled(range(1, 40).map((at) => journal.append(numbered(at))));
        const acked = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value.seq] : []));
        for (const seq of acked) expect(target.stored).toContain(seq);
        expect(new Set(target.stored).size).toBe(target.stored.length);
        await journal.close();
      }),
      { numRuns: 8 },
    );
  });
});

describe('what the target lacks', () => {
  it('is brought at the start: frames of before, and holes; nobody waits for it', async () => {
    const { inner } = await openWorldJournal();
    for (const at of range(1, 200)) void inner.append(numbered(at));
    await inner.append(numbered(201));
    const target = new MemoryTarget();
    target.stored.push(...range(50, 120), 130);
    const journal = withSecondCopy({ journal: inner, target, clock: realClock, log: keepingLog() });
    await until(() => journal.copyState().repaired === 201 - 72);
    expect(new Set(target.stored)).toEqual(new Set(range(1, 201)));
    expect(target.calls).not.toContain(60);
    expect(journal.copyState().missing).toBe(0);
    await journal.close();
  });

  it('is brought after an outage that lost acknowledged frames', async () => {
    const target = new MemoryTarget();
    const { journal } = await openCopyWorld(target);
    await until(() => journal.copyState().away === undefined);
    await Promise.all(range(1, 20).map((at) => journal.append(numbered(at))));
    target.failure = away;
    const waiting = journal.append(numbered(21));
    await until(() => journal.copyState().away !== undefined);
    target.stored.splice(3, 10);
    target.failure = undefined;
    await waiting;
    await until(() => new Set(target.stored).size === 21);
    expect(journal.copyState()).toMatchObject({ missing: 0, repaired: 10 });
  });

  it('is left alone where it is older than what the target keeps', async () => {
    const { inner } = await openWorldJournal();
    const now = Date.now();
    for (const age of [50_000, 40_000, 30_000, 20_000, 1000, 500]) {
      await inner.append({ ...numbered(1), receivedAt: now - age });
    }
    const target = new MemoryTarget();
    target.keepsMs = 35_000;
    const journal = withSecondCopy({ journal: inner, target, clock: realClock, log: keepingLog() });
    await until(() => target.stored.length === 4);
    expect(target.stored).toEqual([3, 4, 5, 6]);
    await journal.close();
  });
});
