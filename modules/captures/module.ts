import type { AssetsAsks } from '@chedun/assets/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import { defineModule } from '@chedun/module';
import { buildCaptures } from './build.ts';
import { capturesPermissions, type CapturesAsks } from './contract.ts';
import { capturesErrors } from './errors.ts';

/** Recordings that people upload, and what they show. */
export const captures = defineModule<CapturesAsks, { assets: AssetsAsks; ingest: IngestAsks }>({
  name: 'captures',
  needs: ['assets', 'ingest'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: capturesPermissions.read, title: { zh: '查看抓包与记录分析', en: 'See captures and their analysis' } },
    {
      name: capturesPermissions.write,
      title: { zh: '上传、分析和删除抓包与记录', en: 'Upload, analyse and delete captures' },
    },
    { name: capturesPermissions.download, title: { zh: '下载原始抓包与记录', en: 'Download recordings' } },
    {
      name: capturesPermissions.models,
      title: { zh: '训练 CAN 模型、维护 DBC', en: 'Train CAN models, keep DBC files' },
    },
  ],
  errors: capturesErrors,
  tells: [],
  build: ({ platform, asks }) => buildCaptures(platform, asks),
});
