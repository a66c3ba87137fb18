export { examplePackage, exampleHead, exampleParts, exampleSigner } from './example.ts';
export { pdfWith } from './pdf.ts';
export { attacks } from './attacks.ts';
