import { DownloadOutlined } from '@ant-design/icons';
import { telemetryPermissions } from '@chedun/telemetry/contract';
import { useMutation } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { downloadWithProgress } from '../../api/download.ts';
import { endsQuery } from '../../api/telemetry.ts';
import { useMay } from '../../app/session.ts';
import { formatCount } from '../../lib/format.ts';
import { rangeEnds } from '../../lib/range.ts';
import type { TimeRange } from '../../lib/range.ts';
import { useSay } from '../../ui/useSay.ts';

const MOST = 1_000_000;
type Format = 'csv' | 'ndjson';

/** Exports the reports of a range, of one vehicle or of all. */
export const ExportReports = ({ vin, range }: { readonly vin?: string; readonly range: TimeRange }) => {
  const { t } = useTranslation();
  const say = useSay();
  const may = useMay();
  const run = useMutation({
    mutationFn: async (format: Format) => {
      const query = { ...endsQuery(rangeEnds(range, Date.now())), vin, format, max: MOST };
      const expected = { name: `telemetry.${format}`, total: undefined };
      const { lines } = await downloadWithProgress(
        '/telemetry/export',
        query,
        expected,
        () => undefined,
        new AbortController().signal,
      );
      return format === 'csv' ? lines - 1 : lines;
    },
    onSuccess: (reports) => say.done(t('twin.exported', { reports: formatCount(reports) })),
    onError: (error) => say.problem(error),
  });
  if (!may(telemetryPermissions.export)) return null;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'csv', label: t('twin.exportCsv') },
          { key: 'ndjson', label: t('twin.exportNdjson') },
        ],
        onClick: ({ key }) => run.mutate(key === 'csv' ? 'csv' : 'ndjson'),
      }}
    >
      <Button icon={<DownloadOutlined />} loading={run.isPending}>
        {t('twin.export')}
      </Button>
    </Dropdown>
  );
};
