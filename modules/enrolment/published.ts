import type { CertificatesAsks } from '@chedun/certificates/contract';
import { isDomainError } from '@chedun/kernel';
import { words, type Answered, type Asked } from './http-types.ts';

const OCSP_TYPE = 'application/ocsp-response';
/** RFC 5019 5: short questions may stand in the address. */
const MOST_ADDRESS = 4_096;

const bytes = (contentType: string, body: Uint8Array, maxAge: number): Answered => ({
  status: 200,
  headers: { 'content-type': contentType, 'cache-control': `public, max-age=${maxAge}` },
  body,
});

/** Answers OCSP: POST of the request (RFC 6960 A.1), or GET with the request in base64 as last part of the path. */
export const answerOcsp = async ({ ocsp }: Pick<CertificatesAsks, 'ocsp'>, asked: Asked): Promise<Answered> => {
  if (asked.method === 'POST') {
    if (asked.contentType.split(';')[0] !== 'application/ocsp-request')
      return words(415, 'application/ocsp-request expected');
    return {
      ...bytes(OCSP_TYPE, await ocsp(asked.body), 0),
      headers: { 'content-type': OCSP_TYPE, 'cache-control': 'no-store' },
    };
  }
  const text = asked.path.slice('/ocsp/'.length);
  if (asked.method !== 'GET' || text === '' || text.length > MOST_ADDRESS)
    return words(400, 'a request of OCSP expected');
  return bytes(OCSP_TYPE, await ocsp(new Uint8Array(Buffer.from(text, 'base64'))), 60);
};

/** Hands out lists of revoked certificates and certificates of authorities. */
export const answerPublished = async (
  { published }: Pick<CertificatesAsks, 'published'>,
  asked: Asked,
): Promise<Answered> => {
  const [, folder, name = ''] = /^\/(crl|ca)\/([a-z][a-z0-9-]{1,60}\.(?:crl|cer))$/.exec(asked.path) ?? [];
  if (folder === undefined || !name.endsWith(folder === 'crl' ? '.crl' : '.cer')) return words(404, 'not found');
  if (asked.method !== 'GET' && asked.method !== 'HEAD') return words(405, 'GET expected', { allow: 'GET, HEAD' });
  try {
    return bytes(folder === 'crl' ? 'application/pkix-crl' : 'application/pkix-cert', await published(name), 300);
  } catch (error) {
    if (isDomainError(error, 'certificates.not-published')) return words(404, 'not found');
    throw error;
  }
};
