import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSamePerson, openTranscript } from './index.ts';

const lilei = { name: '李雷', person: 'u1' };
const hanmei = { name: '韩梅', person: 'u2' };
/** What ends a line somewhere, between what does not. */
const PIECES = fc.constantFrom('a', '车', ' ', '\n', '\r', '\r\n', '\u0085', '\u2028', '\u2029');
const AT = Date.UTC(2026, 10, 28);

const open = (note = 'as agreed', verdict: 'approve' | 'reject' = 'approve') =>
  openTranscript(
    { id: 'c-1', plan: { kind: 'create' }, proposer: lilei, proposedAt: AT, note },
    { verdict, decider: hanmei, decidedAt: AT + 60_000, note: 'yes' },
  );

describe('a transcript', () => {
  it('says who proposed and who decided, what was done, and its SM3', () => {
    const log = open();
    log.say('key made: k-1');
    const { text, sm3 } = log.end();
    expect(text).toBe(
      [
        'key ceremony c-1',
        'plan: {"kind":"create"}',
        'proposed by 李雷 at 2026-11-28T00:00:00.000Z: as agreed',
        'approved by 韩梅 at 2026-11-28T00:01:00.000Z: yes',
        'key made: k-1',
        '',
      ].join('\n'),
    );
    expect(Buffer.from(sm3).toString('hex')).toBe(createHash('sm3').update(text).digest('hex'));
  });

  it('says that a plan was rejected', () => {
    expect(open('x', 'reject').end().text).toContain('rejected by 韩梅');
  });

  it('takes nothing more once it ended', () => {
    const log = open();
    log.end();
    expect(() => log.say('one more')).toThrow('closed');
  });

  it('has one line for each thing, whatever a note holds', () => {
    fc.assert(
      fc.property(fc.array(PIECES, { maxLength: 40 }), (pieces) => {
        const { text } = open(pieces.join('')).end();
        expect(text.split(/[\n\r\u0085\u2028\u2029]/u)).toHaveLength(5);
      }),
    );
  });
});

describe('persons', () => {
  it('are the same when a token belongs to them', () => {
    expect(isSamePerson(lilei, { name: 'token of 李雷', person: 'u1' })).toBe(true);
    expect(isSamePerson(lilei, hanmei)).toBe(false);
  });
});
