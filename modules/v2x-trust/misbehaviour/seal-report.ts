import { signatureFromDer } from '@chedun/gm';
import type { Keys } from '@chedun/keys';
import { randomScalar, recipientOf, SUITES, type Random } from '@chedun/v2x-pki';
import { REPORT_AID, wrapReport } from '@chedun/v2x/reporting';
import { encryptMessage, signMessage } from '@chedun/v2x-security';
import type { ParsedCertificate, Signer } from '@chedun/v2x-security';

/** Name of the key in the key store that signs reports. */
export const REPORTER_KEY = 'v2x-misbehaviour-reporter';

/** Signs as this platform; the private key stays in the key store. */
export const reporterSigner = (keys: Pick<Keys, 'sign'>, certificate: ParsedCertificate): Signer => ({
  curve: 'sm2',
  certificate,
  sign: async (input) => {
    const identity = input.kind === 'sm2' ? input.signerId : undefined;
    return signatureFromDer((await keys.sign(REPORTER_KEY, input.message, identity)).bytes);
  },
});

/** A report on its way: signed under the application of misbehaviour reports, encrypted for the authority, in its envelope. */
export const sealReport = async (
  report: Uint8Array,
  signer: Signer,
  authority: ParsedCertificate,
  sealing: { readonly generatedAt: number; readonly random: Random },
): Promise<Uint8Array> => {
  const { generatedAt, random } = sealing;
  const header = { aid: REPORT_AID, generationTime: generatedAt };
  const signed = await signMessage({ profile: 'cn', payload: report, header, signer: 'certificate' }, signer);
  return wrapReport(
    encryptMessage('cn', SUITES.cn.cipher, signed, [recipientOf(authority)], {
      key: random(16),
      nonce: random(12),
      ephemeral: [randomScalar(random)],
    }),
  );
};
