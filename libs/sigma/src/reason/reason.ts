import { correlationReasons } from './correlation.ts';
import { documentReasons } from './document.ts';
import { lintReasons } from './lint.ts';
import { pipelineReasons } from './pipeline.ts';
import { regexReasons } from './regex.ts';
import { sqlReasons } from './sql.ts';
import { valueReasons } from './values.ts';

/** Catalogue of every sentence that this lib says about a rule; `{name}` is a placeholder, the same in both languages. */
export const sigmaReasons = {
  ...documentReasons,
  ...valueReasons,
  ...regexReasons,
  ...pipelineReasons,
  ...lintReasons,
  ...correlationReasons,
  ...sqlReasons,
} as const;

type Catalogue = typeof sigmaReasons;

/** Code of a sentence in {@link sigmaReasons}. */
export type ReasonCode = keyof Catalogue;

/** What stands in the place of a placeholder; a nested reason is said in the language of the sentence. */
export type ReasonValue = string | number | Reason;

/** Why something is wrong, as data: plain JSON that can be sent and shown in either language. */
export interface Reason {
  readonly code: ReasonCode;
  readonly values: Readonly<Record<string, ReasonValue>>;
}

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends Capitalize<Name> ? never : Name) | Names<Rest>
  : never;
type Values<Code extends ReasonCode> = [Names<Catalogue[Code]['en']>] extends [never]
  ? readonly []
  : readonly [values: Readonly<Record<Names<Catalogue[Code]['en']>, ReasonValue>>];

/** Builds a reason; the compiler knows which placeholders its sentence has. */
export const say = <Code extends ReasonCode>(code: Code, ...[values]: Values<Code>): Reason => ({
  code,
  values: values ?? {},
});

/** The sentence in Chinese or English, without a full stop. Placeholders without a value stay as they are. */
export const reasonText = (reason: Reason, language: 'zh' | 'en'): string =>
  sigmaReasons[reason.code][language].replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => {
    const value = reason.values[name];
    if (value === undefined) return whole;
    return typeof value === 'object' ? reasonText(value, language) : String(value);
  });
