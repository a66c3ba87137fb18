import { isDomainError, SYSTEM_ACTOR, type ActorRef } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import type { PseudonymsAsks } from '@chedun/pseudonyms/contract';
import { parseCertificate } from '@chedun/v2x-security';
import { v2xTrustError } from '../fault.ts';
import { importCrl } from './import-crl.ts';
import { proposeAnchor } from './manage-anchors.ts';
import type { TrustNeeds } from './needs.ts';

type OwnNeeds = TrustNeeds & {
  readonly pseudonyms: Pick<PseudonymsAsks, 'ownAuthorities' | 'newestList'>;
  readonly log: Pick<Logger, 'warn'>;
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Proposes to pin root and certificate authority of the hierarchy of this platform; another person accepts. Throws `v2x-trust.unknown` without one, `v2x-trust.known`. */
export const proposeOwn =
  (needs: OwnNeeds) =>
  async (actor: ActorRef): Promise<{ ids: string[] }> => {
    const own = await needs.pseudonyms.ownAuthorities();
    if (own === undefined) throw v2xTrustError('v2x-trust.unknown', { reason: 'no hierarchy of pseudonyms was built' });
    const propose = proposeAnchor(needs);
    const root = await propose({ kind: 'root', certificate: base64(own.root) }, actor);
    const aca = await propose({ kind: 'authority', certificate: base64(own.aca) }, actor);
    return { ids: [root.id, aca.id] };
  };

/** Takes the newest revocation list of our own misbehaviour authority, when its root is trusted and the list is new. */
export const takeOwnList = (needs: OwnNeeds) => async (): Promise<void> => {
  const { book, log, pseudonyms } = needs;
  const [own, list] = [await pseudonyms.ownAuthorities(), await pseudonyms.newestList()];
  if (own === undefined || list === undefined) return;
  const { id8 } = parseCertificate(own.root);
  const { roots, crls } = await book.now();
  const isKnown = crls.some((one) => Buffer.from(one).equals(list));
  if (isKnown || !roots.some((root) => root.id8 === id8)) return;
  try {
    await importCrl(needs)({ crl: base64(list) }, SYSTEM_ACTOR);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    // An older list than the one that was imported by hand is no news.
    if (error.code !== 'v2x-trust.rollback') log.warn('our own revocation list was not taken', { error });
  }
};
