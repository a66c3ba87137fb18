import { drillPermissions, type Run } from '@chedun/drills/contract';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { runWork } from '../../api/drills.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useRunWork } from './parts.tsx';

/** What is injected: records with how many of them were seen, and the messages that the team gets. */
export const InjectPanel = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const manages = useMay()(drillPermissions.manage) && run.state === 'running';
  const release = useRunWork((inject: string) => runWork.release(run.id, inject));
  return (
    <Panel title={t('drills.injects')}>
      <div className="stack">
        {run.injects.map((inject) => (
          <div key={inject.id} className="panel" style={{ padding: '8px 10px' }}>
            <div className="row wrap" style={{ gap: 8 }}>
              <Chip tone={inject.kind === 'technical' ? 'high' : 'low'}>
                {inject.message === null ? t(`drills.${inject.kind}`) : t(`drills.channels.${inject.message.channel}`)}
              </Chip>
              <strong>{textIn(inject.title, language)}</strong>
              {inject.playedAt === null ? (
                <span className="faint">{t('drills.afterStart', { minutes: inject.at })}</span>
              ) : (
                <TimeText at={inject.playedAt} />
              )}
              {manages && inject.playedAt === null && (
                <Button size="small" loading={release.isPending} onClick={() => release.mutate(inject.id)}>
                  {t('drills.release')}
                </Button>
              )}
            </div>
            {inject.kind === 'technical' && inject.playedAt !== null && (
              <div className="soft">
                {t('drills.recordsSeen', { records: inject.records, detected: inject.detected })}
              </div>
            )}
            {inject.message !== null && (
              <blockquote style={{ margin: '6px 0 0', paddingInlineStart: 10 }} className="soft">
                <span className="faint">{t('drills.fromLine', { from: textIn(inject.message.from, language) })}</span>
                {textIn(inject.message.text, language)}
              </blockquote>
            )}
          </div>
        ))}
      </div>
    </Panel>
  );
};
