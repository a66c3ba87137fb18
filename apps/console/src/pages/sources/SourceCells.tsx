import type { Source } from '@chedun/ingest/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { changeSource } from '../../api/ingest.ts';
import { formatCount } from '../../lib/format.ts';
import { queryTerm } from '../../lib/lucene.ts';
import { quarantineShare } from '../../lib/sources.ts';
import { useSay } from '../../ui/useSay.ts';

/** Name of a source above its id. */
export const SourceName = ({ source }: { readonly source: Source }) => (
  <span title={`${source.title} ${source.id}`}>
    <strong>{source.title}</strong>
    <div className="mono faint clip">{source.id}</div>
  </span>
);

/** How a source comes in, above its format. */
export const FormatCell = ({ source }: { readonly source: Source }) => {
  const { t } = useTranslation();
  return (
    <span>
      {t(`sources.kindOf.${source.kind}`)}
      <div className="mono faint">{source.format === 'auto' ? t('sources.formatAuto') : source.format}</div>
    </span>
  );
};

/** How much of a source went to quarantine, leading there. */
export const QuarantinedCell = ({ source }: { readonly source: Source }) =>
  source.quarantined === 0 ? (
    <span className="faint">0</span>
  ) : (
    <Link
      to="/quarantine"
      search={{ source: source.id }}
      onClick={(event) => event.stopPropagation()}
      style={{ color: 'var(--high)' }}
    >
      {formatCount(source.quarantined)} ({quarantineShare(source)})
    </Link>
  );

interface SourceActionsProps {
  readonly source: Source;
  readonly manages: boolean;
  readonly onEdit: (source: Source) => void;
}

/** What can be done with a source. */
export const SourceActions = ({ source, manages, onEdit }: SourceActionsProps) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (enabled: boolean) => changeSource(source.id, { enabled }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sources'] }),
    onError: say.problem,
  });
  return (
    <span className="row" style={{ gap: 8 }} onClick={(event) => event.stopPropagation()} role="presentation">
      {manages && (
        <>
          <Switch
            size="small"
            aria-label={t('sources.enabled')}
            checked={source.enabled}
            loading={change.isPending}
            onChange={(enabled) => change.mutate(enabled)}
          />
          <Button size="small" type="link" style={{ padding: 0 }} onClick={() => onEdit(source)}>
            {t('common.edit')}
          </Button>
        </>
      )}
      <Link to="/search" search={{ q: queryTerm('source', source.id) }}>
        {t('sources.viewEvents')}
      </Link>
    </span>
  );
};
