import type { ModuleParts, Platform } from '@chedun/module';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import { openTypesetter } from '@chedun/typesetting';
import { formatPem, nameText, parseName } from '@chedun/x509';
import { documentChecks } from './checks.ts';
import type { DocumentsAsks, SignerDetail } from './contract.ts';
import { dataProblems } from './domain/check-data.ts';
import { documentsOf, exportDocuments, listDocuments, newestPackages, readDocument } from './read-model.ts';
import { routesOfDocuments } from './routes.ts';
import type { DocumentUses } from './routes/uses.ts';
import { currentSigner, isOurs, nameSigner, type CurrentSigner } from './signer.ts';
import { openTemplates } from './templates.ts';
import { issueDocument, needSize } from './use-cases/issue.ts';
import { receiptUseCase } from './use-cases/keep-receipt.ts';
import { issuedPackage, openAttachment, openFile, openReceipt } from './use-cases/open-file.ts';
import { issuedPages } from './use-cases/issued-pages.ts';
import { renderPages } from './use-cases/render.ts';
import { verifyBytes } from './use-cases/verify.ts';

const iso = (at: number): string => new Date(at).toISOString();

const presentSigner = (
  { organisation, keyId, certificate, sm3 }: CurrentSigner,
  provider: SignerDetail['provider'],
): SignerDetail => ({
  organisation,
  certificate: {
    pem: formatPem({ label: 'CERTIFICATE', bytes: certificate.raw }),
    sm3,
    subject: nameText(parseName(certificate.subject)),
    notBefore: iso(certificate.notBefore),
    notAfter: iso(certificate.notAfter),
    keyId,
  },
  provider,
});

type Needs = Pick<Platform, 'records' | 'blobs' | 'keys' | 'clock' | 'newId' | 'randomBytes' | 'log'>;

/** Builds the module from the platform. */
export const buildDocuments = (
  platform: Needs,
  { organisation }: { readonly organisation: Pick<OrganisationAsks, 'profile'> },
): ModuleParts<DocumentsAsks> => {
  const { clock, log, keys } = platform;
  const typesetter = openTypesetter(log);
  const templates = openTemplates();
  const signer = currentSigner({ ...platform, profile: organisation.profile });
  const needs = { ...platform, templates, typesetter, signer };
  const verify = verifyBytes(isOurs(platform));
  const read = issuedPackage(platform);
  const verifyIssued = async (id: string, version: number) => verify(await read(id, version));
  const present = async () => presentSigner(await signer(), keys.protection().provider);
  const issue = issueDocument(needs);
  const receipt = receiptUseCase(platform);
  const each = exportDocuments(needs);
  const uses: DocumentUses = {
    issue,
    receipt,
    each,
    verify,
    verifyIssued,
    templates: templates.all,
    template: templates.must,
    preview: async ({ template: id, title, data, lang }) => {
      const template = await templates.must(id);
      needSize(data);
      const { issuer } = await signer();
      const head = { id: '—', version: 0, title, issuer, issuedAt: clock.now() };
      return {
        svg: await renderPages(typesetter, template, data, head, lang),
        problems: await dataProblems(template, data),
      };
    },
    list: listDocuments(needs),
    read: readDocument(needs),
    pages: issuedPages({ read, templates, typesetter }),
    file: openFile(platform),
    attachment: openAttachment(platform),
    receiptFile: openReceipt(platform),
    signer: present,
    nameSigner: async (name, actor) => {
      await nameSigner(platform)(name, actor);
      return present();
    },
  };
  return {
    asks: { issue, receipt, of: documentsOf(needs), packageOf: read, template: templates.must },
    routes: routesOfDocuments(uses),
    checks: documentChecks({
      each: (template) => each({ template }),
      newest: (limit) => newestPackages(platform, limit),
      verify: verifyIssued,
      now: () => clock.now(),
    }),
    stop: () => typesetter.close(),
  };
};
