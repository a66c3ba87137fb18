import { deflateSync } from 'node:zlib';

/** A PDF of one empty page with embedded files, `packed` or as they are. */
export const pdfWith = (files: readonly Uint8Array[], method: 'plain' | 'packed' = 'plain'): Uint8Array => {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\u0080\n', 'latin1')];
  const offsets: number[] = [];
  const length = (): number => parts.reduce((sum, part) => sum + part.length, 0);
  const object = (dictionary: string, stream?: Uint8Array): void => {
    offsets.push(length());
    parts.push(Buffer.from(`${offsets.length} 0 obj\n${dictionary}\n`, 'latin1'));
    if (stream !== undefined) parts.push(Buffer.from('stream\n'), Buffer.from(stream), Buffer.from('\nendstream\n'));
    parts.push(Buffer.from('endobj\n\n'));
  };
  object('<<\n  /Type /Catalog\n>>');
  for (const file of files) {
    const bytes = method === 'plain' ? file : deflateSync(file);
    const filter = method === 'plain' ? '' : '  /Filter /FlateDecode\n';
    object(`<<\n  /Length ${bytes.length}\n  /Type /EmbeddedFile\n${filter}>>`, bytes);
  }
  const start = length();
  const lines = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n\r\n`);
  const count = offsets.length + 1;
  parts.push(Buffer.from(`xref\n0 ${count}\n0000000000 65535 f\r\n${lines.join('')}`));
  parts.push(Buffer.from(`trailer\n<<\n  /Size ${count}\n  /Root 1 0 R\n>>\nstartxref\n${start}\n%%EOF`));
  return new Uint8Array(Buffer.concat(parts));
};
