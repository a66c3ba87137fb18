export type { AuditEntry, DeliveredEvent, DomainEvent, MigrationSet, Records, Tx } from './types.ts';
