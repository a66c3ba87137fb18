import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { fromBufferPromise } from 'yauzl';

/** Lines of one benchmark lane. */
export const readLane = (dataDir: string, name: string): readonly string[] =>
  linesOf(gunzipSync(readFileSync(join(dataDir, 'logs', 'lanes', `${name}.ndjson.gz`))).toString('utf8'));

/** Lines of the real Windows events, one entry for each archive. */
export const readZip = async (
  dataDir: string,
): Promise<readonly { readonly name: string; readonly lines: readonly string[] }[]> => {
  const folder = join(dataDir, 'logs');
  const out: { name: string; lines: readonly string[] }[] = [];
  for (const file of globSync('*.zip', { cwd: folder }).toSorted()) {
    const lines: string[] = [];
    const zip = await fromBufferPromise(readFileSync(join(folder, file)), { lazyEntries: true });
    for await (const entry of zip.eachEntry())
      lines.push(...linesOf(await text(await zip.openReadStreamPromise(entry))));
    out.push({ name: file, lines });
  }
  return out;
};

const linesOf = (content: string): readonly string[] => content.split('\n').filter((line) => line.trim() !== '');
