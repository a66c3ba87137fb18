import { z } from 'zod';
import { configSchema } from './schema.ts';

/** How the text of an environment variable or flag becomes a value. */
export type SettingForm = 'text' | 'number' | 'boolean' | 'json';

/** One setting with its three names. */
export interface Setting {
  /** `http.publicUrl` */
  readonly key: string;
  /** `CHEDUN_HTTP_PUBLIC_URL` */
  readonly variable: string;
  /** `--http-public-url` */
  readonly flag: string;
  readonly help: string;
  readonly secret: boolean;
  /** A file or folder; relative ones start at the working directory. */
  readonly path: boolean;
  readonly form: SettingForm;
  readonly schema: z.ZodType;
}

const toSnake = (key: string): string =>
  key
    .replaceAll('.', '_')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase();

/** Takes off defaults and optionality. */
const coreOf = (schema: z.ZodType): z.ZodType => {
  let core = schema;
  while (core instanceof z.ZodDefault || core instanceof z.ZodOptional) core = core.unwrap() as z.ZodType;
  return core;
};

const formOf = (core: z.ZodType): SettingForm => {
  if (core instanceof z.ZodNumber) return 'number';
  if (core instanceof z.ZodBoolean) return 'boolean';
  return core instanceof z.ZodArray || core instanceof z.ZodObject ? 'json' : 'text';
};

const toSetting = (key: string, schema: z.ZodType): Setting => {
  const core = coreOf(schema);
  const item = core instanceof z.ZodArray ? (core.element as z.ZodType) : core;
  const name = toSnake(key);
  return {
    key,
    variable: `CHEDUN_${name}`,
    flag: `--${name.toLowerCase().replaceAll('_', '-')}`,
    help: schema.description ?? '',
    secret: core.meta()?.['secret'] === true,
    path: item.meta()?.['path'] === true,
    form: formOf(core),
    schema,
  };
};

const listSettings = (schema: z.ZodObject, prefix: string): readonly Setting[] =>
  Object.entries(schema.shape).flatMap(([name, inner]) =>
    inner instanceof z.ZodObject
      ? listSettings(inner, `${prefix}${name}.`)
      : [toSetting(`${prefix}${name}`, inner as z.ZodType)],
  );

/** Every setting, in the order of the schema. */
export const settings: readonly Setting[] = listSettings(configSchema, '');
