import type { IngestAsks } from '@chedun/ingest/contract';
import { MERKLE_ERRORS } from '@chedun/merkle';
import { defineModule } from '@chedun/module';
import { buildSeal } from './build.ts';
import { sealPermissions, type SealAsks } from './contract.ts';
import { sealErrors } from './errors.ts';

/** Logs that prove themselves: checkpoints over the journal, witnesses, verification, proofs of single records. */
export const seal = defineModule<SealAsks, { ingest: IngestAsks }>({
  name: 'seal',
  needs: ['ingest'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: sealPermissions.read, title: { zh: '查看日志存证', en: 'Read log proofs' } },
    { name: sealPermissions.prove, title: { zh: '导出记录的存在性证明', en: 'Export proofs of records' } },
    { name: sealPermissions.verify, title: { zh: '校验日志', en: 'Verify logs' } },
    { name: sealPermissions.manage, title: { zh: '管理见证方', en: 'Manage witnesses' } },
  ],
  errors: { ...sealErrors, ...MERKLE_ERRORS },
  tells: [],
  build: ({ platform, asks }) => buildSeal(platform, asks.ingest),
});
