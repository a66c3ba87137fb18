import { Post } from '@chedun/organisation/contract';
import type { Appointment } from '@chedun/organisation/contract';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/Tags.tsx';

/** Each post with who holds it today. */
export const PostCards = ({ appointments }: { readonly appointments: readonly Appointment[] }) => (
  <div className="grid" style={{ gridTemplateColumns: 'repeat(4, minmax(0, 1fr))', gap: 10 }}>
    {Post.options.map((post) => (
      <PostCard key={post} post={post} holders={appointments.filter((each) => each.post === post && each.isInForce)} />
    ))}
  </div>
);

const PostCard = ({ post, holders }: { readonly post: Post; readonly holders: readonly Appointment[] }) => {
  const { t } = useTranslation();
  const main = holders.find(({ isDeputy }) => !isDeputy);
  const deputy = holders.find(({ isDeputy }) => isDeputy);
  return (
    <div className="panel" style={{ padding: '10px 12px' }}>
      <div className="soft">{t(`organisation.post.${post}`)}</div>
      {main === undefined ? (
        <div className="row">
          <Chip tone="critical">{t('organisation.vacant')}</Chip>
        </div>
      ) : (
        <>
          <div className="row nowrap" style={{ gap: 8 }}>
            <strong style={{ fontSize: 16 }}>{main.person}</strong>
            {main.document === null && <Chip tone="medium">{t('organisation.noDocument')}</Chip>}
          </div>
          <div className="mono">{main.phone}</div>
          <div className="faint">{t('organisation.since', { day: main.validFrom })}</div>
        </>
      )}
      <div style={{ marginTop: 6 }}>
        {deputy === undefined ? (
          <span className="faint">{t('organisation.noDeputy')}</span>
        ) : (
          <span>
            {t('organisation.deputy')} {deputy.person} <span className="mono">{deputy.phone}</span>
          </span>
        )}
      </div>
    </div>
  );
};
