import type { Json } from '@chedun/kernel';
import { fieldsOf, type DocumentTemplate, type TemplateField } from '../template.ts';

/** Most rows of one table of a document. */
const MOST_ROWS = 5000;
const MOST_TEXT = 1000;
const MOST_PARAGRAPH = 50_000;
const MOST_CELL = 4000;

const typeOf = (field: TemplateField): Readonly<Record<string, Json>> => {
  switch (field.type) {
    case 'text':
      return { type: 'string', minLength: 1, maxLength: MOST_TEXT, pattern: '\\S' };
    case 'paragraph':
      return { type: 'string', minLength: 1, maxLength: MOST_PARAGRAPH, pattern: '\\S' };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'time':
      return { type: 'string', format: 'date-time' };
    case 'number':
      return { type: 'number', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
    case 'flag':
      return { type: 'boolean' };
    case 'choice':
      return { enum: field.choices.map(({ value }) => value) };
    case 'table': {
      const cells = field.columns.map(({ name }) => [name, { type: 'string', maxLength: MOST_CELL }] as const);
      const items = { type: 'object', properties: Object.fromEntries(cells), additionalProperties: false };
      return { type: 'array', maxItems: MOST_ROWS, items, ...(field.required && { minItems: 1 }) };
    }
  }
};

/** Id of the JSON Schema of a template. */
export const schemaId = ({ id, version }: Pick<DocumentTemplate, 'id' | 'version'>): string =>
  `urn:chedun:documents:${id}:${version}`;

/** JSON Schema (2020-12) of the data of a document, made of its template, so that the two cannot differ. */
export const schemaOf = (template: DocumentTemplate): Readonly<Record<string, Json>> => {
  const fields = fieldsOf(template);
  const properties = fields.map(
    (field) => [field.name, { title: field.label.zh, description: field.label.en, ...typeOf(field) }] as const,
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: schemaId(template),
    title: template.title.zh,
    description: template.title.en,
    type: 'object',
    properties: Object.fromEntries(properties),
    required: fields.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
};
