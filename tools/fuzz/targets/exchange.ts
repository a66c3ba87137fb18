import {
  attachmentOf,
  EXCHANGE_ERRORS,
  parseCanonical,
  canonicalBytes,
  readManifest,
  readPackage,
  readReceipt,
  sm3Hex,
  verifyPackage,
} from '@chedun/exchange';
import { buildReceipt } from '@chedun/exchange';
import { examplePackage, exampleParts, exampleSigner, pdfWith } from '@chedun/exchange/testing';
import { readZip, writeZip } from '@chedun/exchange/zip';
import { bytesOf, must, wordsOf, type Target } from '../target.ts';

const codes = Object.keys(EXCHANGE_ERRORS);
const keep = 'libs/exchange/testing/fuzz';
const LIMITS = { maxEntries: 32, maxEntryBytes: 1 << 16, maxTotalBytes: 1 << 17, folders: 'skip' } as const;

const signer = await exampleSigner();
const pack = await examplePackage(signer);
const { manifestBytes } = readPackage(pack);
const receipt = await buildReceipt(
  {
    manifestSm3: sm3Hex(manifestBytes),
    document: { id: 'd', version: 1 },
    kind: 'acceptance',
    number: '1',
    receiver: 'x',
    receivedAt: '2026-01-02T00:00:00.000Z',
    note: '',
  },
  signer,
);
const HEADERS = ['PK\u0001\u0002', 'PK\u0003\u0004', 'PK\u0005\u0006', '../', '\\', 'form.json', 'manifest.json'].map(
  bytesOf,
);

/** Readers of exchange packages. */
export const targets: readonly Target[] = [
  {
    name: 'exchange-zip',
    keep,
    codes,
    seeds: [writeZip(exampleParts(), 'store'), writeZip(exampleParts(), 'deflate'), pack],
    words: HEADERS,
    run: (bytes) => {
      const files = readZip(bytes, LIMITS);
      const total = files.reduce((sum, each) => sum + each.bytes.length, 0);
      must(total <= LIMITS.maxTotalBytes, 'what is unpacked is bounded');
      must(new Set(files.map(({ name }) => name.toLowerCase())).size === files.length, 'names are different');
      must(
        !files.some(({ name }) => name.split('/').includes('..') || name.startsWith('/')),
        'names stay in their folder',
      );
    },
  },
  {
    name: 'exchange-package',
    keep,
    codes,
    seeds: [pack],
    words: HEADERS,
    isSlow: true,
    run: (bytes) => {
      const read = readPackage(bytes);
      verifyPackage(read, sm3Hex(read.manifestBytes));
      for (const part of read.manifest.parts)
        must(sm3Hex(read.parts.get(part.name) ?? new Uint8Array()) === part.sm3, 'parts are what the manifest says');
    },
  },
  {
    name: 'exchange-manifest',
    keep,
    codes,
    seeds: [manifestBytes],
    words: wordsOf('"parts":[ ,{"bytes":1} "attachments/a" "form.json" 1e999 "\\ud800"'),
    run: (bytes) => {
      readManifest(bytes);
      must(
        Buffer.compare(canonicalBytes(parseCanonical(bytes, 'x')), bytes) === 0,
        'one value has one sequence of bytes',
      );
    },
  },
  { name: 'exchange-receipt', keep, codes, seeds: [receipt], run: (bytes) => void readReceipt(bytes) },
  {
    name: 'exchange-pdf',
    keep,
    codes,
    seeds: [pdfWith([bytesOf('{"a":1}')]), pdfWith([bytesOf('{"a":1}')], 'packed')],
    words: wordsOf('/EmbeddedFile /Length stream endstream startxref xref obj endobj'),
    run: (bytes) => void attachmentOf(bytes),
  },
];
