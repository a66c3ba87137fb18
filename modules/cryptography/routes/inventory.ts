import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { downloadRoute, route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import { z } from 'zod';
import {
  cryptographyPermissions,
  Inventory,
  InventoryParams,
  ProductInput,
  Removed,
  UseInput,
  UsesImported,
} from '../contract.ts';
import type { Cbom } from '../domain/cbom.ts';
import { exampleId } from '../examples.ts';

/** What the routes of the inventory stand on. */
export interface InventoryUses {
  readonly inventory: () => Promise<Inventory>;
  readonly cbom: () => Promise<Cbom>;
  readonly addUse: (input: UseInput, actor: ActorRef) => Promise<{ id: string }>;
  readonly changeUse: (id: string, input: UseInput, actor: ActorRef) => Promise<{ id: string }>;
  readonly removeUse: (id: string, actor: ActorRef) => Promise<{ removed: boolean }>;
  readonly importUses: (bytes: Uint8Array, actor: ActorRef) => Promise<z.input<typeof UsesImported>>;
  readonly addProduct: (input: ProductInput, actor: ActorRef) => Promise<{ id: string }>;
  readonly changeProduct: (id: string, input: ProductInput, actor: ActorRef) => Promise<{ id: string }>;
  readonly removeProduct: (id: string, actor: ActorRef) => Promise<{ removed: boolean }>;
}

const { read: READ, manage: MANAGE } = cryptographyPermissions;
const MAX_TABLE = 4 * 1024 * 1024;
const Kept = z.object({ id: z.uuid() });
const kept = { response: Kept, example: { id: exampleId } };
const gone = { params: InventoryParams, response: Removed, example: { removed: true } };

const reading = (uses: InventoryUses): Route[] => [
  route({
    method: 'GET',
    path: '/cryptography/inventory',
    operationId: 'getCryptoInventory',
    summary: { zh: '密码应用清单', en: 'Inventory of cryptography' },
    permission: READ,
    audit: 'none',
    response: Inventory,
    example: {
      uses: [],
      keys: [{ id: 'heads.1', name: 'heads', kind: 'sm2', createdAt: '2026-11-23T01:00:00.000Z' }],
      products: [],
      algorithms: [{ algorithm: 'sm2', sm: true, weak: false, channels: 0, certificates: 0, uses: 0, keys: 1 }],
    },
    handle: () => uses.inventory(),
  }),
  downloadRoute({
    method: 'GET',
    path: '/cryptography/cbom',
    operationId: 'downloadCbom',
    summary: { zh: '下载密码物料清单（CycloneDX 1.6）', en: 'Bill of cryptography, CycloneDX 1.6' },
    permission: READ,
    audit: 'cryptography.cbom-downloaded',
    handle: async () => ({
      contentType: 'application/vnd.cyclonedx+json; version=1.6',
      fileName: 'chedun-cbom.cdx.json',
      body: Readable.from([JSON.stringify(await uses.cbom(), undefined, 2)]),
    }),
  }),
];

const keeping = (uses: InventoryUses): Route[] => [
  route({
    method: 'POST',
    path: '/cryptography/uses',
    operationId: 'addCryptoUse',
    summary: { zh: '登记密码用途', en: 'Declare a use of cryptography' },
    permission: MANAGE,
    audit: 'cryptography.use-added',
    body: UseInput,
    ...kept,
    handle: ({ body, actor }) => uses.addUse(body, actor),
  }),
  route({
    method: 'PUT',
    path: '/cryptography/uses/:id',
    operationId: 'changeCryptoUse',
    summary: { zh: '修改密码用途', en: 'Change a use of cryptography' },
    permission: MANAGE,
    audit: 'cryptography.use-changed',
    params: InventoryParams,
    body: UseInput,
    ...kept,
    handle: ({ params, body, actor }) => uses.changeUse(params.id, body, actor),
  }),
  route({
    method: 'DELETE',
    path: '/cryptography/uses/:id',
    operationId: 'removeCryptoUse',
    summary: { zh: '删除密码用途', en: 'Forget a use of cryptography' },
    permission: MANAGE,
    audit: 'cryptography.use-removed',
    ...gone,
    handle: ({ params, actor }) => uses.removeUse(params.id, actor),
  }),
  uploadRoute({
    method: 'POST',
    path: '/cryptography/uses/import',
    operationId: 'importCryptoUses',
    summary: { zh: '导入密码用途表格', en: 'Declare the uses of a table' },
    permission: MANAGE,
    audit: 'cryptography.uses-imported',
    maxBytes: MAX_TABLE,
    response: UsesImported,
    example: { imported: 20, refused: [] },
    handle: async ({ body, actor }) => uses.importUses(await buffer(body), actor),
  }),
];

const products = (uses: InventoryUses): Route[] => [
  route({
    method: 'POST',
    path: '/cryptography/products',
    operationId: 'addCryptoProduct',
    summary: { zh: '登记商用密码产品', en: 'Register a certified cryptographic product' },
    permission: MANAGE,
    audit: 'cryptography.product-added',
    body: ProductInput,
    ...kept,
    handle: ({ body, actor }) => uses.addProduct(body, actor),
  }),
  route({
    method: 'PUT',
    path: '/cryptography/products/:id',
    operationId: 'changeCryptoProduct',
    summary: { zh: '修改商用密码产品', en: 'Change a certified product' },
    permission: MANAGE,
    audit: 'cryptography.product-changed',
    params: InventoryParams,
    body: ProductInput,
    ...kept,
    handle: ({ params, body, actor }) => uses.changeProduct(params.id, body, actor),
  }),
  route({
    method: 'DELETE',
    path: '/cryptography/products/:id',
    operationId: 'removeCryptoProduct',
    summary: { zh: '删除商用密码产品', en: 'Forget a certified product' },
    permission: MANAGE,
    audit: 'cryptography.product-removed',
    ...gone,
    handle: ({ params, actor }) => uses.removeProduct(params.id, actor),
  }),
];

/** Routes of the inventory, the register of products and the bill of cryptography. */
export const inventoryRoutes = (uses: InventoryUses): Route[] => [
  ...reading(uses),
  ...keeping(uses),
  ...products(uses),
];
