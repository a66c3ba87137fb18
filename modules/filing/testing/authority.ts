import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildReceipt, readPackage, sm3Hex, type ReceiptContent, type Signer } from '@chedun/exchange';
import { exampleSigner } from '@chedun/exchange/testing';

/** A small authority that keeps packages and answers the receipts that the test gives it. */
export interface FakeAuthority {
  readonly url: string;
  readonly packages: readonly string[];
  /** Signs a receipt for the newest version that came. */
  readonly give: (receipt: Partial<ReceiptContent> & Pick<ReceiptContent, 'kind'>) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
}

/** Signs a receipt. */
const receiptFor = async (
  document: { readonly id: string; readonly version: number; readonly sm3: string },
  receipt: Partial<ReceiptContent> & Pick<ReceiptContent, 'kind'>,
  now: number,
  signer: Signer,
): Promise<Uint8Array> =>
  buildReceipt(
    {
      manifestSm3: document.sm3,
      document: { id: document.id, version: document.version },
      number: '',
      receiver: '湖北省通信管理局',
      receivedAt: new Date(now).toISOString(),
      note: '',
      ...receipt,
    },
    signer,
  );

/** Opens it on a free port; the only token that it takes is `right-token`. */
export const fakeAuthority = async (now: () => number): Promise<FakeAuthority> => {
  const signer = await exampleSigner();
  const receipts: Uint8Array[] = [];
  const packages: string[] = [];
  let last = { id: '', version: 0, sm3: '' };
  const answer = () =>
    JSON.stringify({
      submission: 's-1',
      manifestSm3: last.sm3,
      state: 'received',
      receipts: receipts.map((each) => Buffer.from(each).toString('base64')),
    });
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const send = (status: number, body: string) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      if (request.headers.authorization !== 'Bearer right-token') return send(401, '{"title":"未登录"}');
      if (request.method === 'POST') {
        const { manifest, manifestBytes } = readPackage(Buffer.concat(parts));
        last = { ...manifest.document, sm3: sm3Hex(manifestBytes) };
        packages.push(last.sm3);
        return send(200, answer());
      }
      return request.url?.endsWith(`/${last.sm3}`) ? send(200, answer()) : send(404, '{"title":"没有"}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    packages,
    give: async (receipt) => {
      const made = await receiptFor(last, receipt, now(), signer);
      receipts.push(made);
      return made;
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
};
