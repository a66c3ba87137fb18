import { beforeAll, describe, expect, it } from 'vitest';
import { examplePackage, exampleSigner } from '../testing/index.ts';
import {
  buildReceipt,
  readPackage,
  readReceipt,
  sm3Hex,
  verifyPackage,
  verifyReceipt,
  withReceipt,
  type ReceiptContent,
  type Signer,
} from './index.ts';

let authority: Signer;
let content: ReceiptContent;
let pack: Uint8Array;
beforeAll(async () => {
  authority = await exampleSigner('省通信管理局');
  pack = await examplePackage(await exampleSigner());
  content = {
    manifestSm3: sm3Hex(readPackage(pack).manifestBytes),
    document: { id: 'd', version: 1 },
    kind: 'acceptance',
    number: 'SL-2026-0001',
    receiver: '省通信管理局',
    receivedAt: '2026-01-02T00:00:00.000Z',
    note: '',
  };
});

describe('a receipt', () => {
  it('is read as it was written, and goes along in the package', async () => {
    const receipt = await buildReceipt(content, authority);
    expect(readReceipt(receipt).content).toEqual(content);
    const whole = readPackage(withReceipt(pack, receipt));
    expect(verifyPackage(whole, content.manifestSm3).receipt).toMatchObject({ kind: 'signed', content });
    const replaced = withReceipt(withReceipt(pack, receipt), receipt);
    expect(replaced).toEqual(withReceipt(pack, receipt));
  });

  it('says what has to be supplemented and until when', async () => {
    const items = [{ field: 'hosts', text: '备案主机数与资产清单不一致' }];
    const asked = { ...content, kind: 'supplement' as const, supplement: { dueOn: '2026-12-31', items } };
    expect(readReceipt(await buildReceipt(asked, authority)).content).toEqual(asked);
    for (const wrong of [
      { ...asked, kind: 'approval' as const },
      { ...asked, supplement: { dueOn: '2026-12-31', items: [] } },
      { ...asked, supplement: { dueOn: '2026-13-01', items } },
      { ...asked, supplement: { dueOn: 'soon', items } },
    ]) {
      const bytes = await buildReceipt(wrong, authority);
      expect(() => readReceipt(bytes)).toThrow(/exchange\.manifest/);
    }
  });

  it('of another document does not count, nor one with a changed word', async () => {
    const receipt = await buildReceipt(content, authority);
    expect(verifyReceipt(receipt, '0'.repeat(64))).toEqual({ kind: 'refused', problem: 'another-document' });
    const changed = Buffer.from(Buffer.from(receipt).toString().replace('SL-2026-0001', 'SL-2026-0002'));
    expect(verifyReceipt(changed, content.manifestSm3)).toEqual({ kind: 'refused', problem: 'message-digest' });
  });

  it.each([
    ['no JSON', 'x'],
    ['no signature', '{"receipt":{}}'],
    ['another format', '{"receipt":{"format":"x"},"signature":""}'],
  ])('with %s is none', (_, text) => {
    const bytes = new TextEncoder().encode(text);
    expect(() => readReceipt(bytes)).toThrow(/exchange\./);
    expect(verifyReceipt(bytes, content.manifestSm3)).toEqual({ kind: 'refused', problem: 'structure' });
  });
});
