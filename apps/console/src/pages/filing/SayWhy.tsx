import { Button, Input, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A button that opens a field for a few words. */
export const SayWhy = ({
  label,
  before,
  busy,
  onSay,
}: {
  readonly label: string;
  readonly before: string;
  readonly busy: 'yes' | 'no';
  readonly onSay: (text: string) => void;
}) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState(before);
  const say = (): void => {
    onSay(text.trim());
    setOpen(false);
  };
  return (
    <Popover
      open={open}
      trigger="click"
      onOpenChange={setOpen}
      content={
        <div className="stack" style={{ width: 360 }}>
          <Input.TextArea
            aria-label={label}
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={4000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button type="primary" size="small" disabled={text.trim() === ''} onClick={say}>
            {t('filing.saveField')}
          </Button>
        </div>
      }
    >
      <Button size="small" loading={busy === 'yes'}>
        {label}
      </Button>
    </Popover>
  );
};
