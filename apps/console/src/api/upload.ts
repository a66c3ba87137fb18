import type { z } from 'zod';
import { preferences } from '../app/preferences.ts';
import { apiUrl } from './client.ts';
import type { Query } from './client.ts';
import { ownProblem, problemError, readProblem } from './problem.ts';

/** An upload under way. */
export interface UploadOrder {
  readonly query: Query;
  readonly body: Blob;
  /** Told as bytes leave, 0 to 1. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** Posts a file and tells how far it is; answers are read with the schema of the contract, as `call` does. */
export const upload = async <S extends z.ZodType>(
  path: string,
  schema: S,
  order: UploadOrder,
): Promise<z.output<S>> => {
  const { status, text } = await send(path, order);
  if (status < 200 || status > 299) throw problemError(readProblem(status, parsed(text)));
  const answer = schema.safeParse(parsed(text));
  if (answer.success) return answer.data;
  throw problemError(ownProblem('console.unexpected-answer', `POST ${path}`));
};

/** `fetch` does not tell how much has been sent; this older way does. */
const send = async (path: string, { query, body, onProgress, signal }: UploadOrder) =>
  new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', apiUrl(path, query));
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('accept', 'application/json, application/problem+json');
    request.setRequestHeader('accept-language', preferences().language);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total));
    request.addEventListener('load', () => resolve({ status: request.status, text: request.responseText }));
    request.addEventListener('error', () => reject(problemError(ownProblem('console.offline'))));
    request.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
    signal.addEventListener('abort', () => request.abort());
    request.send(body);
  });
