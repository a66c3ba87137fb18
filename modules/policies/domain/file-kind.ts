const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** Whether a file begins as a PDF (ISO 32000: `%PDF-`) or as a ZIP, which a DOCX is. Nobody opens it here. */
export const isPolicyFile = (head: Uint8Array): boolean =>
  [PDF, ZIP].some((mark) => head.length >= mark.length && mark.every((byte, at) => head[at] === byte));
