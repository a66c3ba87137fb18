/*
 * Test double of a device of GM/T 0018: SM2 and SM4 by libcrypto, keys from fixed numbers, no protection at all.
 * Its structures are written down here once more, so that a mistake in the caller's offsets shows.
 */
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/rand.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define FAIL(code) (0x01000000 + (code))
#define HARDFAIL FAIL(4)
#define OPENSESSION FAIL(6)
#define PARDENY FAIL(7)
#define KEYNOTEXIST FAIL(8)
#define VERIFYERR FAIL(14)
#define INARGERR FAIL(29)

typedef struct { unsigned int bits; unsigned char x[64], y[64]; } PublicKey;
typedef struct { unsigned char r[64], s[64]; } Signature;
typedef struct { int magic; int access[8]; } Session;
typedef struct { unsigned char value[16]; } Key;

enum { MAGIC = 0x5df1, SIGN_KEYS = 3, KEKS = 3 };
static int failures, opened, wrong_signature;

/* What the test asks of the double itself. */
void double_fail(int calls) { failures = calls; }
void double_lie(int lie) { wrong_signature = lie; }
int double_open(void) { return opened; }
void double_layout(unsigned int out[6]) {
  out[0] = sizeof(PublicKey); out[1] = offsetof(PublicKey, x); out[2] = offsetof(PublicKey, y);
  out[3] = sizeof(Signature); out[4] = offsetof(Signature, r); out[5] = offsetof(Signature, s);
}

static int usable(Session *session) {
  if (failures > 0) { failures--; return HARDFAIL; }
  return session && session->magic == MAGIC ? 0 : OPENSESSION;
}
#define NEED(session) do { int rv_ = usable(session); if (rv_) return rv_; } while (0)

int SDF_OpenDevice(void **device) { *device = &opened; return 0; }
int SDF_CloseDevice(void *device) { return device == &opened ? 0 : INARGERR; }
int SDF_OpenSession(void *device, void **session) {
  Session *made = calloc(1, sizeof *made);
  if (device != &opened || !made) return OPENSESSION;
  made->magic = MAGIC; opened++; *session = made; return 0;
}
int SDF_CloseSession(void *session) {
  Session *s = session;
  if (!s || s->magic != MAGIC) return OPENSESSION;
  s->magic = 0; opened--; free(s); return 0;
}
int SDF_GenerateRandom(void *session, unsigned int length, unsigned char *out) {
  NEED(session);
  return RAND_bytes(out, (int)length) == 1 ? 0 : FAIL(23);
}

int SDF_GetPrivateKeyAccessRight(void *session, unsigned int index, unsigned char *password, unsigned int length) {
  NEED(session);
  if (index < 1 || index > SIGN_KEYS) return KEYNOTEXIST;
  if (length != 8 || memcmp(password, "11111111", 8)) return PARDENY;
  ((Session *)session)->access[index] = 1;
  return 0;
}
int SDF_ReleasePrivateKeyAccessRight(void *session, unsigned int index) {
  NEED(session);
  ((Session *)session)->access[index & 7] = 0;
  return 0;
}

static EC_GROUP *curve(void) { return EC_GROUP_new_by_curve_name(NID_sm2); }
/* Index 1 holds the key of the example of GB/T 32918, the others its multiples. */
static BIGNUM *private_of(unsigned int index) {
  BIGNUM *d = NULL;
  BN_hex2bn(&d, "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8");
  BN_add_word(d, index - 1);
  return d;
}
static void put(unsigned char field[64], const BIGNUM *number) { BN_bn2binpad(number, field, 64); }

int SDF_ExportSignPublicKey_ECC(void *session, unsigned int index, PublicKey *out) {
  NEED(session);
  if (index < 1 || index > SIGN_KEYS) return KEYNOTEXIST;
  EC_GROUP *group = curve();
  EC_POINT *point = EC_POINT_new(group);
  BIGNUM *d = private_of(index), *x = BN_new(), *y = BN_new();
  EC_POINT_mul(group, point, d, NULL, NULL, NULL);
  EC_POINT_get_affine_coordinates(group, point, x, y, NULL);
  out->bits = 256; put(out->x, x); put(out->y, y);
  BN_free(d); BN_free(x); BN_free(y); EC_POINT_free(point); EC_GROUP_free(group);
  return 0;
}

/* GB/T 32918.2, 6.1 from step A3 on, over the digest e. */
int SDF_InternalSign_ECC(void *session, unsigned int index, unsigned char *data, unsigned int length, Signature *out) {
  NEED(session);
  if (index < 1 || index > SIGN_KEYS || !((Session *)session)->access[index]) return PARDENY;
  if (length != 32) return INARGERR;
  EC_GROUP *group = curve();
  const BIGNUM *n = EC_GROUP_get0_order(group);
  BN_CTX *ctx = BN_CTX_new();
  EC_POINT *point = EC_POINT_new(group);
  BIGNUM *d = private_of(index), *e = BN_bin2bn(data, 32, NULL), *k = BN_new(), *x = BN_new(), *r = BN_new(), *s = BN_new();
  do { BN_rand_range(k, n); } while (BN_is_zero(k));
  EC_POINT_mul(group, point, k, NULL, NULL, ctx);
  EC_POINT_get_affine_coordinates(group, point, x, NULL, ctx);
  BN_mod_add(r, e, x, n, ctx);
  BN_mod_mul(s, r, d, n, ctx);
  BN_mod_sub(s, k, s, n, ctx);
  BN_add_word(d, 1);
  BN_mod_inverse(d, d, n, ctx);
  BN_mod_mul(s, s, d, n, ctx);
  if (wrong_signature) BN_add_word(s, 1);
  put(out->r, r); put(out->s, s);
  BN_free(d); BN_free(e); BN_free(k); BN_free(x); BN_free(r); BN_free(s);
  EC_POINT_free(point); EC_GROUP_free(group); BN_CTX_free(ctx);
  return 0;
}

/* GB/T 32918.2, 7.1 from step B5 on. */
int SDF_ExternalVerify_ECC(void *session, unsigned int algorithm, PublicKey *key, unsigned char *data,
                           unsigned int length, Signature *given) {
  NEED(session);
  if (algorithm != 0x00020200 || key->bits != 256 || length != 32) return INARGERR;
  EC_GROUP *group = curve();
  const BIGNUM *n = EC_GROUP_get0_order(group);
  BN_CTX *ctx = BN_CTX_new();
  EC_POINT *point = EC_POINT_new(group), *sum = EC_POINT_new(group);
  BIGNUM *x = BN_bin2bn(key->x, 64, NULL), *y = BN_bin2bn(key->y, 64, NULL), *t = BN_new();
  BIGNUM *r = BN_bin2bn(given->r, 64, NULL), *s = BN_bin2bn(given->s, 64, NULL), *e = BN_bin2bn(data, 32, NULL);
  int right = EC_POINT_set_affine_coordinates(group, point, x, y, ctx);
  BN_mod_add(t, r, s, n, ctx);
  right = right && EC_POINT_mul(group, sum, s, point, t, ctx);
  right = right && EC_POINT_get_affine_coordinates(group, sum, x, NULL, ctx);
  BN_mod_add(t, e, x, n, ctx);
  right = right && BN_cmp(t, r) == 0;
  BN_free(x); BN_free(y); BN_free(t); BN_free(r); BN_free(s); BN_free(e);
  EC_POINT_free(point); EC_POINT_free(sum); EC_GROUP_free(group); BN_CTX_free(ctx);
  return right ? 0 : VERIFYERR;
}

static int sm4(const EVP_CIPHER *cipher, int encrypt, const unsigned char *key, const unsigned char *iv,
               const unsigned char *in, int length, unsigned char *out) {
  EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
  int done = 0;
  int right = EVP_CipherInit_ex(ctx, cipher, NULL, key, iv, encrypt) && EVP_CIPHER_CTX_set_padding(ctx, 0) &&
              EVP_CipherUpdate(ctx, out, &done, in, length) && done == length;
  EVP_CIPHER_CTX_free(ctx);
  return right ? 0 : FAIL(15);
}
static void kek_of(unsigned int index, unsigned char out[16]) { memset(out, 0xa0 + (int)index, 16); }

int SDF_GenerateKeyWithKEK(void *session, unsigned int bits, unsigned int algorithm, unsigned int index,
                           unsigned char *blob, unsigned int *length, void **handle) {
  NEED(session);
  unsigned char kek[16];
  if (bits != 128 || algorithm != 0x401 || *length < 16) return INARGERR;
  if (index < 1 || index > KEKS) return KEYNOTEXIST;
  Key *key = malloc(sizeof *key);
  RAND_bytes(key->value, 16);
  kek_of(index, kek);
  *length = 16; *handle = key;
  return sm4(EVP_sm4_ecb(), 1, kek, NULL, key->value, 16, blob);
}
int SDF_ImportKeyWithKEK(void *session, unsigned int algorithm, unsigned int index, unsigned char *blob,
                         unsigned int length, void **handle) {
  NEED(session);
  unsigned char kek[16];
  if (algorithm != 0x401 || length != 16) return INARGERR;
  if (index < 1 || index > KEKS) return KEYNOTEXIST;
  Key *key = malloc(sizeof *key);
  kek_of(index, kek);
  *handle = key;
  return sm4(EVP_sm4_ecb(), 0, kek, NULL, blob, 16, key->value);
}
int SDF_DestroyKey(void *session, void *key) { NEED(session); free(key); return 0; }

static int crypt_cbc(int encrypt, void *handle, unsigned int algorithm, unsigned char *iv, const unsigned char *in,
                     unsigned int length, unsigned char *out, unsigned int *written) {
  if (algorithm != 0x402 || length % 16 || *written < length) return INARGERR;
  int rv = sm4(EVP_sm4_cbc(), encrypt, ((Key *)handle)->value, iv, in, (int)length, out);
  memset(iv, 0xee, 16); /* devices write here: a caller that uses the same bytes again fails */
  *written = length;
  return rv;
}
int SDF_Encrypt(void *session, void *key, unsigned int algorithm, unsigned char *iv, unsigned char *in,
                unsigned int length, unsigned char *out, unsigned int *written) {
  NEED(session);
  return crypt_cbc(1, key, algorithm, iv, in, length, out, written);
}
int SDF_Decrypt(void *session, void *key, unsigned int algorithm, unsigned char *iv, unsigned char *in,
                unsigned int length, unsigned char *out, unsigned int *written) {
  NEED(session);
  return crypt_cbc(0, key, algorithm, iv, in, length, out, written);
}
