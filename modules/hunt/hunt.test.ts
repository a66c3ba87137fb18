import { blankEvent, eventBlock, eventsTable } from '@chedun/events';
import { openTestStore, type TestStore } from '@chedun/events/testing';
import { createDecoder } from '@chedun/logs';
import { parseRules, reasonText, type RuleEntry } from '@chedun/sigma';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HuntField } from './worker/hunt-worker.ts';
import { huntEvents, huntRule, runsInStore, type HuntRuleInput } from './use-cases/run-hunt.ts';

const FROM = Date.UTC(2026, 10, 22);
const TO = Date.UTC(2026, 10, 23);

const ruleOf = (id: string, detection: string, logsource = 'category: test'): HuntRuleInput => {
  const yaml = `title: ${id}\nid: ${id}\nlogsource:\n  ${logsource}\ndetection:\n${detection}\n`;
  const [rule] = parseRules(yaml, { file: `${id}.yml` }).documents;
  if (rule?.kind !== 'rule') throw new Error('no rule');
  return huntRule({ id, rule, exceptions: [] } satisfies RuleEntry);
};
const selecting = (id: string, ...lines: string[]): HuntRuleInput =>
  ruleOf(id, `  sel:\n${lines.map((line) => `    ${line}`).join('\n')}\n  condition: sel`);

const EVENTS: readonly string[] = [
  '{"category":"test","user":"Ａlice","Image":"C:\\\\Windows\\\\System32\\\\CMD.exe","port":8443,"list":["red","Blue"]}',
  '{"category":"test","user":"ALİCE","n":1.0,"big":123456789012345678901234567890,"text":"0x1F"}',
  '{"category":"test","user":"straße","nested":{"key":{"deep":"Wert"}},"ip":"10.1.2.3","flag":true}',
  '{"category":"test","user":"bob","nested":[{"key":"one"},{"key":"two"}],"ip":"fe80::1%eth0","n":1e21}',
  '{"category":"test","user":null,"empty":"","message":"line\\nbreak \\u0041 tab\\t😀x","n":-0.0}',
  '{"category":"other","user":"bob"}',
  '{"Channel":"Security","EventID":4688,"NewProcessName":"C:\\\\a\\\\evil.exe","CommandLine":"evil –x"}',
  '{"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":1,"Image":"C:\\\\a\\\\evil.exe"}',
  '{"category":"test","user":"\\ud800lone","tag":"half"}',
  '{"category":"test","user":"first","user":"second"}',
];
const ENVELOPE = JSON.stringify({
  Event: {
    System: {
      Channel: 'Security',
      EventID: { '#text': 4624, '#attributes': { Qualifiers: 1 } },
      Provider: { '#attributes': { Name: 'Sec' } },
    },
    EventData: { 'Threat Name': 'Mal', Data: [{ '#attributes': { Name: 'who' }, '#text': 'eve' }, 'loose'] },
    UserData: { Some: { inner: { '#text': 'deepest' } } },
  },
});

const RULES: readonly HuntRuleInput[] = [
  selecting('equals', 'user: BOB'),
  selecting('contains', 'Image|contains: system32'),
  selecting('ends', "Image|endswith: ['\\cmd.exe', '\\powershell.exe']"),
  selecting('list', 'list: blue'),
  selecting('fold', 'user: "STRAßE"'),
  selecting('fullwidth', 'user: "ａlice"'),
  selecting('number', 'n: 1'),
  selecting('exponent', 'n: "1e+21"'),
  selecting('zero', 'n: 0'),
  selecting('gt', 'port|gt: 8000'),
  selecting('hex', 'text|gte: 31'),
  selecting('dotted', 'nested.key.deep: wert'),
  selecting('through', 'nested.key: two'),
  selecting('cidr4', 'ip|cidr: 10.0.0.0/8'),
  selecting('cidr6', "ip|cidr: 'fe80::/10'"),
  selecting('bool', 'flag: "true"'),
  selecting('exists', 'user|exists: true'),
  selecting('absent', 'user: null'),
  selecting('empty', "empty: ''"),
  selecting('re', "message|re|s: 'line.break A'", 'message|contains: tab'),
  selecting('glob', "message: '*tab?*x'"),
  selecting('units', "message: '*\t??x'"),
  selecting('lone', 'tag: HALF'),
  selecting('twice', 'user: second'),
  selecting('never', 'user: first'),
  ruleOf('keywords', "  sel:\n    - 'Wert'\n    - deepest\n  condition: sel"),
  ruleOf('not', '  sel:\n    user: bob\n  condition: not sel'),
  ruleOf(
    'alias',
    "  sel:\n    Image|endswith: '\\evil.exe'\n  condition: sel",
    'category: process_creation\n  product: windows',
  ),
  ruleOf('windash', "  sel:\n    CommandLine|windash|contains: ' -x'\n  condition: sel", 'product: windows'),
  ruleOf(
    'envelope',
    '  sel:\n    ThreatName: mal\n    who: EVE\n    Provider_Name: sec\n    EventID: 4624\n    inner: deepest\n  condition: sel',
    'service: security',
  ),
  ruleOf('time', '  sel:\n    user|exists: true\n  f:\n    port|hour: 1\n  condition: sel and not f'),
];

describe('hunts over a real store', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore();
    const block = eventBlock();
    const decoder = createDecoder('ndjson');
    for (const [seq, body] of [...EVENTS, ENVELOPE].entries()) {
      const event = decoder.decode(body);
      if (event === undefined) throw new Error('no event');
      const time = FROM + seq * 60_000;
      block.add({
        ...blankEvent,
        journal: 'network',
        seq,
        time,
        received: time,
        format: event.format,
        body,
        message: `#${seq}`,
      });
    }
    await store.events.insertBlocks(eventsTable, [new Uint8Array(block.finish())], { token: 't' });
  }, 60_000);
  afterAll(async () => {
    await store.stop();
  });

  interface Result {
    readonly found: { ruleId: string; seq: number; matched: readonly HuntField[] }[];
    readonly pieces: (readonly [number, number])[];
  }
  const hunt = async (
    rules: readonly HuntRuleInput[],
    { thorough = true, skip = 0, range = { from: FROM, to: TO }, stopAfter = Infinity } = {},
  ): Promise<Result> => {
    const abort = new AbortController();
    const result: Result = { found: [], pieces: [] };
    await huntEvents(
      store.events,
      rules,
      range,
      { thorough, skip, segments: [] },
      {
        hit: (ruleId, row, matched) => void result.found.push({ ruleId, seq: row._seq, matched }),
        uncounted: () => undefined,
        coldRead: () => undefined,
        pieceDone: async (done, of) => {
          result.pieces.push([done, of]);
          if (result.pieces.length >= stopAfter) abort.abort(new Error('enough'));
        },
        signal: abort.signal,
      },
    ).catch((error: unknown) => {
      if (!abort.signal.aborted) throw error;
    });
    return result;
  };
  const seqsOf = ({ found }: Result, id: string) =>
    found
      .filter(({ ruleId }) => ruleId === id)
      .map(({ seq }) => seq)
      .toSorted((a, b) => a - b);

  it('finds the same events as SQL and by the engine, for every construct', async () => {
    expect(runsInStore(RULES)).toBe(false);
    const all = await hunt(RULES);
    const able = RULES.slice(0, -1);
    for (let at = 0; at < able.length; at += 10) {
      const some = able.slice(at, at + 10);
      expect(runsInStore(some)).toBe(true);
      const looked = await hunt(some, { thorough: false });
      for (const { entry } of some) {
        expect(seqsOf(looked, entry.id), entry.id).toEqual(seqsOf(all, entry.id));
      }
    }
    const empty = able.map(({ entry }) => entry.id).filter((id) => seqsOf(all, id).length === 0);
    expect(empty).toEqual(['never']);
  }, 240_000);

  it('says why a rule has no SQL form, and hunts it with the engine', async () => {
    const [rule] = RULES.slice(-1);
    if (rule?.sql.kind !== 'not-convertible') throw new Error('it has a form');
    expect(reasonText(rule.sql.reason, 'zh')).toContain('时间');
    expect((await hunt([rule])).found.length).toBeGreaterThan(0);
  }, 60_000);

  it('tells the fields that made a rule match, both ways', async () => {
    const rule = selecting('equals', 'user: bob');
    const expected = [{ field: 'user', value: 'bob' }];
    const bySql = await hunt([rule]);
    expect(bySql.found.map(({ matched }) => matched)).toEqual([expected]);
    const byEngine = (await hunt(RULES)).found.find(({ ruleId }) => ruleId === 'equals');
    expect(byEngine?.matched).toEqual(expected);
    expect((await hunt([rule], { range: { from: TO, to: TO + 1 } })).found).toEqual([]);
  }, 60_000);

  it('goes on behind the pieces that were done, and finds together what it finds at once', async () => {
    const sorted = (found: Result['found']): string[] => found.map(({ ruleId, seq }) => `${ruleId} ${seq}`).toSorted();
    for (const rules of [RULES, RULES.slice(0, 6)]) {
      const whole = await hunt(rules);
      const first = await hunt(rules, { stopAfter: 3 });
      expect(first.pieces.length).toBe(3);
      const rest = await hunt(rules, { skip: 3 });
      expect(rest.pieces.length).toBe(whole.pieces.length - 3);
      expect(sorted([...first.found, ...rest.found])).toEqual(sorted(whole.found));
    }
  }, 120_000);
});
