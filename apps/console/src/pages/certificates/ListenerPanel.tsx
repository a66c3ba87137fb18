import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getEnrolmentStatus } from '../../api/enrolment.ts';
import { formatCount } from '../../lib/format.ts';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';

const REFRESH_MS = 10_000;

/** 设备接入: whether devices reach lists, OCSP, EST and CMP, and how often they asked. */
export const ListenerPanel = () => {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['certificates', 'listener'],
    queryFn: ({ signal }) => getEnrolmentStatus(signal),
    refetchInterval: REFRESH_MS,
  });
  const status = found.data;
  if (status === undefined) return null;
  const isOn = status.port !== 0;
  return (
    <Panel title={t('certificates.listener.title')} hint={t('certificates.listener.about')}>
      <Facts
        items={[
          [
            t('certificates.state'),
            <Chip key="state" tone={isOn ? 'good' : 'info'}>
              {isOn ? t('certificates.listener.on', { port: status.port }) : t('certificates.listener.off')}
            </Chip>,
          ],
          [
            t('certificates.listener.transport'),
            isOn ? t(status.tls ? 'certificates.listener.tls' : 'certificates.listener.plain') : '',
          ],
          [t('certificates.listener.ocsp'), isOn ? formatCount(status.requests.ocsp) : ''],
          [t('certificates.listener.published'), isOn ? formatCount(status.requests.published) : ''],
          [t('certificates.listener.est'), isOn ? formatCount(status.requests.est) : ''],
          [t('certificates.listener.cmp'), isOn ? formatCount(status.requests.cmp) : ''],
          [t('certificates.listener.how'), isOn ? '' : t('certificates.listener.howText')],
        ]}
      />
    </Panel>
  );
};
