import type { ObligationDetail } from '@chedun/posture/contract';
import { Link } from '@tanstack/react-router';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { Facts } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';

/** Who is bound by an obligation, who answers for it, and which number it names. */
export const ObligationFacts = ({ detail }: { readonly detail: ObligationDetail }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { responsible } = detail;
  return (
    <Facts
      items={[
        [t('obligations.parties'), detail.parties.map((party) => t(`obligations.party.${party}`)).join(' · ')],
        [
          t('obligations.responsible'),
          responsible === null ? (
            <span className="faint">{t('obligations.noResponsible')}</span>
          ) : (
            `${responsible.name} · ${textIn(responsible.post, language)} · ${responsible.phone}`
          ),
        ],
        [
          t('obligations.number'),
          detail.number === null ? (
            <span className="faint">{t('obligations.noNumber')}</span>
          ) : (
            textIn(detail.number, language)
          ),
        ],
      ]}
    />
  );
};

/** Open findings that name an obligation. */
export const ObligationFindings = ({ findings }: Pick<ObligationDetail, 'findings'>) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  if (findings.length === 0) return <span className="faint">{t('obligations.noFindings')}</span>;
  return (
    <div className="stack" style={{ gap: 4 }}>
      {findings.map((finding) => (
        <div key={finding.id} className="row nowrap between" style={{ gap: 8 }}>
          <span className="row nowrap grow" style={{ gap: 6, minWidth: 0 }} data-tone={finding.severity}>
            <span className="dot" />
            <Link to="/findings/$id" params={{ id: finding.id }} className="clip">
              {language === 'en' ? finding.title : (finding.titleZh ?? finding.title)}
            </Link>
          </span>
          {finding.dueAt !== null && (
            <span className="faint">
              <TimeText at={finding.dueAt} />
            </span>
          )}
        </div>
      ))}
    </div>
  );
};

/** Where an obligation corresponds to other rules; what was not verified is marked. */
export const ObligationMappings = ({ mappings }: Pick<ObligationDetail, 'mappings'>) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <div>
      {mappings.map((mapping) => (
        <div key={`${mapping.rule}/${mapping.number ?? ''}`} className="mapping-line">
          <span>
            {textIn(mapping.ruleTitle, language)}{' '}
            <span className="soft">{[mapping.number, mapping.title].filter((each) => each !== null).join(' ')}</span>
          </span>
          {!mapping.isVerified && (
            <Tooltip title={textIn(mapping.note, language)}>
              <span>
                <Chip tone="medium">{t('obligations.unverified')}</Chip>
              </span>
            </Tooltip>
          )}
        </div>
      ))}
      <div className="faint" style={{ fontSize: 12 }}>
        {t('obligations.mappingHint')}
      </div>
    </div>
  );
};
