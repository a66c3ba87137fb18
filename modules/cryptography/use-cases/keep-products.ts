import type { ActorRef } from '@chedun/kernel';
import { toText } from '@chedun/records';
import { MOST_PRODUCTS, type ProductInput } from '../contract.ts';
import { cryptographyError, refuseSecond } from '../store.ts';
import type { CryptographyTables } from '../tables.ts';
import { changeInventory, needRoom, type InventoryNeeds } from './change-inventory.ts';

const TABLE = 'cryptography.products';

const productColumns = (product: ProductInput, at: Date) => ({
  name: toText(product.name),
  vendor: toText(product.vendor),
  certificate_no: toText(product.certificateNo),
  level: product.level,
  valid_from: product.validFrom,
  valid_to: product.validTo,
  used_for: toText(product.usedFor),
  changed_at: at,
});

/** What people do with the register of certified products. */
export const productUseCases = (needs: InventoryNeeds) => {
  const change = changeInventory(needs);
  return {
    addProduct: (input: ProductInput, actor: ActorRef) => {
      const id = needs.newId();
      return change(actor, 'cryptography.product-added', id, async (tx, at) => {
        await needRoom(tx, TABLE, MOST_PRODUCTS);
        await tx
          .as<CryptographyTables>()
          .insertInto(TABLE)
          .values({ id, ...productColumns(input, at) })
          .execute()
          .catch(refuseSecond('cryptography.product-declared'));
        return { id };
      });
    },
    changeProduct: (id: string, input: ProductInput, actor: ActorRef) =>
      change(actor, 'cryptography.product-changed', id, async (tx, at) => {
        const query = tx
          .as<CryptographyTables>()
          .updateTable(TABLE)
          .set(productColumns(input, at))
          .where('id', '=', id);
        const done = await query.executeTakeFirstOrThrow().catch(refuseSecond('cryptography.product-declared'));
        if (done.numUpdatedRows === 0n) throw cryptographyError('cryptography.unknown-entry');
        return { id };
      }),
    removeProduct: (id: string, actor: ActorRef) =>
      change(actor, 'cryptography.product-removed', id, async (tx) => {
        const query = tx.as<CryptographyTables>().deleteFrom(TABLE).where('id', '=', id);
        return { removed: (await query.executeTakeFirstOrThrow()).numDeletedRows > 0n };
      }),
  };
};
