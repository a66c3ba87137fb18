import { governancePermissions } from '@chedun/governance/contract';
import type { Finding } from '@chedun/governance/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeFinding } from '../../api/governance.ts';
import type { Change } from '../../api/governance.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay, useMe } from '../../app/session.ts';
import { formatCount, formatDuration } from '../../lib/format.ts';
import { fromPicker, toPicker } from '../../lib/picker.ts';
import { AssetLink } from '../../ui/AssetLink.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { OwnerSelect } from './OwnerSelect.tsx';
import { StatusDialog } from './StatusDialog.tsx';

const useChange = (finding: Finding, onDone: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: Change) => changeFinding(finding.id, change),
    onSuccess: (changed) => {
      client.setQueryData(['finding', finding.id], changed);
      void client.invalidateQueries({ queryKey: ['findings'] });
      say.done(t('common.saved'));
      onDone();
    },
    onError: say.problem,
  });
};

/** Status, owner, deadline and comments of a finding. */
export const HandlingPanel = ({ finding }: { readonly finding: Finding }) => {
  const { t } = useTranslation();
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const change = useChange(finding, () => setAsking(false));
  const handles = may(governancePermissions.handle);
  return (
    <Panel
      title={t('findings.handling')}
      extra={
        handles && (
          <Button size="small" type="primary" onClick={() => setAsking(true)}>
            {t('findings.setStatus')}
          </Button>
        )
      }
    >
      <div className="stack">
        <FindingFacts finding={finding} />
        {handles && <OwnerButtons finding={finding} pending={change.isPending} onChange={change.mutate} />}
        {handles && <CommentBox pending={change.isPending} onSubmit={(comment) => change.mutate({ comment })} />}
      </div>
      <StatusDialog
        open={asking}
        pending={change.isPending}
        initial={finding.status}
        onCancel={() => setAsking(false)}
        onSubmit={change.mutate}
      />
    </Panel>
  );
};

const FindingFacts = ({ finding }: { readonly finding: Finding }) => {
  const { t } = useTranslation();
  return (
    <Facts
      items={[
        [
          t('findings.assets'),
          <span key="assets" className="row wrap" style={{ gap: 6 }}>
            {finding.assets.map((asset) => (
              <AssetLink key={`${asset.kind}:${asset.id}`} asset={asset} />
            ))}
          </span>,
        ],
        [t('findings.count'), formatCount(finding.count)],
        [t('findings.firstSeen'), <TimeText key="first" at={finding.firstSeen} />],
        [t('findings.lastSeen'), <TimeText key="last" at={finding.lastSeen} />],
        [t('findings.latency'), formatDuration(finding.latencyMs)],
        [t('findings.owner'), finding.owner?.name ?? <span className="faint">{t('findings.unassigned')}</span>],
        [
          t('findings.due'),
          <span key="due" className="row" style={{ gap: 6 }}>
            <TimeText at={finding.dueAt} />
            {finding.overdue && <Chip tone="critical">{t('findings.overdue')}</Chip>}
          </span>,
        ],
      ]}
    />
  );
};

const OwnerButtons = ({
  finding,
  pending,
  onChange,
}: {
  readonly finding: Finding;
  readonly pending: boolean;
  readonly onChange: (change: Change) => void;
}) => {
  const { t } = useTranslation();
  const me = useMe();
  const { zone } = usePreferences();
  return (
    <div className="row wrap">
      <OwnerSelect owner={finding.owner} onChange={(owner) => onChange({ owner })} />
      {me !== undefined && finding.owner?.id !== me.id && (
        <Button size="small" loading={pending} onClick={() => onChange({ owner: { id: me.id, name: me.displayName } })}>
          {t('findings.assignMe')}
        </Button>
      )}
      <DatePicker
        size="small"
        showTime={{ format: 'HH:mm' }}
        format="YYYY-MM-DD HH:mm"
        placeholder={t('findings.setDue')}
        value={finding.dueAt === null ? null : dayjs(toPicker(Date.parse(finding.dueAt), zone))}
        onChange={(value) =>
          onChange({ dueAt: value === null ? null : new Date(fromPicker(value.valueOf(), zone)).toISOString() })
        }
      />
    </div>
  );
};

const CommentBox = ({
  pending,
  onSubmit,
}: {
  readonly pending: boolean;
  readonly onSubmit: (text: string) => void;
}) => {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  return (
    <div className="stack" style={{ gap: 6 }}>
      <Input.TextArea
        rows={2}
        maxLength={4000}
        value={text}
        placeholder={t('findings.commentPlaceholder')}
        onChange={(event) => setText(event.target.value)}
      />
      <div>
        <Button
          size="small"
          disabled={text.trim() === ''}
          loading={pending}
          onClick={() => {
            onSubmit(text.trim());
            setText('');
          }}
        >
          {t('findings.addComment')}
        </Button>
      </div>
    </div>
  );
};
