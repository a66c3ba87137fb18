/** Letters and digits that nobody mistakes for each other when a secret is read aloud or typed. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const SECRET_CHARACTERS = 32;
const REFERENCE_CHARACTERS = 12;

type RandomBytes = (length: number) => Uint8Array;

/** Random characters; every one is as likely as the others. */
const characters = (count: number, randomBytes: RandomBytes): string => {
  const limit = 256 - (256 % ALPHABET.length);
  let text = '';
  while (text.length < count)
    for (const byte of randomBytes(count))
      if (byte < limit && text.length < count) text += ALPHABET[byte % ALPHABET.length] ?? '';
  return text;
};

/** A new secret: 32 characters of 31, that is over 158 bits. */
export const newSecret = (randomBytes: RandomBytes): string => characters(SECRET_CHARACTERS, randomBytes);

/** A new reference: 12 characters, over 59 bits; it is no secret. */
export const newReference = (randomBytes: RandomBytes): string => characters(REFERENCE_CHARACTERS, randomBytes);

/** What a reference of ours looks like. */
export const REFERENCE = new RegExp(`^[${ALPHABET}]{${REFERENCE_CHARACTERS}}$`);
