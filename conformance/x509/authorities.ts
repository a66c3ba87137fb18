import { formatPem } from '@chedun/x509';
import type { Certificate, SignatureAlgorithm } from '@chedun/x509';
import { authorityOf } from '../../libs/x509/testing/certificates.ts';
import type { Authority } from '../../libs/x509/testing/certificates.ts';
import { newKey } from '../../libs/x509/testing/keys.ts';
import type { Folder } from '../../libs/x509/testing/openssl.ts';

const authorities = new Map<SignatureAlgorithm, Promise<Authority>>();

/** The authority of an algorithm, made once. */
export const authority = (algorithm: SignatureAlgorithm): Promise<Authority> => {
  const made = authorities.get(algorithm) ?? authorityOf(`Root ${algorithm}`, newKey(algorithm));
  authorities.set(algorithm, made);
  return made;
};

/** Writes a certificate as PEM and gives back its path. */
export const certificateFile = (folder: Folder, name: string, certificate: Certificate): string =>
  folder.write(name, formatPem({ label: 'CERTIFICATE', bytes: certificate.raw }));
