import { UploadOutlined } from '@ant-design/icons';
import { Button, Upload } from 'antd';
import { useTranslation } from 'react-i18next';

/** One file that a form takes along; nothing is sent before the form is. */
export const ChosenFile = ({ onFile }: { readonly onFile: (file?: File) => void }) => {
  const { t } = useTranslation();
  return (
    <Upload
      maxCount={1}
      beforeUpload={(chosen) => {
        onFile(chosen);
        return false;
      }}
      onRemove={() => onFile()}
    >
      <Button icon={<UploadOutlined />}>{t('tableImport.choose')}</Button>
    </Upload>
  );
};
