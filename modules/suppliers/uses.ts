import type { ActorRef } from '@chedun/kernel';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type {
  AgreementInput,
  EndRelation,
  ImportReport,
  Looked,
  ReviewInput,
  SupplierDossier,
  SupplierInput,
  SupplierOverview,
  SupplierPage,
  SupplierQuery,
  TakeOver,
  Uploaded,
} from './contract.ts';

/** What the routes of suppliers stand on. */
export interface SupplierUses {
  readonly list: (query: SupplierQuery) => Promise<SupplierPage>;
  readonly overview: () => Promise<SupplierOverview>;
  readonly read: (id: string) => Promise<SupplierDossier>;
  readonly exportAll: (
    actor: ActorRef,
  ) => Promise<{ readonly contentType: string; readonly fileName: string; readonly body: Readable }>;
  readonly document: (id: string, part: string) => Promise<{ readonly name: string; readonly body: Readable }>;
  readonly add: (input: SupplierInput, actor: ActorRef) => Promise<string>;
  readonly change: (id: string, input: SupplierInput, actor: ActorRef) => Promise<void>;
  readonly spell: (id: string, name: string, actor: ActorRef) => Promise<void>;
  readonly end: (id: string, input: z.output<typeof EndRelation>, actor: ActorRef) => Promise<void>;
  readonly takeOver: (input: TakeOver, actor: ActorRef) => Promise<void>;
  readonly importTable: (bytes: Uint8Array, mode: 'preview' | 'apply', actor: ActorRef) => Promise<ImportReport>;
  readonly look: (actor: ActorRef) => Promise<z.input<typeof Looked>>;
  readonly upload: (body: AsyncIterable<Uint8Array>) => Promise<z.input<typeof Uploaded>>;
  readonly agree: (id: string, input: AgreementInput, actor: ActorRef) => Promise<void>;
  readonly endAgreement: (id: string, part: string, validTo: string, actor: ActorRef) => Promise<void>;
  readonly review: (id: string, input: ReviewInput, actor: ActorRef) => Promise<void>;
  readonly meet: (id: string, part: string, metOn: string, actor: ActorRef) => Promise<void>;
}
