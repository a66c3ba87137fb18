/** Inputs and outputs of the self-test, hexadecimal; by name, so that a test can spoil one. */
export interface SelfTestAnswers {
  readonly [name: string]: string;
}

/** Keys and numbers of the examples. */
export const EXAMPLE = {
  /** GB/T 32918.5-2017, A.2: private key, and k of signature and encryption. */
  privateKey: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  k: '59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21',
  message: '6d65737361676520646967657374',
  text: '656e6372797074696f6e207374616e64617264',
  /** Examples of the key exchange (GB/T 32918.5-2017, annex B): keys of A and B, then those of this exchange. */
  initiator: '81eb26e941bb5af16df116495f90695272ae2cd63d6c4ae1678418be48230029',
  initiatorEphemeral: 'd4de15474db74d06491c440d305e012400990f3e390c7e87153c12db2ea60bb3',
  responder: '785129917d45a9ea5437a59356b82338eaadda6ceb199088f14ae10defa229b5',
  responderEphemeral: '7e07124814b309489125eaed101113164ebf0f3458c5bd88335c1f9d596243d6',
  /** GB/T 32907-2016, annex A; RFC 8998, appendix A. */
  sm4Key: '0123456789abcdeffedcba9876543210',
  sm4Nonce: '00001234567800000000abcd',
  sm4Aad: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
  sm4Text:
    'aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd' +
    'eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa',
  /** GM/T 0042-2015, D.3. */
  hmacKey: '0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20',
  hmacText:
    '6162636462636465636465666465666765666768666768696768696a68696a6b696a6b6c6a6b6c6d6b6c6d6e6c6d6e6f6d6e6f706e6f7071' +
    '6162636462636465636465666465666765666768666768696768696a68696a6b696a6b6c6a6b6c6d6b6c6d6e6c6d6e6f6d6e6f706e6f7071',
} as const;

/** What the self-test expects. */
export const ANSWERS = {
  // GB/T 32905-2016, annex A
  'sm3-abc': '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
  'sm3-64-bytes': 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
  'hmac-sm3': 'ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a',
  'sm4-ecb': '681edf34d206965e86b3e94f536e4246',
  'sm4-ecb-back': '0123456789abcdeffedcba9876543210',
  'sm4-gcm':
    '17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735' +
    'd82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d83de3541e4c2b58177e065a9bf7b62ec',
  'sm4-gcm-changed': 'gm.tag',
  'sm4-ccm':
    '48af93501fa62adbcd414cce6034d895dda1bf8f132f042098661572e7483094' +
    'fd12e518ce062c98acee28d95df4416bed31a2f04476c18bb40c84a74b97dc5b16842d4fa186f56ab33256971fa110f4',
  'sm4-ccm-changed': 'gm.tag',
  'sm2-public-key':
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  'sm2-public-key-engine':
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  'sm2-z': 'b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3',
  'sm2-e': 'f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640',
  'sm2-sign-given-k':
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3' +
    'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
  'sm2-verify-example': 'true',
  'sm2-verify-changed': 'false',
  'sm2-sign-openssl': 'true',
  'sm2-sign-other-identity': 'false',
  'sm2-encrypt-given-k':
    '0404ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73' +
    'e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0' +
    '59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766' +
    '21886ca989ca9c7d58087307ca93092d651efa',
  'sm2-decrypt': '656e6372797074696f6e207374616e64617264',
  'sm2-exchange': '6c89347354de2484c60b4ab1fde4c6e5',
  'sm2-exchange-responder': '6c89347354de2484c60b4ab1fde4c6e5',
  'sm2-exchange-confirmations':
    'd3a0fe15dee185ceae907a6b595cc32a266ed7b3367e9983a896dc32fa20f8eb' +
    '18c7894b3816df16cf07b05c5ec0bef5d655d58f779cc1b400a4f3884644db88',
} as const;

/** Names of the checks. */
export type SelfTestName = keyof typeof ANSWERS;
