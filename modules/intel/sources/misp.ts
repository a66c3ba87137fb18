import { readMispManifest, READ_LIMITS } from '@chedun/indicators';
import { askProvider, feedUrl, type Provider } from './http.ts';

/** Largest manifest; feeds of ten thousand events take about 10 MB. */
const MANIFEST_BYTES = 67_108_864;

/** An event of a feed of MISP. */
export interface MispEvent {
  readonly name: string;
  readonly body: AsyncIterable<Uint8Array>;
  /** Everything up to this change was given, as text. */
  readonly reached: string;
}

const inFolder = (address: URL, name: string): URL => {
  const folder = new URL(address);
  folder.pathname = folder.pathname.replace(/manifest\.json$/, '');
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  return new URL(name, folder);
};

/** Events of a feed that changed after `after` (milliseconds as text), oldest change first. */
export const mispEvents = async function* (
  provider: Provider,
  feed: { readonly url: string; readonly after: string | undefined },
): AsyncGenerator<MispEvent> {
  const address = feedUrl(feed.url);
  const accept = 'application/json';
  const manifest = await askProvider(provider, inFolder(address, 'manifest.json'), {
    accept,
    mostBytes: MANIFEST_BYTES,
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of manifest.body) pieces.push(piece);
  const after = Number(feed.after ?? -1);
  for (const { uuid, changedAt } of readMispManifest(Buffer.concat(pieces), { entries: 100_000 })) {
    if (changedAt <= after) continue;
    const mostBytes = READ_LIMITS.eventBytes;
    const { body } = await askProvider(provider, inFolder(address, `${uuid}.json`), { accept, mostBytes });
    yield { name: `${uuid}.json`, body, reached: String(changedAt) };
  }
};
