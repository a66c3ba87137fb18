import { DomainError, type ErrorCatalogue, type ErrorPlace, isDomainError } from '@chedun/kernel';
import type { z } from 'zod';
import { type HttpErrorCode, httpErrors } from './errors.ts';
import { fieldText } from './field-text.ts';

/** One field that did not fit its schema. */
export interface FieldProblem {
  /** Dotted path, for example `body.accounts.0.name`. */
  readonly field: string;
  readonly zh: string;
  readonly en: string;
}

/** Body of an error answer: RFC 9457 with the texts of the catalogue in both languages. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** `urn:uuid:` of the request; the log line of the error carries the same id. */
  readonly instance: string;
  readonly code: string;
  readonly text: { readonly zh: string; readonly en: string };
  /** What to do next. */
  readonly todo: { readonly zh: string; readonly en: string };
  readonly place?: ErrorPlace;
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
  readonly errors?: readonly FieldProblem[];
}

/** Languages of the product. */
export type Language = 'zh' | 'en';

const MAX_FIELD_PROBLEMS = 20;
const PLACE_FIELDS = new Set(['file', 'line', 'column', 'offset', 'field']);

/** The wished language of a request: the better weighted of zh and en, zh when neither is named. */
export const languageOf = (acceptLanguage: string | undefined): Language => {
  let best: Language = 'zh';
  let bestWeight = 0;
  for (const part of (acceptLanguage ?? '').slice(0, 256).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const weight = Number(
      parameters
        .find((p) => p.trim().startsWith('q='))
        ?.trim()
        .slice(2) ?? 1,
    );
    const language = tag.startsWith('en') ? 'en' : tag.startsWith('zh') ? 'zh' : undefined;
    if (language !== undefined && weight > bestWeight) {
      best = language;
      bestWeight = weight;
    }
  }
  return best;
};

/** Thrown by the pipeline when params, query or body do not fit their schema. */
export class InvalidRequest extends Error {
  readonly problems: readonly FieldProblem[];
  constructor(part: 'params' | 'query' | 'body', schema: z.ZodType, value: unknown) {
    super('invalid request');
    // parsed again with its inputs: only a refused request pays for it
    const issues = schema.safeParse(value, { reportInput: true }).error?.issues ?? [];
    this.problems = issues.slice(0, MAX_FIELD_PROBLEMS).map((issue) => ({
      field: [part, ...issue.path.map(String)].join('.'),
      ...fieldText(issue),
    }));
  }
}

/** Builds problems from the catalogues of all modules. */
export interface ProblemMaker {
  /** The problem for anything that was thrown; `bug` when it is not in a catalogue and must be logged as an error. */
  readonly from: (
    thrown: unknown,
    language: Language,
    requestId: string,
  ) => { readonly problem: Problem; readonly bug: boolean };
}

const FASTIFY_CODES: Readonly<Record<string, HttpErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'http.body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'http.unsupported-media-type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'http.malformed-body',
  FST_ERR_CTP_INVALID_JSON_BODY: 'http.malformed-body',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'http.malformed-body',
  FST_ERR_BAD_URL: 'http.no-such-route',
};

const codeOfFrameworkError = (thrown: unknown): HttpErrorCode => {
  if (!(thrown instanceof Error)) return 'http.internal';
  const { code, statusCode } = thrown as Error & { code?: unknown; statusCode?: unknown };
  const known = typeof code === 'string' ? FASTIFY_CODES[code] : undefined;
  if (known !== undefined) return known;
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return 'http.client-gone';
  // secure-json-parse and node report malformed bodies as plain 400 without a code of their own
  return statusCode === 400 ? 'http.malformed-body' : 'http.internal';
};

/** Titles of permissions by name, so that a refusal says in words what is missing. */
export type PermissionTitles = ReadonlyMap<string, { readonly zh: string; readonly en: string }>;

const titleFacts = (permission: unknown, titles: PermissionTitles): Record<string, string> => {
  const title = typeof permission === 'string' ? titles.get(permission) : undefined;
  return title === undefined ? {} : { permissionZh: title.zh, permissionEn: title.en };
};

const detailOf = (error: DomainError, titles: PermissionTitles): Pick<Problem, 'detail' | 'place' | 'facts'> => {
  const place: Record<string, string | number> = {};
  const facts: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(error.detail)) {
    if (value === undefined || name === 'reason') continue;
    if (PLACE_FIELDS.has(name) && typeof value !== 'boolean') place[name] = value;
    else facts[name] = value;
  }
  Object.assign(facts, titleFacts(facts['permission'], titles));
  return {
    ...(error.detail.reason === undefined ? {} : { detail: error.detail.reason }),
    ...(Object.keys(place).length === 0 ? {} : { place }),
    ...(Object.keys(facts).length === 0 ? {} : { facts }),
  };
};

/** Joins the catalogues; two catalogues must not share a code. */
export const problemMaker = (
  catalogues: readonly ErrorCatalogue[],
  titles: PermissionTitles = new Map(),
): ProblemMaker => {
  const texts = new Map(Object.entries(httpErrors));
  for (const catalogue of catalogues) {
    for (const [code, text] of Object.entries(catalogue)) {
      const known = texts.get(code);
      if (known !== undefined && known !== text) throw new Error(`error code ${code} is in two catalogues`);
      texts.set(code, text);
    }
  }
  const build = (code: string, language: Language, requestId: string, more: Partial<Problem>): Problem => {
    const text = texts.get(code) ?? httpErrors['http.internal'];
    return {
      type: `urn:chedun:error:${code}`,
      title: language === 'zh' ? text.zh : text.en,
      status: text.status,
      instance: `urn:uuid:${requestId}`,
      code,
      text: { zh: text.zh, en: text.en },
      todo: { zh: text.doZh, en: text.doEn },
      ...more,
    };
  };
  return {
    from: (thrown, language, requestId) => {
      if (thrown instanceof InvalidRequest) {
        const problem = build('http.invalid-request', language, requestId, { errors: thrown.problems });
        return { problem, bug: false };
      }
      if (isDomainError(thrown) && texts.has(thrown.code)) {
        return { problem: build(thrown.code, language, requestId, detailOf(thrown, titles)), bug: false };
      }
      const code = codeOfFrameworkError(thrown);
      return { problem: build(code, language, requestId, {}), bug: code === 'http.internal' };
    },
  };
};

/** Shorthand for the errors of this package. */
export const httpError = (
  code: HttpErrorCode,
  detail: ConstructorParameters<typeof DomainError>[1] = {},
): DomainError => new DomainError(code, detail);
