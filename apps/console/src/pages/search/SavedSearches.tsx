import { DeleteOutlined, FolderOpenOutlined, SaveOutlined } from '@ant-design/icons';
import { searchPermissions } from '@chedun/search/contract';
import type { SavedSearch } from '@chedun/search/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, Modal, Popconfirm, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteSavedSearch, listSavedSearches, saveSearch } from '../../api/search.ts';
import { useMay } from '../../app/session.ts';
import { minutesOf, windowOfMinutes } from '../../lib/range.ts';
import type { TimeRange } from '../../lib/range.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useSay } from '../../ui/useSay.ts';

interface SavedSearchesProps {
  readonly query: string;
  readonly range: TimeRange;
  readonly onOpen: (query: string, range: string) => void;
}

const KEY = ['saved-searches'];

/** Searches that somebody kept, and keeping the present one. */
export const SavedSearches = ({ query, range, onOpen }: SavedSearchesProps) => {
  const { t } = useTranslation();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const [saving, setSaving] = useState(false);
  const pick = (saved: SavedSearch): void => {
    setOpen(false);
    onOpen(saved.query, windowOfMinutes(saved.rangeMinutes));
  };
  return (
    <>
      <Popover
        trigger="click"
        placement="bottomRight"
        open={open}
        onOpenChange={setOpen}
        title={t('search.saved')}
        content={<SavedList onPick={pick} />}
      >
        <Button icon={<FolderOpenOutlined />}>{t('search.saved')}</Button>
      </Popover>
      {may(searchPermissions.save) && (
        <Button icon={<SaveOutlined />} onClick={() => setSaving(true)}>
          {t('search.save')}
        </Button>
      )}
      {saving && <SaveDialog query={query} range={range} onClose={() => setSaving(false)} />}
    </>
  );
};

const SavedList = ({ onPick }: { readonly onPick: (saved: SavedSearch) => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const list = useQuery({ queryKey: KEY, queryFn: ({ signal }) => listSavedSearches(signal) });
  const remove = useMutation({
    mutationFn: deleteSavedSearch,
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
    onError: say.problem,
  });
  if (list.data?.items.length === 0) {
    return <EmptyState size="small" title={t('search.savedEmpty')} hint={t('search.savedEmptyHint')} />;
  }
  return (
    <div style={{ width: 380, maxHeight: 360, overflowY: 'auto' }}>
      {list.data?.items.map((saved) => (
        <div key={saved.id} className="row" style={{ padding: '6px 0', borderBottom: '1px solid var(--line)' }}>
          <button type="button" className="link-button grow" onClick={() => onPick(saved)}>
            <div>
              <strong>{saved.name}</strong> {saved.shared && <Chip>{t('search.sharedMark')}</Chip>}
            </div>
            <div className="mono soft clip">{saved.query === '' ? '*' : saved.query}</div>
          </button>
          <Popconfirm title={t('search.removeConfirm', { name: saved.name })} onConfirm={() => remove.mutate(saved.id)}>
            <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('common.remove')} />
          </Popconfirm>
        </div>
      ))}
    </div>
  );
};

interface Typed {
  readonly name: string;
  readonly shared?: boolean;
}

const SaveDialog = ({
  query,
  range,
  onClose,
}: {
  readonly query: string;
  readonly range: TimeRange;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Typed>();
  const save = useMutation({
    mutationFn: ({ name, shared }: Typed) =>
      saveSearch({ name, query, shared: shared ?? false, rangeMinutes: minutesOf(range) }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: KEY });
      say.done(t('common.saved'));
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('search.save')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={form.submit}
    >
      <pre className="raw" style={{ margin: '8px 0 14px' }}>
        {query === '' ? '*' : query}
      </pre>
      <Form form={form} layout="vertical" onFinish={(typed) => save.mutate(typed)}>
        <Form.Item name="name" label={t('search.saveName')} rules={[{ required: true, message: t('common.required') }]}>
          <Input autoFocus maxLength={100} />
        </Form.Item>
        <Form.Item name="shared" valuePropName="checked">
          <Checkbox>{t('search.shared')}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  );
};
