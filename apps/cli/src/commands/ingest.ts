import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { detectFormat } from '@chedun/logs';
import { show, type ExitCode } from '../output.ts';

const compress = promisify(zstdCompress);
const PIECE = 8 * 1024 * 1024;
const LF = 0x0a;

interface Target {
  readonly url: string;
  readonly token: string;
  readonly source: string;
}

const pause = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));

/** Sends one batch; waits as long as the server asks for and sends it again. */
const send = async (
  { url, token, source }: Target,
  body: Uint8Array,
): Promise<{ accepted: number; quarantined: number }> => {
  const headers = { authorization: `Bearer ${token}`, 'content-encoding': 'zstd' };
  const packed = new Uint8Array(await compress(body));
  for (;;) {
    const answer = await fetch(`${url}/api/ingest/${encodeURIComponent(source)}`, {
      method: 'POST',
      headers,
      body: packed,
    });
    if (answer.status === 429 || answer.status === 503) {
      await answer.arrayBuffer();
      await pause(Number(answer.headers.get('retry-after') ?? 1));
      continue;
    }
    if (!answer.ok) throw new Error(`the server answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
    return (await answer.json()) as { accepted: number; quarantined: number };
  }
};

/** Pieces of a file that end at line ends; files of one document (EVTX, OTLP) come whole. */
async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(65_536);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const format = detectFormat(head.subarray(0, bytesRead));
    if (format === 'evtx' || format === 'otlp') {
      yield await file.readFile();
      return;
    }
    let rest = Buffer.alloc(0);
    for await (const chunk of file.createReadStream({ start: 0, highWaterMark: PIECE, autoClose: false })) {
      const held = Buffer.concat([rest, chunk as Buffer]);
      const end = held.lastIndexOf(LF) + 1;
      if (end > 0) yield held.subarray(0, end);
      rest = Buffer.from(held.subarray(end));
    }
    if (rest.length > 0) yield rest;
  } finally {
    await file.close();
  }
}

/** `chedun ingest FILE…`: sends files to a server. Ends with 1 when records went to quarantine. */
export const ingest = async (
  files: readonly string[],
  options: Target & { readonly json: boolean },
): Promise<ExitCode> => {
  let quarantined = 0;
  for (const file of files) {
    const sum = { file, accepted: 0, quarantined: 0 };
    for await (const piece of piecesOf(file)) {
      const receipt = await send(options, piece);
      sum.accepted += receipt.accepted;
      sum.quarantined += receipt.quarantined;
    }
    quarantined += sum.quarantined;
    show(options.json, sum, () => `${file}: ${sum.accepted} accepted, ${sum.quarantined} in quarantine`);
  }
  return quarantined === 0 ? 0 : 1;
};
