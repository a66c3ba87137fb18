import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import type {
  CertificateInput,
  Enterprise,
  EnterpriseInput,
  ExchangeAnswer,
  ExpertInput,
  Filing,
  FilingLine,
  FilingPage,
  FilingQuery,
  ImportReport,
  RegisterQuery,
  Settings,
  Statistics,
  StepOrder,
  Submission,
} from '../contract.ts';
import type { Reviewer } from '../use-cases/step.ts';

/** A file that is handed out. */
export interface OpenedFile {
  readonly contentType: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** What the routes of the authority's side stand on. */
export interface SupervisionUses {
  readonly handIn: (bytes: Uint8Array, actor: ActorRef) => Promise<ExchangeAnswer>;
  readonly look: (manifestSm3: string, actor: ActorRef) => Promise<ExchangeAnswer>;
  readonly upload: (bytes: Uint8Array, actor: ActorRef) => Promise<Submission>;
  readonly submissions: (status: 'waiting' | 'refused') => Promise<Submission[]>;
  readonly admit: (id: string, enterprise: string | EnterpriseInput, actor: ActorRef) => Promise<Submission>;
  readonly refuse: (id: string, reason: string, actor: ActorRef) => Promise<void>;
  readonly enterprises: () => Promise<Enterprise[]>;
  readonly addEnterprise: (input: EnterpriseInput, actor: ActorRef) => Promise<string>;
  readonly changeEnterprise: (id: string, input: Omit<EnterpriseInput, 'creditCode'>, actor: ActorRef) => Promise<void>;
  readonly importEnterprises: (bytes: Uint8Array, actor: ActorRef) => Promise<ImportReport>;
  readonly confirmCertificate: (id: string, input: z.output<typeof CertificateInput>, actor: ActorRef) => Promise<void>;
  readonly withdrawCertificate: (id: string, sm3: string, actor: ActorRef) => Promise<void>;
  readonly filings: (query: FilingQuery) => Promise<FilingPage>;
  readonly register: (query: z.output<typeof RegisterQuery>) => Promise<FilingLine[]>;
  readonly filing: (id: string) => Promise<Filing>;
  readonly file: (id: string, version: number, part: string) => Promise<OpenedFile>;
  readonly receipt: (id: string, receipt: string) => Promise<OpenedFile>;
  readonly step: (id: string, order: StepOrder, reviewer: Reviewer) => Promise<void>;
  readonly vote: (id: string, expert: z.output<typeof ExpertInput>, actor: ActorRef) => Promise<void>;
  readonly decide: (id: string, answer: 'open' | 'explained', note: string, actor: ActorRef) => Promise<string>;
  readonly remind: (id: string, text: string, actor: ActorRef) => Promise<void>;
  readonly statistics: () => Promise<Statistics>;
  readonly settings: () => Promise<z.infer<typeof Settings>>;
  readonly name: (name: string, actor: ActorRef) => Promise<void>;
}
