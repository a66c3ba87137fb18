import type { Json } from '@chedun/kernel';
import { fieldsOf, type DocumentTemplate, type TemplateField } from '../template.ts';

const valueOf = (field: TemplateField): Json => {
  switch (field.type) {
    case 'text':
    case 'paragraph':
      return `${field.label.zh}：示例`;
    case 'date':
      return '2026-11-28';
    case 'time':
      return '2026-11-28T08:30:00+08:00';
    case 'number':
      return 12;
    case 'flag':
      return true;
    case 'choice':
      return field.choices[0]?.value ?? '';
    case 'table':
      return [Object.fromEntries(field.columns.map(({ name, label }) => [name, label.zh]))];
  }
};

/** Data in which every field of a template is filled in. */
export const exampleData = (template: DocumentTemplate): Readonly<Record<string, Json>> =>
  Object.fromEntries(fieldsOf(template).map((field) => [field.name, valueOf(field)]));
