import {
  applyFilters,
  compile,
  compileCorrelations,
  createCorrelator,
  lintRules,
  parsePipeline,
  parseRules,
  sigmaErrors,
} from '@chedun/sigma';
import { ruleSource } from '../../../libs/sigma/src/testing/generators.ts';
import { bytesOf, must, textOf, wordsOf } from '../target.ts';
import type { Target } from '../target.ts';
import { samples } from './corpus.ts';

const codes = Object.keys(sigmaErrors);
const EVENTS = [{}, { a: 'x', b: [1, null, { c: 'y' }] }];

const RULES = [
  `title: T
id: 929a690e-bef0-4204-a928-ef5e620d6fcc
logsource: {product: windows, category: process_creation}
detection:
  s: {"Image|endswith": ['\\\\a.exe', '\\\\b.exe'], "CommandLine|re": '(x|y)+z', "a|cidr": 10.0.0.0/8}
  f: {"w|windash|contains": ' -enc', "n|gte": 5, "b|base64offset|contains": x}
  condition: s and not 1 of f*
tags: [attack.t1059]
level: high
`,
  `title: C
correlation:
  type: event_count
  rules: [a]
  group-by: [user]
  timespan: 5m
  condition: {gte: 3}
---
title: A
name: a
logsource: {category: x}
detection: {k: [a, '*b?'], condition: k}
---
title: D
name: d
correlation:
  rules: [a, c]
  timespan: 2h
  window: session
  gap: 30s
  aliases: {x: {a: src, c: user}}
  group-by: [x, y]
  condition: (a or c) and not b
  type: temporal_ordered
---
title: F
logsource: {category: x}
filter: {rules: any, s: {u|startswith: adm_}, condition: not s}
`,
];
const PIPELINE = `name: p
priority: 10
transformations:
  - id: m
    type: field_name_mapping
    mapping: {a: b, c: [d, e]}
    rule_conditions: [{type: logsource, product: windows}]
`;

const words = wordsOf(
  '|re |cidr |contains|all |base64offset |fieldref |lt |exists |windash * ? \\ & &x *x !!binary --- ... ? : - [ ] { } " 1 of them all of not and or ( ) null .inf condition: correlation: filter: timespan: 5m window: session gap: rules: aliases: temporal \n',
);

const readRules = (bytes: Uint8Array): void => {
  const { documents, errors } = parseRules(textOf(bytes), { file: 'f.yml' });
  const { engine, errors: rejected } = compile(documents.filter((document) => document.kind === 'rule'));
  const laid = applyFilters(
    documents.filter((document) => document.kind === 'rule'),
    documents.filter((document) => document.kind === 'filter'),
  );
  const plan = compileCorrelations(
    documents.filter((document) => document.kind === 'correlation'),
    (name) => name,
  );
  const correlator = createCorrelator(plan, { groups: 9, latenessMs: 0 });
  for (const rule of plan.baseRules()) correlator.observe({ rule, time: 1, weight: 1, ref: '', value: () => 1 });
  for (const { code } of [...errors, ...rejected, ...laid.errors, ...plan.errors])
    must(codes.includes(code), `the code ${code} is known`);
  for (const event of EVENTS) engine.match(event);
};

const common = { keep: 'libs/sigma/testing/fuzz', codes, words, most: 2000, isSlow: true };
const seeds = [...samples(ruleSource, 60), ...RULES].map(bytesOf);

const { documents: seeded } = parseRules(RULES[1] ?? '', { file: 'f.yml' });
const plan = compileCorrelations(
  seeded.filter((document) => document.kind === 'correlation'),
  (name) => name,
);
const fresh = () => createCorrelator(plan, { groups: 100, latenessMs: 5_000 });
const snapshots = [3, 40].map((hits) => {
  const correlator = fresh();
  for (let at = 0; at < hits; at += 1)
    correlator.observe({
      rule: 'a',
      time: at * 1_000,
      weight: 1,
      ref: `e${at}`,
      value: (field) => `${field}${at % 5}`,
    });
  return correlator.snapshot();
});

/** Restores, then goes on: whatever was accepted has to run. */
const readSnapshot = (bytes: Uint8Array): void => {
  const correlator = fresh();
  correlator.restore(bytes);
  correlator.observe({ rule: 'a', time: 1e12, weight: 1, ref: '', value: () => 'x' });
  correlator.advance(2e12);
  correlator.snapshot();
};

/** Readers of rules and of pipelines. */
export const targets: readonly Target[] = [
  { ...common, name: 'sigma-rules', seeds, run: readRules },
  { ...common, name: 'sigma-lint', seeds, run: (bytes) => void lintRules(textOf(bytes), { file: 'f.yml' }) },
  {
    ...common,
    name: 'sigma-pipeline',
    seeds: [bytesOf(PIPELINE)],
    run: (bytes) => void parsePipeline(textOf(bytes), { file: 'f.yml' }),
  },
  { ...common, name: 'sigma-snapshot', seeds: snapshots, run: readSnapshot },
];
