import { isSignedBy, verifierOf } from './verify.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** Example of GB/T 32918.5-2017, A.2: key, identity 1234567812345678, message and signature. */
const EXAMPLE = {
  spki: hex(
    '3059301306072a8648ce3d020106082a811ccf5501822d03420004' +
      '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
      'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  ),
  message: Buffer.from('message digest'),
  r: hex('f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3'),
  s: hex('b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa'),
};

/** True when this machine verifies the example of the standard and refuses it with one byte changed. */
export const verifiesExample = (): boolean => {
  const verifier = verifierOf('sm2', EXAMPLE.spki);
  const changed = Buffer.concat([EXAMPLE.message.subarray(1), EXAMPLE.message.subarray(0, 1)]);
  return (
    isSignedBy(verifier, EXAMPLE.message, EXAMPLE.r, EXAMPLE.s) && !isSignedBy(verifier, changed, EXAMPLE.r, EXAMPLE.s)
  );
};
