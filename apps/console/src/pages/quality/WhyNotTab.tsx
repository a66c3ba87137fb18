import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { explainMatch, listRules } from '../../api/detection.ts';
import { usePreferences } from '../../app/preferences.ts';
import { ExplainTree } from '../../ui/ExplainTree.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ruleTitle } from './RuleLink.tsx';

const PLACE = /^([a-z]{1,32})\/(\d{1,15})\/(\d{1,9})$/;

interface Asked {
  readonly rule: string;
  readonly place: string;
}

const AskForm = ({ busy, ask }: { readonly busy: boolean; readonly ask: (asked: Asked) => void }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [find, setFind] = useState('');
  const rules = useQuery({
    queryKey: ['quality', 'rules', find],
    queryFn: ({ signal }) => listRules({ search: find === '' ? undefined : find, limit: 50 }, signal),
  });
  const required = { required: true, message: t('common.required') };
  return (
    <Form<Asked> layout="vertical" onFinish={ask}>
      <div className="grid" style={{ gridTemplateColumns: '2fr 1fr auto', alignItems: 'start' }}>
        <Form.Item name="rule" label={t('quality.whyRule')} rules={[required]}>
          <Select
            showSearch={{ filterOption: false, onSearch: setFind }}
            loading={rules.isFetching}
            options={(rules.data?.items ?? []).map((rule) => ({
              value: rule.id,
              label: ruleTitle(rule, language),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="place"
          label={t('quality.whyPlace')}
          extra={t('quality.whyPlaceHint')}
          rules={[required, { pattern: PLACE, message: t('quality.whyBadPlace') }]}
        >
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item label=" ">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t('quality.whyAsk')}
          </Button>
        </Form.Item>
      </div>
    </Form>
  );
};

/** Why a rule raised no alert on an event, condition by condition. */
export const WhyNotTab = () => {
  const { t } = useTranslation();
  const say = useSay();
  const explain = useMutation({
    mutationFn: ({ rule, place }: Asked) => {
      const [, journal = '', seq = '', index = ''] = PLACE.exec(place) ?? [];
      return explainMatch({ ruleId: rule, ref: { journal, seq: Number(seq), index: Number(index) } });
    },
    onError: say.problem,
  });
  return (
    <div className="stack">
      <Panel>
        <p className="soft" style={{ marginTop: 0 }}>
          {t('quality.whyAbout')}
        </p>
        <AskForm busy={explain.isPending} ask={explain.mutate} />
      </Panel>
      {explain.data !== undefined && (
        <Panel
          title={
            <Chip tone={explain.data.matched ? 'good' : 'critical'}>
              {t(explain.data.matched ? 'quality.whyMatched' : 'quality.whyNot')}
            </Chip>
          }
        >
          <ExplainTree node={explain.data.explain} />
        </Panel>
      )}
    </div>
  );
};
