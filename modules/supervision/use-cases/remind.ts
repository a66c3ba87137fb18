import type { ActorRef } from '@chedun/kernel';
import { dayOf } from '@chedun/kernel';
import { supervisionError } from '../errors.ts';
import type { ReceiptSigner } from '../signer.ts';
import { keepReceipt, lockFiling, signReceipt, submissionOf, type StoreNeeds } from '../store.ts';
import type { SupervisionTables } from '../tables.ts';

interface Needs extends StoreNeeds {
  readonly signer: () => Promise<ReceiptSigner>;
}

/** Reminds an enterprise 催办 of a supplement: a signed notice that it fetches with its receipts. Throws `supervision.reminded`. */
export const remind =
  (needs: Needs) =>
  async (id: string, text: string, actor: ActorRef): Promise<void> => {
    const signer = await needs.signer();
    const now = needs.now();
    await needs.records.transaction(async (tx) => {
      const filing = await lockFiling(tx, id);
      if (filing.state !== 'supplement') throw supervisionError('supervision.reminded');
      const last = await tx
        .as<SupervisionTables>()
        .selectFrom('supervision.receipts')
        .select('at')
        .where('filing', '=', id)
        .where('kind', '=', 'other')
        .orderBy('at', 'desc')
        .executeTakeFirst();
      if (last !== undefined && dayOf(last.at.getTime()) === dayOf(now)) throw supervisionError('supervision.reminded');
      const submission = await submissionOf(needs.records, id, filing.version);
      const of = { manifest: submission.manifest_sm3, document: filing.document, version: filing.version };
      const words = { kind: 'other' as const, number: filing.acceptance, note: `催办：${text}` };
      const receipt = await signReceipt(signer, of, words, now);
      await keepReceipt(tx, { id: needs.newId(), filing: id, submission: submission.id }, receipt, actor.name, now);
      const target = { kind: 'supervision-filing', id };
      await tx.audit({ actor, action: 'supervision.reminded', target, outcome: 'done', after: { text } });
    });
  };
