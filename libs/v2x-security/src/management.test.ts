import { beforeAll, describe, expect, it } from 'vitest';
import { NOW } from '../testing/certificates.ts';
import { testPki, vehicleTbs } from '../testing/pki.ts';
import type { TestPki } from '../testing/pki.ts';
import { testKey } from '../testing/signers.ts';
import { fromHex, toHex } from './bytes.ts';
import {
  additionalParamsOf,
  butterflyFormOf,
  checkRequest,
  createVerifier,
  encodePdu,
  MANAGEMENT_AID,
  newSpduView,
  parsePdu,
  requestHash,
  scanSpdu,
  signPdu,
  signRequest,
  tbsOf,
  unsecuredMessage,
} from './index.ts';
import type { ButterflyForm, Pdu } from './index.ts';

const verifier = createVerifier();
let pki: TestPki;
beforeAll(async () => {
  pki = await testPki('sm2');
});

const head = { version: 1, generationTime: NOW } as const;
const enrolment = (seed: number): Pdu => ({
  version: 1,
  content: {
    ecaEe: {
      eeEcaCertRequest: {
        ...head,
        type: 'explicit',
        tbsCert: vehicleTbs('sm2', seed),
        canonicalId: 'LSVAA00000000001',
      },
    },
  },
});
const key = new Uint8Array(16).fill(3);
const forms = (): readonly ButterflyForm[] => [
  { kind: 'unified', expansion: { cipher: 'sm4', key } },
  { kind: 'compactUnified', expansion: { cipher: 'aes128', key } },
  {
    kind: 'original',
    signing: { cipher: 'sm4', key },
    encryption: { cipher: 'aes128', key },
    encryptionKey: testKey('sm2', 4).key.point,
  },
];

describe('management messages', () => {
  it('come back from their bytes', () => {
    const octets = '00'.repeat(8);
    const pdus: readonly Pdu[] = [
      enrolment(3),
      { version: 1, content: { acaLa: null } },
      { version: 1, content: { eeRa: { raEeCertAck: { ...head, requestHash: { octets }, nextDlTime: NOW } } } },
      { version: 1, content: { eeRa: { eeRaDownloadRequest: { generationTime: NOW, filename: 'a.zip' } } } },
      { version: 1, content: { cert: { certificateChain: { certificates: [pki.root.certificate.value] } } } },
      { version: 1, content: { laMa: { maLaLinkageSeedRequest: { maId: 'ma', individual: [], group: [] } } } },
      {
        version: 1,
        content: {
          laRa: {
            praLaLinkageValueRequest: {
              group: {
                header: { iMin: 1, iMax: 2, praId: 'ra', pcaId: 'pca' },
                jMax: 9,
                groupIdentifier: { octets: '00000001' },
              },
            },
          },
        },
      },
    ];
    for (const pdu of pdus) expect(parsePdu(encodePdu(pdu))).toEqual(pdu);
    expect(toHex(encodePdu({ version: 1, content: { acaLa: null } }))).toBe('0181');
    expect(() => parsePdu(fromHex('018100'))).toThrow(/^v2xsec\.format/);
    expect(() => encodePdu({ version: 2, content: { acaLa: null } })).toThrow(/^v2xsec\.value/);
  });

  it('are signed for the management application', async () => {
    const bytes = await signPdu({ version: 1, content: { acaLa: null } }, pki.authority);
    const view = newSpduView();
    expect(scanSpdu(bytes, view, 'cn')).toBe(true);
    expect([view.aid, view.signer, view.generationTime]).toEqual([MANAGEMENT_AID, 'certificate', -1]);
    expect(toHex(bytes.subarray(view.payloadStart, view.payloadEnd))).toBe('0181');
  });

  it('carry the three forms of butterfly requests', () => {
    for (const form of forms()) {
      const params = additionalParamsOf('sm2', form);
      expect(butterflyFormOf(params)).toEqual(form);
      const request = { ...head, type: 'explicit', tbsCert: vehicleTbs('sm2', 3), additionalParams: params } as const;
      const pdu: Pdu = { version: 1, content: { eeRa: { eeRaCertRequest: request } } };
      expect(parsePdu(encodePdu(pdu))).toEqual(pdu);
      expect(tbsOf(pdu)).toEqual(request.tbsCert);
    }
    const single = {
      supportedSymmAlg: 'sm4Ccm',
      publicKey: { ecencSm2: { compressedY0: { octets: '00'.repeat(32) } } },
    } as const;
    expect(butterflyFormOf({ encryptionKey: single })).toBeUndefined();
    expect(tbsOf({ version: 1, content: { acaLa: null } })).toBeUndefined();
  });
});

describe('certificate requests', () => {
  it('under the key that is to be certified', async () => {
    const { sign } = testKey('sm2', 3);
    const bytes = await signRequest(enrolment(3), { curve: 'sm2', sign });
    expect(checkRequest(bytes, verifier)).toEqual({ pdu: enrolment(3), signer: undefined, isSigned: true });
    expect(checkRequest(await signRequest(enrolment(5), { curve: 'sm2', sign }), verifier).isSigned).toBe(false);
    expect(requestHash(bytes)).toMatch(/^[0-9a-f]{16}$/);
    expect(requestHash(bytes)).not.toBe(requestHash(bytes.subarray(1)));
  });

  it('under a certificate', async () => {
    const { vehicle } = pki;
    const bytes = await signRequest(enrolment(7), vehicle, vehicle.certificate);
    const checked = checkRequest(bytes, verifier);
    expect([checked.isSigned, checked.signer?.id8]).toEqual([true, vehicle.certificate.id8]);
    const other = await signRequest(enrolment(7), pki.authority, vehicle.certificate);
    expect(checkRequest(other, verifier).isSigned).toBe(false);
  });

  it('are refused when they are something else', async () => {
    expect(() => checkRequest(unsecuredMessage('cn', key), verifier)).toThrow(/no certificate request/);
    const { sign } = testKey('sm2', 3);
    const keyless = await signRequest({ version: 1, content: { acaLa: null } }, { curve: 'sm2', sign });
    expect(() => checkRequest(keyless, verifier)).toThrow(/names no key/);
    expect(() => checkRequest(keyless.subarray(0, -1), verifier)).toThrow(/^v2xsec\.format/);
  });
});
