import type { CertificatesAsks } from '@chedun/certificates/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import { isDomainError } from '@chedun/kernel';
import type { Logger } from '@chedun/log';

interface Needs {
  readonly certificates: Pick<CertificatesAsks, 'published'>;
  readonly ingest: Pick<IngestAsks, 'revokeClients'>;
  readonly log: Pick<Logger, 'warn'>;
  /** Authorities of ours whose revoked clients are turned away. */
  readonly authorities: readonly string[];
}

/** Hands the newest revocation lists of authorities of our own to the listeners of vehicles. */
export const handRevocations = ({ certificates, ingest, log, authorities }: Needs): (() => Promise<void>) => {
  const silent = new Set<string>();
  const listsOf = async (authority: string): Promise<Uint8Array[]> => {
    const lists: Uint8Array[] = [];
    for (const file of [`${authority}.crl`, `${authority}-delta.crl`])
      try {
        lists.push(await certificates.published(file));
      } catch (error) {
        if (!isDomainError(error, 'certificates.not-published')) throw error;
      }
    return lists;
  };
  return async () => {
    for (const authority of authorities) {
      const lists = await listsOf(authority);
      if (lists.length > 0) {
        silent.delete(authority);
        ingest.revokeClients(`authority ${authority}`, lists);
      } else if (!silent.has(authority)) {
        silent.add(authority);
        log.warn('an authority has published no revocation list', { authority });
      }
    }
  };
};
