import { blankEvent, eventBlock, eventsTable } from '@chedun/events';
import { openTestStore, type TestStore } from '@chedun/events/testing';
import { createDecoder } from '@chedun/logs';
import { parseRules, type RuleEntry } from '@chedun/sigma';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HuntDetail } from './contract.ts';
import { openHunts, type Hunts } from './hunts.ts';
import { huntRule, runsInStore, type HuntRuleInput } from './use-cases/run-hunt.ts';

const FROM = Date.UTC(2026, 10, 22);
const TO = Date.UTC(2026, 10, 23);
const ACTOR = { kind: 'user', id: 'u1', name: '李雷' } as const;

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
  let hunts: Hunts;
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
    let next = 0;
    hunts = openHunts(store.events, { now: () => TO, newId: () => `h${next++}` });
  }, 60_000);
  afterAll(async () => {
    await hunts.close();
    await store.stop();
  });

  const hunt = async (rules: readonly HuntRuleInput[], thorough = true) => {
    const { id } = hunts.start({ rules, range: { from: FROM, to: TO }, thorough, actor: ACTOR });
    for (;;) {
      const found = hunts.get(id);
      if (found.state !== 'running') return found;
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  const seqsOf = ({ found }: HuntDetail, id: string) =>
    found
      .filter(({ ruleId }) => ruleId === id)
      .map(({ seq }) => seq)
      .toSorted((a, b) => a - b);

  it('finds the same events as SQL and by the engine, for every construct', async () => {
    expect(runsInStore(RULES)).toBe(false);
    const all = await hunt(RULES);
    expect(all.problem).toBeNull();
    const able = RULES.slice(0, -1);
    for (let at = 0; at < able.length; at += 10) {
      const some = able.slice(at, at + 10);
      expect(runsInStore(some)).toBe(true);
      const looked = await hunt(some, false);
      for (const { entry } of some) {
        expect(seqsOf(looked, entry.id), entry.id).toEqual(seqsOf(all, entry.id));
      }
    }
    const empty = able.map(({ entry }) => entry.id).filter((id) => seqsOf(all, id).length === 0);
    expect(empty).toEqual(['never']);
  }, 240_000);

  it('says why a rule has no SQL form, and hunts it with the engine', async () => {
    const [rule] = RULES.slice(-1);
    if (rule === undefined) throw new Error('no rule');
    const detail = await hunt([rule]);
    expect(detail.byRule[0]).toMatchObject({
      way: 'engine',
      reason: { zh: expect.stringContaining('时间'), en: expect.any(String) },
    });
    expect(detail.hits).toBeGreaterThan(0);
  }, 60_000);

  it('counts hits over time, keeps them newest first and leaves other times out', async () => {
    const rule = selecting('equals', 'user: bob');
    const detail = await hunt([rule]);
    expect(detail.hits).toBe(1);
    expect(detail.histogram.reduce((sum, { hits }) => sum + hits, 0)).toBe(1);
    expect(detail).toMatchObject({ state: 'done', progress: 1, title: 'equals', more: false });
    const { id } = hunts.start({ rules: [rule], range: { from: TO, to: TO + 1 }, thorough: false, actor: ACTOR });
    while (hunts.get(id).state === 'running') await new Promise((done) => setTimeout(done, 20));
    expect(hunts.get(id).hits).toBe(0);
  }, 60_000);

  it('runs two at a time, cancels, and knows no other hunts', async () => {
    const order = { rules: RULES, range: { from: FROM, to: TO }, thorough: true, actor: ACTOR };
    const first = hunts.start(order);
    const second = hunts.start(order);
    expect(() => hunts.start(order)).toThrow(expect.objectContaining({ code: 'hunt.busy' }));
    hunts.cancel(first.id);
    hunts.cancel(second.id);
    while (hunts.list().some(({ state }) => state === 'running')) await new Promise((done) => setTimeout(done, 20));
    expect(hunts.get(first.id)).toMatchObject({ state: 'cancelled', problem: null });
    expect(() => hunts.get('none')).toThrow(expect.objectContaining({ code: 'hunt.unknown' }));
  }, 60_000);
});
