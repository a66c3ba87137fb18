import type { Keys } from '@chedun/keys';
import type { Provider } from '../sources/http.ts';
import type { FeedRow } from '../store/feeds.ts';

/** Key under which secrets of feeds are sealed. */
const KEY = 'intel-feeds';

/** Seals the secret of a feed; only that feed can use it. */
export const sealSecret = async (keys: Keys, feedId: string, secret: string): Promise<Buffer> => {
  await keys.ensure(KEY, 'aes-256-gcm');
  return Buffer.from(await keys.seal(KEY, Buffer.from(secret, 'utf8'), `intel.feed ${feedId}`));
};

/** How the provider of a feed is asked. */
export const providerOf = async (keys: Keys, feed: FeedRow): Promise<Provider> => {
  const { id, auth, username, secret } = feed;
  if (secret === null) return { auth, username, secret: undefined };
  const opened = await keys.open(KEY, secret, `intel.feed ${id}`);
  return { auth, username, secret: Buffer.from(opened).toString('utf8') };
};
