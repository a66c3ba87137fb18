import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AttestationDuty, AttestationParams, StandardParty } from '../contract.ts';

const FILE = new URL('../../../content/notice/attestations.json', import.meta.url);

/** An attestation that is offered for what no machine measures. */
const StandardAttestation = AttestationDuty.omit({ owner: true }).extend({
  id: AttestationParams.shape.id,
  party: StandardParty,
  /** Controls of the catalog of the notice that have no obligation of their own. */
  controls: z.array(z.string().regex(/^cv-\d\.\d-[a-z]$/)).max(10),
});
export type StandardAttestation = z.infer<typeof StandardAttestation>;

/** Reads the attestations that come with the product. */
export const readStandardAttestations = async (): Promise<readonly StandardAttestation[]> =>
  z.object({ attestations: z.array(StandardAttestation).max(100) }).parse(JSON.parse(await readFile(FILE, 'utf8')))
    .attestations;

/**
 * What is left of the standard attestations for a party: obligations that a machine measures are not asked for again, and
 * what asks for nothing any more is left out. One that stands for a control of its own stays whole.
 */
export const wantedAttestations = (
  all: readonly StandardAttestation[],
  party: z.infer<typeof StandardParty>,
  measured: ReadonlySet<string>,
): readonly StandardAttestation[] =>
  all
    .filter((each) => each.party === party)
    .map((each) =>
      each.controls.length > 0 ? each : { ...each, obligations: each.obligations.filter((id) => !measured.has(id)) },
    )
    .filter(({ obligations }) => obligations.length > 0);
