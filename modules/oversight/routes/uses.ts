import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import type {
  ExportLine,
  FeedbackInput,
  FileLine,
  Incident,
  IncidentOrder,
  IncidentPage,
  IncidentQuery,
  Inspection,
  InspectionInput,
  InspectionLine,
  ItemInput,
  LegalBasis,
  Notice,
  NoticeChange,
  NoticeInput,
  NoticePage,
  NoticeQuery,
  OversightStatistics,
  OwnNotice,
  OwnPage,
  PenaltyDecision,
  PenaltyInput,
  RelayDone,
  ReportInput,
  ReviewOrder,
} from '../contract.ts';
import type { OpenedFile } from '../use-cases/files.ts';

type Out<S extends z.ZodType> = z.output<S>;

/** What the routes of this module stand on. */
export interface OversightUses {
  readonly bases: () => Promise<readonly LegalBasis[]>;
  readonly notices: (query: NoticeQuery) => Promise<NoticePage>;
  readonly notice: (id: string) => Promise<Notice>;
  readonly send: (input: NoticeInput, actor: ActorRef) => Promise<string>;
  readonly change: (id: string, change: Out<typeof NoticeChange>, actor: ActorRef) => Promise<void>;
  readonly lift: (id: string, why: string, actor: ActorRef) => Promise<void>;
  /** These give the id of the notice. */
  readonly review: (id: string, order: ReviewOrder, actor: ActorRef) => Promise<string>;
  readonly propose: (id: string, input: Out<typeof PenaltyInput>, actor: ActorRef) => Promise<string>;
  readonly decide: (id: string, input: Out<typeof PenaltyDecision>, actor: ActorRef) => Promise<string>;
  readonly bring: (bytes: Uint8Array, name: string, actor: ActorRef) => Promise<FileLine>;
  readonly file: (id: string) => Promise<OpenedFile>;
  readonly statistics: () => Promise<OversightStatistics>;
  readonly incidents: (query: IncidentQuery) => Promise<IncidentPage>;
  readonly incident: (id: string) => Promise<Incident>;
  readonly work: (id: string, order: IncidentOrder, actor: ActorRef) => Promise<void>;
  readonly relay: (id: string, clock: string, done: RelayDone, actor: ActorRef) => Promise<void>;
  readonly exports: () => Promise<ExportLine[]>;
  readonly inspections: () => Promise<InspectionLine[]>;
  readonly inspection: (id: string) => Promise<Inspection>;
  readonly order: (input: InspectionInput, actor: ActorRef) => Promise<string>;
  readonly fill: (id: string, item: string, input: Out<typeof ItemInput>, actor: ActorRef) => Promise<void>;
  readonly cancel: (id: string, actor: ActorRef) => Promise<void>;
  readonly report: (id: string, input: Out<typeof ReportInput>, actor: ActorRef) => Promise<void>;
  readonly inspectionFile: (id: string, which: 'order' | 'report') => Promise<OpenedFile>;
  readonly own: (after: string | undefined, limit: number, actor: ActorRef) => Promise<OwnPage>;
  readonly ownOne: (id: string, actor: ActorRef) => Promise<OwnNotice>;
  readonly ownFile: (id: string, file: string, actor: ActorRef) => Promise<OpenedFile>;
  readonly acknowledge: (id: string, version: number, actor: ActorRef) => Promise<void>;
  readonly feedback: (id: string, input: Out<typeof FeedbackInput>, actor: ActorRef) => Promise<void>;
  readonly bringOwn: (bytes: Uint8Array, name: string, actor: ActorRef) => Promise<FileLine>;
}
