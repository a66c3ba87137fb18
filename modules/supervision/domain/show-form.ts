import { isDeepStrictEqual } from 'node:util';
import type { DocumentTemplate, TemplateField } from '@chedun/documents/contract';
import type { Json } from '@chedun/kernel';
import type { Filing } from '../contract.ts';
import type { Form } from './rule.ts';

type Sections = Filing['sections'];

/** As people read it: the label of a choice, a word for a flag. */
const shown = (field: TemplateField, value: Json | undefined): Json => {
  if (value === undefined || value === null) return '';
  if (field.type === 'choice') return field.choices.find((each) => each.value === value)?.label.zh ?? value;
  if (field.type === 'flag') return value === true ? '是' : '否';
  return value;
};

/** The form by the sections of its template; fields that differ from the version before are marked. */
export const showForm = (template: DocumentTemplate, data: Form, before: Form | undefined): Sections =>
  template.sections.map(({ title, fields }) => ({
    title,
    fields: fields.map((field) => ({
      name: field.name,
      label: field.label,
      unverified: field.unverified,
      columns: field.type === 'table' ? field.columns.map(({ name, label }) => ({ name, label })) : [],
      value: shown(field, data[field.name]),
      changed: before !== undefined && !isDeepStrictEqual(data[field.name] ?? null, before[field.name] ?? null),
    })),
  }));
