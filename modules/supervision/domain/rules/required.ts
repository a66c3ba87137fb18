import type { Json } from '@chedun/kernel';
import type { CheckRule } from '../rule.ts';

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** 完整性: every field that the form needs says something, and every line of a table is filled in. */
export const required: CheckRule = {
  id: 'required',
  check: ({ template, data }) =>
    template.sections.flatMap(({ fields }) =>
      fields.flatMap((field) => {
        const { name, label } = field;
        const value = data[name];
        if (field.required && isEmpty(value))
          return [{ field: name, zh: `“${label.zh}”未填写`, en: `${label.en} is empty` }];
        if (field.type !== 'table' || !Array.isArray(value)) return [];
        const gaps = (value as readonly Json[]).flatMap((line, at) =>
          typeof line === 'object' && line !== null && !Array.isArray(line) && Object.values(line).every(isEmpty)
            ? [at + 1]
            : [],
        );
        return gaps.length === 0
          ? []
          : [
              {
                field: name,
                zh: `“${label.zh}”第 ${gaps.join('、')} 行为空`,
                en: `${label.en}: lines ${gaps.join(', ')} are empty`,
              },
            ];
      }),
    ),
};
