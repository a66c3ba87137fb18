import type { Route } from '@chedun/http';
import { channelRoutes, type ChannelUses } from './routes/channels.ts';
import { packetRoutes, type PacketUses } from './routes/packets.ts';
import { warningOnlyRoutes, type WarningOnlyUses } from './routes/warnings.ts';

/** Routes of warnings; fixed paths stand before `/warnings/:id`. */
export const warningRoutes = (uses: ChannelUses & PacketUses & WarningOnlyUses): Route[] => [
  ...channelRoutes(uses),
  ...packetRoutes(uses),
  ...warningOnlyRoutes(uses),
];
