import type { DocumentTemplate, TemplateField } from '@chedun/documents/contract';
import type { Json } from '@chedun/kernel';
import type { z } from 'zod';
import type { FormField, Item, Problem } from '../contract.ts';
import { hostsInEquipment } from './facts.ts';

type Data = Readonly<Record<string, Json>>;
type Field = z.infer<typeof FormField>;

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Data of the form: what people changed counts before what records say. */
export const dataOf = (base: Data, changed: Data): Data =>
  Object.fromEntries(Object.entries({ ...base, ...changed }).filter(([, value]) => !isEmpty(value)));

const fieldOf = (field: TemplateField, base: Data, changed: Data): Field => {
  const { name, label, type, required, unverified } = field;
  const value = changed[name] ?? base[name] ?? null;
  return {
    name,
    label,
    type,
    required,
    unverified,
    choices: field.type === 'choice' ? [...field.choices] : [],
    columns: field.type === 'table' ? field.columns.map((column) => ({ name: column.name, label: column.label })) : [],
    value,
    source: !isEmpty(changed[name]) ? 'person' : isEmpty(base[name]) ? 'none' : 'records',
  };
};

/** The form as it stands, section by section. */
export const formOf = ({ sections }: DocumentTemplate, base: Data, changed: Data) =>
  sections.map(({ title, fields }) => ({ title, fields: fields.map((field) => fieldOf(field, base, changed)) }));

/** What the records say of the unit that a form is about. */
export interface UnitTruth {
  readonly name: string;
  readonly level: number | null;
  readonly hosts: number;
  readonly services: readonly string[];
  readonly unclaimed: readonly string[];
  readonly hasTopologyFile: boolean;
}

interface Found {
  readonly key: string;
  readonly field: string;
  readonly kind: Problem['kind'];
  readonly text: Problem['text'];
}

const differs = (field: string, zh: string, en: string): Found => ({
  key: `differs:${field}`,
  field,
  kind: 'differs',
  text: { zh, en },
});

const aboutUnit = (data: Data, truth: UnitTruth): Found[] => {
  const rows = data['equipment'];
  const hosts = Array.isArray(rows) ? hostsInEquipment(rows as never, truth.services) : undefined;
  const { level, name } = truth;
  return [
    ...(hosts !== undefined && hosts !== truth.hosts
      ? [
          differs(
            'equipment',
            `表中主机 ${hosts} 台，台账中该对象 ${truth.hosts} 台`,
            `${hosts} hosts in the form, ${truth.hosts} in the inventory`,
          ),
        ]
      : []),
    ...(level !== null && data['level'] !== undefined && data['level'] !== String(level)
      ? [
          differs(
            'level',
            `表中为 ${String(data['level'])} 级，评审确定为 ${level} 级`,
            `Level ${String(data['level'])} in the form, ${level} by the review`,
          ),
        ]
      : []),
    ...(data['unitName'] !== undefined && data['unitName'] !== name
      ? [
          differs(
            'unitName',
            `表中名称与定级对象“${name}”不一致`,
            `The name in the form is not that of the unit ${name}`,
          ),
        ]
      : []),
    ...(truth.unclaimed.length > 0
      ? [
          {
            ...differs(
              'boundary',
              `所属网络区域内有 ${truth.unclaimed.length} 台主机未纳入任何定级对象`,
              `${truth.unclaimed.length} hosts of its zones are in no unit`,
            ),
            key: 'unclaimed',
          },
        ]
      : []),
    ...(truth.hasTopologyFile || !('topology' in data)
      ? []
      : [{ ...differs('topology', '未上传拓扑图文件', 'No file of the topology was uploaded'), key: 'topology-file' }]),
  ];
};

/** What a machine finds wrong with a form before it is signed. */
export const problemsOf = (
  { sections }: DocumentTemplate,
  data: Data,
  truth: UnitTruth | undefined,
  explained: Readonly<Record<string, string>>,
): Problem[] => {
  const missing: Found[] = sections
    .flatMap(({ fields }) => fields)
    .filter(({ name, required }) => required && isEmpty(data[name]))
    .map(({ name, label }) => ({
      key: `missing:${name}`,
      field: name,
      kind: 'missing',
      text: { zh: `“${label.zh}”未填写`, en: `${label.en} is empty` },
    }));
  const found = truth === undefined ? missing : [...missing, ...aboutUnit(data, truth)];
  return found.map((each) => ({ ...each, explanation: each.kind === 'missing' ? '' : (explained[each.key] ?? '') }));
};

/** How many problems stand in the way of a signature. */
export const openProblems = (problems: readonly Problem[]): number =>
  problems.filter(({ kind, explanation }) => kind === 'missing' || explanation.trim() === '').length;

/** The answers to what was asked for, and the explanations, as a text that goes along with the document. */
export const answersText = (
  items: readonly Item[],
  problems: readonly Problem[],
  labelOf: (field: string) => string,
): string =>
  [
    ...items.map(
      ({ field, text, answer }, at) =>
        `补正事项 ${at + 1}${field === '' ? '' : `（${labelOf(field)}）`}：${text}\n答复：${answer?.kind === 'value' ? `已修改。${answer.text}` : (answer?.text ?? '')}`,
    ),
    ...problems
      .filter(({ explanation }) => explanation !== '')
      .map(({ text, explanation }) => `${text.zh}\n说明：${explanation}`),
  ].join('\n\n');
