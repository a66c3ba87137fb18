import fc from 'fast-check';
import { newSpduView } from '@chedun/v2x-security';
import { describe, expect, it } from 'vitest';
import { AnswerWriter, answersIn, BatchWriter, outcomeAt, readBatch, verdictAt } from './batch.ts';
import { codeOf, meaningOf, STEPS, stepsOf, VERDICTS, verdictOf } from './verdicts.ts';

const received = fc.record({
  bytes: fc.uint8Array({ maxLength: 3000 }),
  at: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  place: fc.option(
    fc.record({
      latitude: fc.integer({ min: -900_000_000, max: 900_000_000 }),
      longitude: fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
    }),
    { nil: undefined },
  ),
});

describe('a batch', () => {
  it('gives back what was put in, and is empty when it was taken', () => {
    fc.assert(
      fc.property(fc.array(received, { maxLength: 40 }), (messages) => {
        const writer = new BatchWriter();
        for (const message of messages) writer.add(message);
        const read: unknown[] = [];
        readBatch(writer.take(), (bytes, at, place) => read.push({ bytes: Uint8Array.from(bytes), at, place }));
        expect(read).toEqual(messages);
        expect(writer.take().byteLength).toBe(0);
      }),
    );
  });
});

describe('answers', () => {
  it('tell of every verdict and keep the fields of the message', () => {
    const answers = new AnswerWriter(VERDICTS.length);
    const view = { ...newSpduView(), tbsEnd: 9, aid: 2 ** 40, generationTime: 12, hasLocation: true, latitude: -5 };
    for (const verdict of VERDICTS) answers.add({ verdict, signer: undefined }, view);
    const read = new DataView(answers.buffer);
    expect(answersIn(answers.buffer)).toBe(VERDICTS.length);
    expect(VERDICTS.map((_, at) => verdictAt(read, at))).toEqual(VERDICTS);
    expect(outcomeAt(read, 1)).toEqual({
      verdict: VERDICTS[1],
      offset: 0,
      aid: 2 ** 40,
      generated: 12,
      place: { latitude: -5, longitude: 0 },
      signer: undefined,
      parts: undefined,
    });
  });

  it('tell where the payload and the certificate of a valid message lie', () => {
    const answers = new AnswerWriter(2);
    const view = { ...newSpduView(), tbsEnd: 9, payloadStart: 8, payloadEnd: 48, signerStart: 60, signerEnd: 200 };
    answers.add({ verdict: 'valid', signer: undefined }, { ...view, signer: 'certificate' });
    answers.add({ verdict: 'valid', signer: undefined }, { ...view, signer: 'digest' });
    const read = new DataView(answers.buffer);
    const parts = { payload: [8, 48], certificate: [60, 200], linkage: undefined };
    expect(outcomeAt(read, 0).parts).toEqual(parts);
    expect(outcomeAt(read, 1).parts).toEqual({ ...parts, certificate: undefined });
  });

  it('say nothing about the fields of bytes that are no message', () => {
    const answers = new AnswerWriter(1);
    answers.add({ verdict: 'format', signer: undefined }, { ...newSpduView(), at: 7 });
    const outcome = outcomeAt(new DataView(answers.buffer), 0);
    expect(outcome).toMatchObject({ verdict: 'format', offset: 7, aid: undefined, generated: undefined });
    expect(outcome.place).toBeUndefined();
  });
});

describe('verdicts', () => {
  it('have a number each', () => {
    expect(VERDICTS.map((verdict) => verdictOf(codeOf(verdict)))).toEqual(VERDICTS);
    expect(new Set(VERDICTS.map(codeOf)).size).toBe(VERDICTS.length);
  });

  it('end at one step, with all before it passed', () => {
    for (const verdict of VERDICTS) {
      const states = stepsOf(verdict).map(({ state }) => state);
      const { step } = meaningOf(verdict);
      expect(states.filter((state) => state === 'failed')).toHaveLength(verdict === 'valid' ? 0 : 1);
      if (step !== undefined) expect(states.indexOf('failed')).toBe(STEPS.indexOf(step));
    }
    expect(stepsOf('too-old').map(({ state }) => state)).toEqual([
      ...Array.from({ length: 4 }, () => 'passed'),
      'failed',
      ...Array.from({ length: 3 }, () => 'not-reached'),
    ]);
  });
});
