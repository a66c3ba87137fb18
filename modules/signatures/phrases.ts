import { phrase } from '@chedun/kernel';

/** Words of a signature that no key of the vehicle made. */
export const SIGNATURE_WORDS = {
  trusted: phrase(
    'a signature ({algorithm}) by a trusted key of the vehicle',
    '由车辆可信密钥生成的签名（{algorithm}）',
  ),
  untrusted: phrase('none of its trusted keys made it', '不是由其任何可信密钥生成'),
} as const;
