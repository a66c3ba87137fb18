import type { ActorRef } from '@chedun/kernel';
import type { Check } from '@chedun/module';
import type { z } from 'zod';
import type { Attestation, AttestationDuty, StandardOrder } from '../contract.ts';
import { readStandardAttestations, wantedAttestations } from '../domain/standard-attestations.ts';

interface Needs {
  readonly checks: () => readonly Check[];
  readonly attestations: () => Promise<readonly Pick<Attestation, 'id'>[]>;
  readonly save: (id: string, duty: AttestationDuty, actor: ActorRef) => Promise<void>;
}

/** Asks for the standard attestations of a party for whatever no check of a machine serves; what stands already stays as it is. */
export const adoptStandard =
  ({ checks, attestations, save }: Needs) =>
  async ({ party, owner }: z.output<typeof StandardOrder>, actor: ActorRef): Promise<void> => {
    const measured = new Set(checks().flatMap(({ obligations }) => obligations));
    const standing = new Set((await attestations()).map(({ id }) => id));
    const wanted = wantedAttestations(await readStandardAttestations(), party, measured);
    for (const { id, title, obligations, everyDays } of wanted)
      if (!standing.has(id)) await save(id, { title, obligations, everyDays, owner }, actor);
  };
