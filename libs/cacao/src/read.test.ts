import fc from 'fast-check';
import { isDomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { exportPlaybook, readPlaybook, checkPlaybook } from './read.ts';
import { JSON_BOUNDS, type JsonObject } from './json.ts';
import { action, build, END, id, START, variable } from './testing/build.ts';

const A = id('action', 1);
const B = id('action', 2);
const W = id('while-condition', 1);
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const codes = (value: JsonObject, level: 'error' | 'warning' = 'error') =>
  checkPlaybook(value).problems.flatMap((problem) =>
    problem.level === level ? [`${problem.code} ${problem.place}`] : [],
  );

describe('reading a playbook', () => {
  it('takes a sound one and gives it back equal, with fields that nobody knows', () => {
    const value = build(A, { [A]: action(END, { x_mine: { deep: [1, null, 'two'] } }) }, { x_other: true });
    const { playbook, problems, isSound } = readPlaybook(bytes(value));
    expect(isSound).toBe(true);
    expect(problems.map(({ code, place }) => `${code} ${place}`)).toEqual([
      `unknown-field workflow.${A}.x_mine`,
      'unknown-field x_other',
    ]);
    expect(JSON.parse(exportPlaybook(playbook))).toEqual(value);
  });

  it('refuses what is no playbook, with the place', () => {
    expect(() => readPlaybook(bytes({ type: 'identity' }))).toThrow(
      expect.objectContaining({ code: 'cacao.not-playbook', detail: expect.objectContaining({ field: 'type' }) }),
    );
    expect(() => readPlaybook(bytes([1]))).toThrow(expect.objectContaining({ code: 'cacao.not-playbook' }));
    expect(() => readPlaybook(Uint8Array.of(0x7b, 0xff))).toThrow(expect.objectContaining({ code: 'cacao.not-json' }));
    expect(() => readPlaybook(new TextEncoder().encode('{"a":}'))).toThrow(
      expect.objectContaining({ code: 'cacao.not-json' }),
    );
  });

  it('bounds size, nesting and number of values before it builds anything of them', () => {
    const tooLarge = expect.objectContaining({ code: 'cacao.too-large' });
    expect(() => readPlaybook(new Uint8Array(JSON_BOUNDS.bytes + 1))).toThrow(tooLarge);
    expect(() => readPlaybook(new TextEncoder().encode('['.repeat(100_000)))).toThrow(tooLarge);
    expect(() => readPlaybook(new TextEncoder().encode(`[${'1,'.repeat(JSON_BOUNDS.values)}1]`))).toThrow(tooLarge);
    const workflow = Object.fromEntries(Array.from({ length: 2001 }, (_, at) => [id('action', at), {}]));
    expect(() => checkPlaybook({ ...build(A, {}), workflow })).toThrow(tooLarge);
  });

  it('tells of wrong shapes', () => {
    const value = build(
      A,
      {
        [A]: { type: 'action', commands: [], agent: 'nobody', on_completion: END },
        [END]: { type: 'end', on_success: A },
      },
      { id: 'playbook--1', created: 'yesterday', severity: 101, signatures: [], labels: [3] },
    );
    expect(codes(value)).toEqual(
      expect.arrayContaining([
        'bad-identifier id',
        'bad-time created',
        'out-of-range severity',
        'empty signatures',
        'wrong-type labels[0]',
        `empty workflow.${A}.commands`,
        `bad-identifier workflow.${A}.agent`,
        `forbidden-field workflow.${END}.on_success`,
      ]),
    );
  });
});

describe('the graph of a playbook', () => {
  it('tells of steps that are not there, with the place of the reference', () => {
    expect(codes(build(A, { [A]: action(B) }))).toContain(`no-such-step workflow.${A}.on_completion`);
    expect(codes({ ...build(A, { [A]: action(END) }), workflow_start: id('start', 9) })).toContain(
      'no-such-step workflow_start',
    );
  });

  it('tells of chains without an end and of loops', () => {
    const found = codes(build(A, { [A]: action(B), [B]: action(A) }));
    expect(found).toContain(`loop workflow.${A}`);
    expect(found).toContain(`end-unreachable workflow.${B}`);
  });

  it('lets a while-condition repeat, by its own end or back to itself', () => {
    const loop = { type: 'while-condition', condition: "__a__:value = 'x'", on_true: A, on_completion: END };
    const more = { playbook_variables: { __a__: variable('x') } };
    expect(codes(build(W, { [W]: loop, [A]: action(W) }, more))).toEqual([]);
    expect(codes(build(W, { [W]: { ...loop, on_completion: W }, [A]: action(END) }, more))).toContain(
      `loop workflow.${W}`,
    );
  });

  it('warns of steps that nothing leads to and of a start that is none', () => {
    const value = { ...build(A, { [A]: action(END), [B]: action(END) }), workflow_start: A };
    expect(codes(value, 'warning')).toEqual(
      expect.arrayContaining([
        'no-start-step workflow_start',
        `step-unreachable workflow.${B}`,
        `step-unreachable workflow.${START}`,
      ]),
    );
  });
});

describe('what a playbook defines', () => {
  it('tells of variables that nobody defined, or that come later', () => {
    const value = build(
      A,
      {
        [A]: action(B, { in_args: ['__late__'], commands: [{ type: 'manual', command: 'see __text__:value' }] }),
        [B]: action(END, { step_variables: { __late__: variable(null) }, out_args: ['__late__', '__none__'] }),
      },
      {},
    );
    expect(codes(value)).toEqual([
      `variable-before-use workflow.${A}.in_args[0]`,
      `no-such-variable workflow.${B}.out_args[1]`,
    ]);
    expect(codes(value, 'warning')).toContain(`no-such-variable workflow.${A}.commands[0]`);
  });

  it('takes what an earlier step gives out', () => {
    const given = { step_variables: { __x__: variable(null) }, out_args: ['__x__'] };
    expect(codes(build(A, { [A]: action(B, given), [B]: action(END, { in_args: ['__x__'] }) }))).toEqual([]);
  });

  it('tells of agents and targets that are not there', () => {
    const value = build(A, { [A]: action(END, { agent: id('group', 9), targets: [id('ssh', 1)] }) });
    expect(codes(value)).toEqual([`no-such-agent workflow.${A}.agent`]);
    expect(codes(value, 'warning')).toEqual([`no-such-target workflow.${A}.targets[0]`]);
  });
});

describe('any JSON', () => {
  const known = fc.constantFrom(...Object.keys(build(A, {})), 'playbook_variables', 'signatures', 'target_definitions');
  it('is refused with an error of the catalogue, or read and given back equal', () => {
    fc.assert(
      fc.property(fc.dictionary(known, fc.jsonValue({ maxDepth: 4 })), (part) => {
        const value = { ...build(A, { [A]: action(END) }), ...part, type: 'playbook' };
        const text = JSON.stringify(value);
        try {
          const { playbook } = readPlaybook(new TextEncoder().encode(text));
          expect(JSON.parse(exportPlaybook(playbook))).toEqual(JSON.parse(text));
        } catch (error) {
          if (!isDomainError(error)) throw error;
        }
      }),
      { numRuns: 100 },
    );
  });
});
