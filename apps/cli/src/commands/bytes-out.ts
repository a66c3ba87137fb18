import type { Context } from '../context.ts';
import { show } from '../output.ts';

/** Writes bytes as they are, or as base64 in a JSON document. */
export const writeBytes = async (
  context: Context,
  flags: { readonly json: boolean },
  bytes: Uint8Array,
): Promise<void> => {
  if (flags.json) show(context, flags, { base64: Buffer.from(bytes).toString('base64') }, () => '');
  else await context.write(bytes);
};
