import { assetsEvents, type AssetsAsks } from '@chedun/assets/contract';
import { defineModule } from '@chedun/module';
import type { Tx } from '@chedun/records';
import { supplierChecks } from './checks.ts';
import { openQuestionnaire } from './content.ts';
import { suppliersPermissions, type SuppliersAsks } from './contract.ts';
import { suppliersErrors } from './errors.ts';
import { readDossier } from './read-dossier.ts';
import { listSuppliers, readOverview, suppliersAsks } from './read-model.ts';
import { supplierRoutes } from './routes.ts';
import { addAgreement, endAgreement, openDocument, upload } from './use-cases/agree.ts';
import { exportSuppliers } from './use-cases/export.ts';
import { importSuppliers } from './use-cases/import.ts';
import { addSpelling, addSupplier, changeSupplier, endRelation, takeOver } from './use-cases/keep.ts';
import { look, lookNow } from './use-cases/look.ts';
import { addReview, meetCondition } from './use-cases/review.ts';

/** Suppliers: who supplies what, how they are bound and reviewed, and what is wrong with that. */
export const suppliers = defineModule<SuppliersAsks, { assets: AssetsAsks }>({
  name: 'suppliers',
  needs: ['assets'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: suppliersPermissions.read, title: { zh: '查看供应商', en: 'See suppliers' } },
    {
      name: suppliersPermissions.write,
      title: { zh: '维护供应商档案、合同与安全审核', en: 'Keep suppliers, their agreements and reviews' },
    },
  ],
  errors: suppliersErrors,
  tells: [],
  build: ({ platform: { records, clock, newId, blobs, jobs }, asks: { assets } }) => {
    const questionnaire = openQuestionnaire();
    const needs = { records, newId, blobs, assets, questionnaire, now: () => clock.now() };
    const overview = readOverview(needs);
    const looking = look(needs);
    const react = async (_: unknown, tx: Tx): Promise<void> => {
      await jobs.send('suppliers/look', null, { tx });
    };
    return {
      asks: suppliersAsks({ ...needs, overview }),
      routes: supplierRoutes({
        overview,
        list: listSuppliers(needs),
        read: readDossier(needs),
        exportAll: exportSuppliers(needs),
        document: openDocument(needs),
        add: addSupplier(needs),
        change: changeSupplier(needs),
        spell: addSpelling(needs),
        end: endRelation(needs),
        takeOver: takeOver(needs),
        importTable: importSuppliers(needs),
        look: lookNow(needs),
        upload: upload(needs),
        agree: addAgreement(needs),
        endAgreement: endAgreement(needs),
        review: addReview(needs),
        meet: meetCondition(needs),
      }),
      jobs: [{ name: 'look', cron: '25 * * * *', run: async () => void (await looking()), timeLimitSeconds: 900 }],
      reactions: [{ name: 'assets-imported', on: assetsEvents.imported, react }],
      checks: supplierChecks({ overview, now: needs.now }),
    };
  },
});
