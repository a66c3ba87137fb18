import { argon2, createHash, timingSafeEqual } from 'node:crypto';

/** Source of random bytes, handed in. */
export type RandomBytes = (length: number) => Uint8Array;

const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
const ENCODED =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{32,96})$/;

const derive = (password: string, nonce: Uint8Array, cost: typeof COST): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    argon2('argon2id', { message: password.normalize('NFKC'), nonce, ...cost }, (error, tag) => {
      if (error === null) resolve(tag);
      else reject(error);
    });
  });

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replaceAll('=', '');

/** Argon2id (RFC 9106) with the cost of OWASP's first choice, in the PHC string format. */
export const hashPassword = async (password: string, randomBytes: RandomBytes): Promise<string> => {
  const nonce = randomBytes(16);
  const tag = await derive(password, nonce, COST);
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${base64(nonce)}$${base64(tag)}`;
};

/** Compares in constant time; an account without a hash costs as much as one with. */
export const verifyPassword = async (password: string, encoded: string | undefined): Promise<boolean> => {
  const match = ENCODED.exec(encoded ?? '');
  if (match === null) {
    await derive(password, Buffer.alloc(16), COST);
    return false;
  }
  const [, memory, passes, parallelism, nonce = '', tag = ''] = match;
  const expected = Buffer.from(tag, 'base64');
  const cost = {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  };
  return timingSafeEqual(await derive(password, Buffer.from(nonce, 'base64'), cost), expected);
};

/** An opaque credential of 256 bits; only its hash is stored. */
export const newSecret = (randomBytes: RandomBytes, prefix: '' | 'chedun_' = ''): string =>
  prefix + Buffer.from(randomBytes(32)).toString('base64url');

/** What the store keeps of a credential with full entropy. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

// no 0/O, 1/l/I: people type these by hand
const READABLE = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

const readable = (randomBytes: RandomBytes, length: number): string => {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      // bytes beyond the last whole multiple would favour the first letters
      if (byte < 256 - (256 % READABLE.length) && text.length < length) text += READABLE.charAt(byte % READABLE.length);
    }
  }
  return text;
};

/** A code to be typed once, for example `kW3m-9xTq-Vb7R-pH2d`: 92 bits and all four classes. */
export const newReadableCode = (randomBytes: RandomBytes): string => {
  const code = readable(randomBytes, 16);
  const classes = [/[a-z]/, /[A-Z]/, /[2-9]/].every((shape) => shape.test(code));
  return classes ? (code.match(/.{4}/g) ?? []).join('-') : newReadableCode(randomBytes);
};
