import { fetchApi } from './client.ts';
import type { Query } from './client.ts';

/** How far a download has come; `total` is undefined when nobody knows it. */
export interface DownloadProgress {
  readonly bytes: number;
  readonly lines: number;
  readonly total: number | undefined;
}

const fileNameOf = (response: Response, fallback: string): string => {
  const header = response.headers.get('content-disposition') ?? '';
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (extended !== undefined) return decodeURIComponent(extended);
  return /filename="?([^";]+)"?/i.exec(header)?.[1] ?? fallback;
};

const countLines = (chunk: Uint8Array): number => {
  let lines = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  return lines;
};

/** Hands a file to the browser's download folder. */
export const saveBlob = (blob: Blob, name: string): void => {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};

/** Downloads an export while telling how many lines have come, then saves it. */
export const downloadWithProgress = async (
  path: string,
  query: Query,
  expected: { readonly name: string; readonly total: number | undefined },
  onProgress: (progress: DownloadProgress) => void,
  signal: AbortSignal,
): Promise<DownloadProgress> => {
  const response = await fetchApi('GET', path, { query, signal });
  const { total } = expected;
  const reader = response.body?.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let progress: DownloadProgress = { bytes: 0, lines: 0, total };
  for (let step = await reader?.read(); step !== undefined && !step.done; step = await reader?.read()) {
    chunks.push(step.value);
    progress = { bytes: progress.bytes + step.value.length, lines: progress.lines + countLines(step.value), total };
    onProgress(progress);
  }
  saveBlob(new Blob(chunks, { type: response.headers.get('content-type') ?? '' }), fileNameOf(response, expected.name));
  return progress;
};
