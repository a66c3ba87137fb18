import type { DocumentsAsks, IssuedDocument } from '@chedun/documents/contract';
import type { ActorRef } from '@chedun/kernel';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import type { AssessmentDetail } from '../contract.ts';
import { missingOf, reportDocument, type Responsible } from '../domain/report-document.ts';
import { cryptoAssessmentError } from '../errors.ts';

interface Needs {
  readonly documents: Pick<DocumentsAsks, 'issue'>;
  readonly organisation: OrganisationAsks;
  readonly read: (id: string) => Promise<AssessmentDetail>;
}

const responsible = async ({ profile, responsibleFor }: OrganisationAsks): Promise<Responsible> => {
  const person = (await responsibleFor('1.2-h')) ?? (await responsibleFor('1.1-b'));
  return {
    organisation: (await profile())?.name ?? '',
    person: person?.name ?? '',
    phone: person?.phone ?? '',
  };
};

/** Issues the result of a completed assessment as a signed document; again gives its next version. */
export const issueAssessment =
  ({ documents, organisation, read }: Needs) =>
  async (id: string, actor: ActorRef): Promise<IssuedDocument> => {
    const [detail, by] = [await read(id), await responsible(organisation)];
    const missing = missingOf(detail, by);
    if (missing.length > 0) throw cryptoAssessmentError('crypto-assessment.not-ready', { reason: missing.join('、') });
    const { system } = detail.assessment;
    return documents.issue({
      template: 'crypto-assessment-report',
      title: { zh: `${system} 密评结果报送表`, en: `Assessment of the use of cryptography: ${system}` },
      subject: { kind: 'crypto-assessment', id },
      data: reportDocument(detail, by),
      actor,
    });
  };
