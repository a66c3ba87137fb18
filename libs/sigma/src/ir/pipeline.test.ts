import { describe, expect, it } from 'vitest';
import { compile } from '../compile.ts';
import { parsePipeline } from '../parse/parse-pipeline.ts';
import { itemMatches, ruleOf } from '../testing/judge.ts';

const read = (text: string) => {
  const { pipelines, errors } = parsePipeline(text, { file: 'p.yml' });
  expect(errors).toEqual([]);
  return pipelines;
};
const step = (yaml: string): string => `name: P\ntransformations:\n  - ${yaml.trim().replaceAll('\n', '\n    ')}\n`;

describe('pipelines', () => {
  it('rename fields, one to many', () => {
    const pipelines = read(
      step('type: field_name_mapping\nmapping:\n  Image: process.executable\n  User: [user.name, user.id]'),
    );
    expect(itemMatches('Image: x', { process: { executable: 'X' } }, { pipelines })).toBe(true);
    expect(itemMatches('Image: x', { Image: 'x' }, { pipelines })).toBe(false);
    expect(itemMatches('User: bob', { user: { id: 'bob' } }, { pipelines })).toBe(true);
    expect(itemMatches('Other: x', { Other: 'x' }, { pipelines })).toBe(true);
    expect(itemMatches('Image|fieldref: User', { 'process.executable': 'a', 'user.id': 'a' }, { pipelines })).toBe(
      true,
    );
  });

  it('add prefixes and suffixes where the field conditions say so', () => {
    const prefix = read(
      step(
        'type: field_name_prefix\nprefix: "win."\nfield_name_conditions:\n  - type: include_fields\n    fields: [A]',
      ),
    );
    expect(itemMatches('A: 1', { win: { A: 1 } }, { pipelines: prefix })).toBe(true);
    expect(itemMatches('B: 1', { B: 1 }, { pipelines: prefix })).toBe(true);
    const suffix = read(
      step(
        'type: field_name_suffix\nsuffix: ".keyword"\nfield_name_conditions:\n  - type: exclude_fields\n    fields: [A]',
      ),
    );
    expect(itemMatches('A: 1', { A: 1 }, { pipelines: suffix })).toBe(true);
    expect(itemMatches('B: 1', { B: { keyword: 1 } }, { pipelines: suffix })).toBe(true);
    const mapped = read(step('type: field_name_prefix_mapping\nmapping:\n  "id.": "network."'));
    expect(itemMatches('id.orig_h: 1', { network: { orig_h: 1 } }, { pipelines: mapped })).toBe(true);
  });

  it('build on each other by priority', () => {
    const pipelines = [
      ...read('name: second\npriority: 20\ntransformations:\n  - type: field_name_prefix\n    prefix: "x."\n'),
      ...read('name: first\npriority: 10\ntransformations:\n  - type: field_name_mapping\n    mapping: {A: B}\n'),
    ];
    expect(itemMatches('A: 1', { x: { B: 1 } }, { pipelines })).toBe(true);
  });

  it('add conditions, plain and negated', () => {
    const added = read(step('type: add_condition\nconditions:\n  EventID: [1, 4688]'));
    expect(itemMatches('A: 1', { A: 1, EventID: 4688 }, { pipelines: added })).toBe(true);
    expect(itemMatches('A: 1', { A: 1 }, { pipelines: added })).toBe(false);
    const negated = read(step('type: add_condition\nnegated: true\nconditions:\n  Host|startswith: test'));
    expect(itemMatches('A: 1', { A: 1, Host: 'test7' }, { pipelines: negated })).toBe(false);
    expect(itemMatches('A: 1', { A: 1, Host: 'prod' }, { pipelines: negated })).toBe(true);
  });

  it('drop items', () => {
    const pipelines = read(
      step('type: drop_detection_item\nfield_name_conditions:\n  - type: include_fields\n    fields: [B]'),
    );
    expect(itemMatches('A: 1\nB: 2', { A: 1 }, { pipelines })).toBe(true);
  });

  it('change the log source, which later conditions and routing see', () => {
    const pipelines = read(`name: P
transformations:
  - type: change_logsource
    product: our
    service: gateway
    rule_conditions:
      - {type: logsource, category: test}
  - type: field_name_prefix
    prefix: g.
    rule_conditions:
      - {type: logsource, service: gateway}
`);
    const { engine } = compile([ruleOf('s:\n  A: 1\ncondition: s')], { pipelines });
    expect(engine.rules[0]?.logsource).toEqual({ product: 'our', service: 'gateway' });
    expect(engine.match({ g: { A: 1 } }, { product: 'our' })).toHaveLength(1);
    expect(engine.match({ g: { A: 1 } }, { product: 'windows' })).toHaveLength(0);
  });

  it('joins rule conditions as told', () => {
    const text = (op: string): string =>
      step(
        `type: field_name_prefix\nprefix: p.\nrule_cond_op: ${op}\nrule_conditions:\n  - {type: logsource, category: test}\n  - {type: tag, tag: attack.t1}`,
      );
    expect(itemMatches('A: 1', { A: 1 }, { pipelines: read(text('and')) })).toBe(true);
    expect(itemMatches('A: 1', { p: { A: 1 } }, { pipelines: read(text('or')) })).toBe(true);
  });

  it('give placeholders their values', () => {
    const values = read(step('type: value_placeholders\nvalues:\n  Servers: [dc1, "dc2*"]\n  One: x'));
    expect(itemMatches("H|expand: '%Servers%'", { H: 'DC27' }, { pipelines: values, placeholders: {} })).toBe(true);
    expect(itemMatches("H|expand: '%One%'", { H: 'x' }, { pipelines: values, placeholders: {} })).toBe(true);
    const wild = read(step('type: wildcard_placeholders\ninclude: [Servers]'));
    expect(itemMatches("H|expand: 'a%Servers%z'", { H: 'a-anything-z' }, { pipelines: wild, placeholders: {} })).toBe(
      true,
    );
    expect(() => itemMatches("H|expand: '%Other%'", { H: 'x' }, { pipelines: wild, placeholders: {} })).toThrow(
      '%Other%',
    );
  });

  it('refuse rules they cannot serve', () => {
    const pipelines = read(
      step('type: rule_failure\nmessage: not for us\nrule_conditions:\n  - {type: logsource, category: test}'),
    );
    const { engine, errors } = compile([ruleOf('s:\n  A: 1\ncondition: s')], { pipelines });
    expect(engine.rules).toEqual([]);
    expect(errors).toMatchObject([{ code: 'sigma.pipeline', reason: 'not for us' }]);
  });

  it.each([
    ['- 1', 'must be a map'],
    ['name: P\ntransformations: 5', 'must be a list'],
    ['name: P\npriority: high', 'must be a number'],
    ['name: P\ntransformations: [5]', 'must be a map'],
    [step('type: nested'), '"nested" is not supported'],
    [step('type: field_name_mapping'), 'mapping must be a map'],
    [step('type: field_name_mapping\nmapping: {A: []}'), 'mapped to nothing'],
    [step('type: field_name_prefix'), 'prefix is missing'],
    [step('type: add_condition'), 'needs a map'],
    [step('type: value_placeholders'), 'values must be a map'],
    [step('type: drop_detection_item\nrule_conditions: [{type: moon}]'), '"moon" is not supported'],
    [step('type: drop_detection_item\nfield_name_conditions: [{type: moon}]'), '"moon" is not supported'],
    [step('type: drop_detection_item\ndetection_item_conditions: []'), 'not supported'],
  ])('report %j', (text, reason) => {
    const { pipelines, errors } = parsePipeline(text, { file: 'p.yml' });
    expect(pipelines).toEqual([]);
    expect(errors[0]).toMatchObject({ code: 'sigma.pipeline', file: 'p.yml', line: expect.any(Number) });
    expect(errors[0]?.reason).toContain(reason);
  });
});
