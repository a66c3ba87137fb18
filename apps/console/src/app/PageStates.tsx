import { Link, useRouter } from '@tanstack/react-router';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';

/** A page that failed as a whole. */
export const PageError = ({ error, reset }: ErrorComponentProps) => {
  const router = useRouter();
  return (
    <div className="page">
      <ErrorState
        error={error}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </div>
  );
};

/** A page whose code is being loaded. */
export const PagePending = () => (
  <div style={{ display: 'grid', placeItems: 'center', padding: 80 }}>
    <Spin />
  </div>
);

/** An address that no page has. */
export const NotFound = () => {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t('shell.notFound')}
      hint={t('shell.notFoundHint')}
      action={
        <Link to="/">
          <Button type="primary">{t('shell.goHome')}</Button>
        </Link>
      }
    />
  );
};
