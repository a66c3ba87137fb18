import type { z } from 'zod';
import { preferences } from '../app/preferences.ts';
import { ownProblem, problemError, readProblem } from './problem.ts';

/** Values of a query string; undefined and empty ones are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

interface CallOptions {
  readonly query?: Query;
  readonly body?: unknown;
  /** Sent as it is (uploads). */
  readonly bytes?: Blob;
  readonly signal?: AbortSignal | undefined;
}

/** Address of an endpoint below /api with its query. */
export const apiUrl = (path: string, query: Query = {}): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `/api${path}${text === '' ? '' : `?${text}`}`;
};

const requestOf = (method: string, options: CallOptions): RequestInit => {
  const headers: Record<string, string> = {
    accept: 'application/json, application/problem+json',
    'accept-language': preferences().language,
  };
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (options.bytes !== undefined) headers['content-type'] = options.bytes.type || 'application/octet-stream';
  const body = options.bytes ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  return {
    method,
    headers,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
};

const reach = async (method: string, path: string, options: CallOptions): Promise<Response> => {
  try {
    return await fetch(apiUrl(path, options.query), requestOf(method, options));
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw problemError(ownProblem('console.offline'));
  }
};

/** Fetches an endpoint; a failed answer is thrown as a problem. */
export const fetchApi = async (method: string, path: string, options: CallOptions = {}): Promise<Response> => {
  const response = await reach(method, path, options);
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => undefined);
  throw problemError(readProblem(response.status, body));
};

/** Calls a JSON endpoint and reads its answer with the schema of the contract. */
export const call = async <S extends z.ZodType>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  schema: S,
  options: CallOptions = {},
): Promise<z.output<S>> => {
  const response = await fetchApi(method, path, options);
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = `${method} ${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`;
  throw problemError(ownProblem('console.unexpected-answer', place));
};
