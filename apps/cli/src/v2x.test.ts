import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messagesOf } from './commands/v2x.ts';

describe('the messages of a file', () => {
  it('are its lines in hex or base64, without notes', () => {
    const text = '# recorded at the gate\n0381aa  # first\n\nA4GqAA==\r\n';
    expect(messagesOf(Buffer.from(text)).map((one) => one.toString('hex'))).toEqual(['0381aa', '0381aa00']);
  });

  it('are the whole file when it is binary', () => {
    expect(messagesOf(Uint8Array.of(3, 0x81, 0, 255))).toEqual([Buffer.from([3, 0x81, 0, 255])]);
  });

  it('come back from hex whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { minLength: 1 }), (messages) => {
        const text = messages.map((one) => Buffer.from(one).toString('hex')).join('\n');
        expect(messagesOf(Buffer.from(text)).map((one) => new Uint8Array(one))).toEqual(messages);
      }),
    );
  });

  it('are refused with the line that is neither', () => {
    try {
      messagesOf(Buffer.from('0381aa\n(what)\n'));
      expect.unreachable();
    } catch (error) {
      expect(isDomainError(error, 'cli.content-invalid') && error.detail.line).toBe(2);
    }
  });
});
