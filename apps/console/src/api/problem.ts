import { DomainError, defineErrors, isDomainError } from '@chedun/kernel';
import type { Bilingual } from '@chedun/kernel';
import { z } from 'zod';

/** What can go wrong between the console and the server, beyond what the server itself answers. */
export const consoleErrors = defineErrors({
  'console.offline': {
    status: 503,
    zh: '连接不上车盾服务',
    en: 'The CheDun server cannot be reached',
    doZh: '检查网络和服务是否在运行，然后重试。',
    doEn: 'Check the network and that the server is running, then try again.',
  },
  'console.unexpected-answer': {
    status: 502,
    zh: '服务返回的内容与本页面的版本不一致',
    en: 'The answer of the server does not fit this version of the console',
    doZh: '刷新页面以载入新版本；仍然出现时请查看服务日志。',
    doEn: 'Reload the page to load the new version; if it stays, look at the log of the server.',
  },
  'console.refused': {
    status: 500,
    zh: '服务没有完成这次操作',
    en: 'The server did not do it',
    doZh: '稍后重试；仍然出现时请查看服务日志。',
    doEn: 'Try again later; if it stays, look at the log of the server.',
  },
});

type ConsoleCode = keyof typeof consoleErrors;

const Texts = z.object({ zh: z.string(), en: z.string() });

/** problem+json of RFC 9457 as the server writes it. */
const ProblemJson = z.object({
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  text: Texts,
  todo: Texts,
  place: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  facts: z
    .object({
      reasonZh: z.string().optional(),
      permission: z.string().optional(),
      permissionZh: z.string().optional(),
      permissionEn: z.string().optional(),
    })
    .optional(),
  errors: z.array(Texts.extend({ field: z.string() })).optional(),
});

/** An error in both languages: what happened, what to do, and what to quote to support. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly text: Bilingual;
  readonly todo: Bilingual;
  readonly detail: string | undefined;
  /** The detail in Chinese, where the server knows it. */
  readonly detailZh?: string | undefined;
  /** Where in the input: file, line, column, offset or field. */
  readonly place: readonly (readonly [string, string])[];
  readonly fields: readonly (Bilingual & { readonly field: string })[];
  readonly requestId: string | undefined;
  /** Name of the permission that was missing. */
  readonly permission?: string | undefined;
  /** What it allows, in words. */
  readonly permissionTitle?: Bilingual | undefined;
}

/** Languages in which an error can be read. */
export type Language = 'zh-CN' | 'en';

/** The side of a bilingual text that a person reads. */
export const textIn = (text: Bilingual, language: Language): string => (language === 'en' ? text.en : text.zh);

/** A problem from our own catalogue. */
export const ownProblem = (code: ConsoleCode, detail?: string, status?: number): Problem => {
  const text = consoleErrors[code];
  return {
    status: status ?? text.status,
    code,
    text: { zh: text.zh, en: text.en },
    todo: { zh: text.doZh, en: text.doEn },
    detail,
    place: [],
    fields: [],
    requestId: undefined,
  };
};

const titleOf = (zh: string | undefined, en: string | undefined): Bilingual | undefined =>
  zh === undefined || en === undefined ? undefined : { zh, en };

/** Reads the body of a failed answer; a body that is not problem+json becomes our own problem. */
export const readProblem = (status: number, body: unknown): Problem => {
  const parsed = ProblemJson.safeParse(body);
  if (!parsed.success) return ownProblem('console.refused', undefined, status);
  const { code, text, todo, detail, place, facts, errors, instance } = parsed.data;
  return {
    status: parsed.data.status,
    code,
    text,
    todo,
    detail,
    detailZh: facts?.reasonZh,
    place: Object.entries(place ?? {}).map(([name, value]) => [name, String(value)]),
    fields: errors ?? [],
    requestId: instance?.replace(/^urn:uuid:/, ''),
    permission: facts?.permission,
    permissionTitle: titleOf(facts?.permissionZh, facts?.permissionEn),
  };
};

const problems = new WeakMap<DomainError, Problem>();

/** The error that every call of the API throws. */
export const problemError = (problem: Problem): DomainError => {
  const error = new DomainError(problem.code, { reason: problem.text.en, status: problem.status });
  problems.set(error, problem);
  return error;
};

/** What to show for anything that was thrown. */
export const problemOf = (error: unknown): Problem => {
  const known = isDomainError(error) ? problems.get(error) : undefined;
  return known ?? ownProblem('console.refused', error instanceof Error ? error.message : undefined);
};

const PLACE_ZH: Readonly<Record<string, (value: string) => string>> = {
  file: (value) => `文件 ${value}`,
  line: (value) => `第 ${value} 行`,
  column: (value) => `第 ${value} 列`,
  offset: (value) => `偏移 ${value}`,
  field: (value) => `字段 ${value}`,
};
const otherPlace =
  (name: string) =>
  (value: string): string =>
    `${name} ${value}`;

/**
 * The sentence about this very case. Most are written in English only: then Chinese readers get the place instead.
 */
export const detailFor = (problem: Problem, language: Language): string | undefined => {
  if (language === 'en' || problem.code.startsWith('console.')) return problem.detail;
  const place = problem.place.map(([name, value]) => (PLACE_ZH[name] ?? otherPlace(name))(value)).join('，');
  const parts = [problem.detailZh ?? '', place].filter((part) => part !== '');
  return parts.length === 0 ? undefined : parts.join(' · ');
};

/** Refusals with 401 that are about what was typed, not about the session. */
const ABOUT_INPUT: ReadonlySet<string> = new Set([
  'identity.wrong-code',
  'identity.wrong-credentials',
  'identity.wrong-setup-code',
]);

/** True when the server says that nobody is signed in; a mistyped code or password ends no session. */
export const isSignedOut = (error: unknown): boolean =>
  isDomainError(error) && error.detail['status'] === 401 && !ABOUT_INPUT.has(error.code);

/** True when the server says that there is no such thing. */
export const isNotFound = (error: unknown): boolean => isDomainError(error) && error.detail['status'] === 404;
