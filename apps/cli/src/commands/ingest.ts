import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { IngestReceipt } from '@chedun/ingest/contract';
import { DomainError, isDomainError } from '@chedun/kernel';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { piecesOf, type Piece } from '../input/pieces.ts';
import { openInput } from '../input/shape.ts';
import { show } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags, type Target } from '../server.ts';
import type { z } from 'zod';

interface Flags extends ServerFlags {
  readonly source: string;
  readonly json: boolean;
}

type Receipt = z.infer<typeof IngestReceipt>;

const compress = promisify(zstdCompress);

/** Sends one piece; an error tells file and offset, before which everything was accepted. */
const sendPiece = async (
  context: Context,
  target: Target,
  piece: Piece,
  at: { readonly file: string; readonly source: string },
): Promise<Receipt> => {
  try {
    return await ask(context, target, {
      path: `/ingest/${encodeURIComponent(at.source)}`,
      headers: { 'content-encoding': 'zstd', 'content-type': 'application/octet-stream' },
      body: new Uint8Array(await compress(piece.bytes)),
      answer: IngestReceipt,
    });
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const offset = piece.offset + (error.detail.offset ?? 0);
    throw new DomainError(error.code, { ...error.detail, file: at.file, offset }, error);
  }
};

const sendFile = async (context: Context, target: Target, file: string, source: string) => {
  const input = await openInput(file);
  const sum = { uploads: 0, accepted: 0, quarantined: 0 };
  let range: Pick<Receipt, 'journal' | 'fromSeq' | 'toSeq'> | undefined;
  for await (const piece of piecesOf(input)) {
    const { accepted, quarantined, journal, fromSeq, toSeq } = await sendPiece(context, target, piece, {
      file,
      source,
    });
    sum.uploads += 1;
    sum.accepted += accepted;
    sum.quarantined += quarantined;
    range = { journal, fromSeq: range?.fromSeq ?? fromSeq, toSeq };
  }
  return { file, format: input.shape.format, ...sum, ...range };
};

const ingest = async (context: Context, files: readonly string[], flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  let quarantined = 0;
  for (const file of files) {
    const sent = await sendFile(context, target, file, flags.source);
    quarantined += sent.quarantined;
    show(context, flags, sent, () =>
      say(context, {
        zh: `${file}：接收 ${sent.accepted} 条，隔离 ${sent.quarantined} 条`,
        en: `${file}: ${sent.accepted} accepted, ${sent.quarantined} in quarantine`,
      }),
    );
  }
  return quarantined === 0 ? 0 : 1;
};

/** `chedun ingest FILE…`: sends files to a server. Ends with 1 when records went to quarantine. */
export const ingestCommand = (parent: Command, context: Context): void => {
  const command = addCommand(parent, context, 'ingest', {
    zh: '上送文件，落盘后才确认（--json 每个文件一行）；有隔离的以 1 结束',
    en: 'send files; they are acknowledged when they are on disk (--json: one line a file); ends with 1 when records went to quarantine',
  })
    .argument('<files...>', say(context, { zh: '文件', en: 'files' }))
    .addOption(optionOf(context, '--source <id>', { zh: '接入源', en: 'source id' }).makeOptionMandatory());
  withServer(withJson(command, context), context).action((files: string[], flags: Flags) =>
    context.end(ingest(context, files, flags)),
  );
};
