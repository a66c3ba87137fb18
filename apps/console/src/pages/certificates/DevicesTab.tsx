import { ListenerPanel } from './ListenerPanel.tsx';
import { CmpRequestsPanel } from './CmpRequestsPanel.tsx';
import { SecretsPanel } from './SecretsPanel.tsx';

/** 设备注册: whether devices reach the authority, the secrets that they start with, and what they asked for. */
export const DevicesTab = () => (
  <div className="stack">
    <ListenerPanel />
    <SecretsPanel />
    <CmpRequestsPanel />
  </div>
);
