import { describe, expect, it } from 'vitest';
import { hasOpenssl, mustOpenssl, withFolder, type Folder } from '../../testing/openssl.ts';
import { parseCertificate } from '../certificate.ts';
import { nameText } from '../name-text.ts';
import { parseName } from '../name.ts';
import { derOf } from '../pem.ts';
import { nodeVerifier } from '../verifier.ts';
import { isMacOf, isSignedMessage, macSpecOf, parsePkiMessage, type PkiMessage } from './index.ts';

const SECRET = new TextEncoder().encode('a secret of the factory');

const certificate = (folder: Folder, name: string): void => {
  const files = ['-keyout', folder.path(`${name}.key`), '-out', folder.path(`${name}.pem`)];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-addext', 'keyUsage=digitalSignature'];
  mustOpenssl(['req', '-x509', ...kind, '-nodes', '-subj', `/CN=${name}`, ...files]);
};

/** Messages that client and server of openssl exchange, in their order, DER. */
const talk = (folder: Folder, args: readonly string[]): readonly PkiMessage[] => {
  const count = 2;
  const out = (kind: string): string => Array.from({ length: count }, (_, at) => folder.path(`${kind}${at}`)).join(' ');
  const server = ['-use_mock_srv', '-srv_cert', folder.path('ca.pem'), '-srv_key', folder.path('ca.key')];
  const answer = ['-rsp_cert', folder.path('device.pem'), '-srv_trusted', folder.path('device.pem')];
  const paths = ['-reqout', out('request'), '-rspout', out('response')];
  const given = ['-srv_ref', 'r1', '-srv_secret', 'pass:a secret of the factory', '-certout', folder.path('got.pem')];
  mustOpenssl(['cmp', '-config', '', ...server, ...answer, ...given, ...paths, ...args]);
  return Array.from({ length: count }, (_, at) => ['request', 'response'].map((kind) => folder.read(`${kind}${at}`)))
    .flat()
    .map(parsePkiMessage);
};

describe.skipIf(!hasOpenssl())('messages of openssl', () => {
  it('protected with a secret are read, and their MAC is right', () =>
    withFolder(async (folder) => {
      certificate(folder, 'ca');
      certificate(folder, 'device');
      const secret = ['-ref', 'r1', '-secret', 'pass:a secret of the factory', '-mac', 'hmacWithSHA256'];
      const ask = [
        '-cmd',
        'ir',
        '-newkey',
        folder.path('device.key'),
        '-subject',
        '/CN=device',
        '-recipient',
        '/CN=ca',
      ];
      const messages = talk(folder, [...ask, ...secret]);
      expect(messages.map(({ body }) => body.kind)).toEqual(['ir', 'ip', 'certConf', 'pkiconf']);
      for (const message of messages.filter((_, at) => at % 2 === 0)) {
        const algorithm = message.header.protectionAlgorithm;
        const spec = algorithm && macSpecOf(algorithm);
        expect(spec).toMatchObject({ kind: 'password-based', digest: 'sha256', mac: 'sha256' });
        if (spec === undefined) continue;
        expect(await isMacOf(message, spec, SECRET)).toBe(true);
        expect(await isMacOf(message, spec, Uint8Array.of(...SECRET, 0))).toBe(false);
        expect(Buffer.from(message.header.senderKid ?? []).toString()).toBe('r1');
      }
      const [{ body } = { body: undefined }] = messages;
      if (body?.kind !== 'ir') throw new Error('no ir');
      const [asked] = body.requests;
      expect(nameText(parseName(asked?.template.subject ?? new Uint8Array()))).toBe('CN=device');
      const { proof, template, request } = asked ?? {};
      if (proof?.kind !== 'signature' || template?.publicKey === undefined) throw new Error('no proof');
      const rest = [proof.algorithm, request ?? new Uint8Array(), proof.signature] as const;
      expect(nodeVerifier.verify(template.publicKey, ...rest)).toBe(true);
    }));

  it('signed by a certificate are read, and their signature is right', () =>
    withFolder(async (folder) => {
      certificate(folder, 'ca');
      certificate(folder, 'device');
      const own = ['-cert', folder.path('device.pem'), '-key', folder.path('device.key')];
      const messages = talk(folder, [
        '-cmd',
        'kur',
        ...own,
        '-newkey',
        folder.path('device.key'),
        '-srvcert',
        folder.path('ca.pem'),
      ]);
      expect(messages.map(({ body }) => body.kind)).toEqual(['kur', 'kup', 'certConf', 'pkiconf']);
      const device = parseCertificate(derOf(folder.read('device.pem'), ['CERTIFICATE']));
      const ca = parseCertificate(derOf(folder.read('ca.pem'), ['CERTIFICATE']));
      expect(messages.map((message) => isSignedMessage(message, device.publicKey))).toEqual([true, false, true, false]);
      expect(messages.map((message) => isSignedMessage(message, ca.publicKey))).toEqual([false, true, false, true]);
      const [first] = messages;
      if (first?.body.kind !== 'kur') throw new Error('no kur');
      expect(first.header.sender).toEqual({ kind: 'directory', value: device.subject });
      expect(first.body.requests[0]?.oldCertificate?.serial).toEqual(device.serial);
    }));
});
