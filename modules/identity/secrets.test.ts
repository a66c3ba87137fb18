import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashPassword, hashSecret, newReadableCode, newSecret, verifyPassword } from './secrets.ts';

describe('password hashes', () => {
  it('verify the password they were made of and no other', async () => {
    const encoded = await hashPassword('正确 horse', randomBytes);
    expect(encoded).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword('正确 horse', encoded)).toBe(true);
    expect(await verifyPassword('正确 Horse', encoded)).toBe(false);
    expect(await verifyPassword('', encoded)).toBe(false);
  });

  it('do not care how the keyboard composed a letter', async () => {
    const encoded = await hashPassword('caf\u00e9', randomBytes);
    expect(await verifyPassword('cafe\u0301', encoded)).toBe(true);
  });

  it('are salted', async () => {
    expect(await hashPassword('same', randomBytes)).not.toBe(await hashPassword('same', randomBytes));
  });

  it('agree with the reference implementation (phc-winner-argon2, test.c)', async () => {
    const known = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await verifyPassword('password', known)).toBe(true);
    expect(await verifyPassword('differentpassword', known)).toBe(false);
  });

  it.each([undefined, '', 'nonsense', '$argon2id$v=19$m=19456,t=2,p=1$short$short'])('refuse %s', async (encoded) => {
    expect(await verifyPassword('x', encoded)).toBe(false);
  });
});

describe('secrets', () => {
  it('carry 256 bits and are stored as a hash', () => {
    const secret = newSecret(randomBytes, 'chedun_');
    expect(secret).toMatch(/^chedun_[\w-]{43}$/);
    expect(hashSecret(secret)).toHaveLength(32);
    expect(hashSecret(secret).toString('hex')).not.toContain(Buffer.from(secret).toString('hex'));
  });

  it('that people type avoid look-alikes and meet every policy', () => {
    for (let i = 0; i < 200; i += 1) {
      const code = newReadableCode(randomBytes);
      expect(code).toMatch(/^([a-km-np-zA-HJ-NP-Z2-9]{4}-){3}[a-km-np-zA-HJ-NP-Z2-9]{4}$/);
      expect(code).toMatch(/[a-z]/);
      expect(code).toMatch(/[A-Z]/);
      expect(code).toMatch(/[2-9]/);
    }
  });

  it('use every letter about equally often', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 2_000; i += 1) {
      for (const letter of newReadableCode(randomBytes).replaceAll('-', ''))
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect(counts.size).toBe(55);
    const mean = 32_000 / 55;
    for (const count of counts.values()) expect(Math.abs(count - mean)).toBeLessThan(mean * 0.35);
  });
});
