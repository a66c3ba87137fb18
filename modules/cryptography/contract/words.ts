import type { Bilingual } from '@chedun/kernel';
import type { WeaknessCode } from '@chedun/tls-probe/codes';
import type { WeakReason } from './inventory.ts';

const words = (zh: string, en: string): Bilingual => ({ zh, en });

/** Weaknesses of endpoints as findings and screens name them. */
export const WEAKNESS_WORDS: Readonly<Record<WeaknessCode, Bilingual>> = {
  ssl3: words('接受 SSL 3.0', 'accepts SSL 3.0'),
  tls10: words('接受 TLS 1.0', 'accepts TLS 1.0'),
  tls11: words('接受 TLS 1.1', 'accepts TLS 1.1'),
  'no-secure-protocol': words('不支持 TLS 1.2、TLS 1.3 或 TLCP', 'offers neither TLS 1.2, TLS 1.3 nor TLCP'),
  'null-suite': words('接受不加密的密码套件', 'accepts suites without encryption'),
  'anonymous-suite': words('接受匿名密码套件（不验证服务器身份）', 'accepts anonymous suites'),
  'export-suite': words('接受出口级弱密码套件', 'accepts export suites'),
  'rc4-suite': words('接受 RC4 密码套件', 'accepts RC4 suites'),
  'des-suite': words('接受 DES 密码套件', 'accepts DES suites'),
  '3des-suite': words('接受 3DES 密码套件', 'accepts 3DES suites'),
  'legacy-cipher-suite': words('接受 IDEA、RC2 或 SEED 密码套件', 'accepts IDEA, RC2 or SEED suites'),
  'static-key-suite': words('接受没有前向安全的密钥交换', 'accepts key exchange without forward secrecy'),
  'cbc-sha1-suite': words('接受 CBC 与 SHA-1 的密码套件', 'accepts suites of CBC with SHA-1'),
  'weak-dh': words('DH 密钥交换的素数不足 2048 位', 'uses a DH prime below 2048 bit'),
  'sm-missing': words('未提供商用密码套件（SM2、SM3、SM4）', 'offers no suite of SM2, SM3 and SM4'),
  'client-certificate-not-asked': words('不要求客户端证书', 'asks for no certificate of the client'),
  'certificate-expired': words('证书已过期', 'has a certificate that is over'),
  'certificate-not-yet-valid': words('证书尚未生效', 'has a certificate that is not yet valid'),
  'certificate-expires-soon': words('证书即将到期', 'has a certificate that ends soon'),
  'certificate-weak-key': words('证书密钥过短', 'has a certificate with a short key'),
  'certificate-weak-signature': words('证书使用 MD5 或 SHA-1 签名', 'has a certificate signed with MD5 or SHA-1'),
  'certificate-self-signed': words('证书为自签名', 'has a self-signed certificate'),
  'certificate-wrong-name': words('证书与主机名不符', 'has a certificate for another name'),
  'certificate-unreadable': words('证书无法解析', 'has a certificate that cannot be read'),
  'tlcp-pair-incomplete': words('TLCP 缺少加密证书', 'has no encryption certificate for TLCP'),
  'accepts-no-certificate': words('未出示客户端证书也能接入', 'lets clients in without a certificate'),
  'accepts-expired-certificate': words('接受已过期的客户端证书', 'lets clients in with an expired certificate'),
  'accepts-foreign-certificate': words(
    '接受其他机构签发的客户端证书',
    'lets clients in with a certificate of a foreign authority',
  ),
};

/** Why an algorithm is weak. */
export const WEAK_REASON_WORDS: Readonly<Record<WeakReason, Bilingual>> = {
  md5: words('MD5 已被破解', 'MD5 is broken'),
  sha1: words('SHA-1 已被破解', 'SHA-1 is broken'),
  des: words('DES 密钥过短', 'DES has too short a key'),
  '3des': words('3DES 分组过短', '3DES has too short a block'),
  rc4: words('RC4 已被破解', 'RC4 is broken'),
  'rsa-short': words('RSA 密钥不足 2048 位', 'the RSA key is below 2048 bit'),
};
