import { afterEach, describe, expect, test, vi } from 'vitest';
import { loadNative } from './native.ts';

describe('calls of C functions', () => {
  test('run outside the event loop and answer their number', async () => {
    const { named } = await loadNative('libc.so.6');
    const compare = named('memcmp', 'int', ['void *', 'void *', 'size_t']);
    const same = Buffer.from('same bytes');
    const answers = await Promise.all([
      compare(same, Buffer.from('same bytes'), same.length),
      compare(same, Buffer.from('other byte'), same.length),
    ]);
    expect(answers[0]).toBe(0);
    expect(answers[1]).toBeGreaterThan(0);
  });

  test('write into the bytes that they are given', async () => {
    const { named, addressOf, read } = await loadNative('libc.so.6');
    const bytes = Buffer.alloc(80);
    await named('memset', 'void *', ['void *', 'int', 'size_t'])(bytes, 0xab, 70);
    expect(bytes).toEqual(Buffer.concat([Buffer.alloc(70, 0xab), Buffer.alloc(10)]));
    const copy = read(addressOf(bytes), 72);
    expect(copy).toEqual(bytes.subarray(0, 72));
    copy[0] = 0;
    expect(bytes[0]).toBe(0xab);
  });

  test('of a library or a function that is absent are refused with the name', async () => {
    await expect(loadNative('/nowhere/lib.so')).rejects.toMatchObject({
      code: 'keys.device-library',
      detail: { file: '/nowhere/lib.so' },
    });
    const { named } = await loadNative('libc.so.6');
    expect(() => named('no_such_function', 'int', [])).toThrow('the library has no no_such_function');
  });
});

describe('without koffi', () => {
  afterEach(() => {
    vi.doUnmock('koffi');
    vi.resetModules();
  });

  test('the error says what to install', async () => {
    vi.resetModules();
    vi.doMock('koffi', () => {
      throw new Error('Cannot find package');
    });
    const { loadNative: loadHere } = await import('./native.ts');
    await expect(loadHere('libc.so.6')).rejects.toMatchObject({
      code: 'keys.device-library',
      detail: { reason: 'the package koffi is not installed: npm install koffi@3.3.4' },
    });
  });
});
