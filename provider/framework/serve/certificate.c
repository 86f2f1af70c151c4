/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The key and certificate of one run, and the client's, by OpenSSL. That OpenSSL 3.0 converts a key between its own
 * form and the encoded one is avoided: it looks for encoders and decoders among all that it has, which takes longer
 * than to make the key and sign the certificate.
 */
#include "framework/serve/certificate.h"

#include <string.h>

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/*
 * Clocks of one machine agree, but containers are moved: valid from a while ago until long after any process has ended.
 */
#define VALID_FROM_SECONDS (-300L)
#define VALID_FOR_SECONDS (30L * 365 * 24 * 3600)
/* A number below the order of P-256. */
#define SECRET_BYTES 32

static bool add_extension(X509 *made, int nid, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, made, made, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    const bool added = extension != NULL && X509_add_ext(made, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

static bool set_serial(X509 *made)
{
    unsigned char random[16];
    if (RAND_bytes(random, sizeof random) != 1)
        return false;
    random[0] &= 0x7f;
    BIGNUM *number = BN_bin2bn(random, sizeof random, NULL);
    const bool set = number != NULL && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(made)) != NULL;
    BN_free(number);
    return set;
}

/* The key of the certificate by its point, as it is encoded. */
static bool set_public_key(X509 *made, EVP_PKEY *key)
{
    unsigned char *point = NULL;
    const size_t size = EVP_PKEY_get1_encoded_public_key(key, &point);
    if (size > 0
        && X509_PUBKEY_set0_param(X509_get_X509_PUBKEY(made), OBJ_nid2obj(NID_X9_62_id_ecPublicKey), V_ASN1_OBJECT,
                                  OBJ_nid2obj(NID_X9_62_prime256v1), point, (int)size)
               == 1)
        return true;
    OPENSSL_free(point);
    return false;
}

static bool describe(X509 *made, EVP_PKEY *key)
{
    X509_NAME *name = X509_get_subject_name(made);
    return X509_set_version(made, X509_VERSION_3) == 1 && set_serial(made)
           && X509_gmtime_adj(X509_getm_notBefore(made), VALID_FROM_SECONDS) != NULL
           && X509_gmtime_adj(X509_getm_notAfter(made), VALID_FOR_SECONDS) != NULL && set_public_key(made, key)
           && X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"localhost", -1, -1, 0) == 1
           && X509_set_issuer_name(made, name) == 1 && add_extension(made, NID_basic_constraints, "critical,CA:TRUE")
           && add_extension(made, NID_key_usage, "critical,digitalSignature,keyEncipherment,keyAgreement,keyCertSign")
           && add_extension(made, NID_ext_key_usage, "clientAuth,serverAuth")
           && add_extension(made, NID_subject_alt_name, "DNS:localhost");
}

static const char *bio_text(tf_arena *arena, BIO *bio)
{
    char *data = NULL;
    const long size = BIO_get_mem_data(bio, &data);
    return tf_copy_bytes(arena, data, (size_t)size);
}

static const char *certificate_pem(tf_arena *arena, X509 *certificate)
{
    BIO *bio = BIO_new(BIO_s_mem());
    const char *pem = NULL;
    if (bio != NULL && PEM_write_bio_X509(bio, certificate) == 1)
        pem = bio_text(arena, bio);
    BIO_free(bio);
    return pem;
}

/*
 * The key as an ECPrivateKey (RFC 5915) of its number and the curve: a SEQUENCE of version 1, an OCTET STRING, and as
 * [0] the OBJECT IDENTIFIER of P-256.
 */
static const char *key_pem(tf_arena *arena, const EVP_PKEY *key)
{
    static const unsigned char head[] = { 0x30, 0x31, 0x02, 0x01, 0x01, 0x04, SECRET_BYTES };
    static const unsigned char curve[] = { 0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07 };
    unsigned char encoded[sizeof head + SECRET_BYTES + sizeof curve];
    memcpy(encoded, head, sizeof head);
    memcpy(encoded + sizeof head + SECRET_BYTES, curve, sizeof curve);
    BIGNUM *secret = NULL;
    BIO *bio = BIO_new(BIO_s_secmem());
    const char *pem = NULL;
    if (bio != NULL && EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &secret) == 1
        && BN_bn2binpad(secret, encoded + sizeof head, SECRET_BYTES) == SECRET_BYTES
        && PEM_write_bio(bio, PEM_STRING_ECPRIVATEKEY, "", encoded, sizeof encoded) > 0)
        pem = bio_text(arena, bio);
    OPENSSL_cleanse(encoded, sizeof encoded);
    BN_clear_free(secret);
    BIO_free(bio);
    return pem;
}

static const char *certificate_base64(tf_arena *arena, const X509 *certificate)
{
    unsigned char *der = NULL;
    const int size = i2d_X509(certificate, &der);
    if (size < 0)
        return NULL;
    char *base64 = tf_alloc(arena, (size_t)size / 3 * 4 + 5);
    const int length = EVP_EncodeBlock((unsigned char *)base64, der, size);
    OPENSSL_free(der);
    base64[strcspn(base64, "=")] = '\0';
    return length > 0 ? base64 : NULL;
}

bool certificate_make(tf_arena *arena, struct certificate *out)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *made = X509_new();
    *out = (struct certificate){ .pem = NULL };
    if (key != NULL && made != NULL && describe(made, key) && X509_sign(made, key, EVP_sha256()) > 0) {
        out->pem = certificate_pem(arena, made);
        out->key_pem = key_pem(arena, key);
        out->base64 = certificate_base64(arena, made);
    }
    X509_free(made);
    EVP_PKEY_free(key);
    return out->pem != NULL && out->key_pem != NULL && out->base64 != NULL;
}

const char *certificate_of_client(tf_arena *arena, const char *pem)
{
    BIO *bio = BIO_new_mem_buf(pem, -1);
    X509 *found = bio == NULL ? NULL : PEM_read_bio_X509(bio, NULL, NULL, NULL);
    X509 *surplus = found == NULL ? NULL : PEM_read_bio_X509(bio, NULL, NULL, NULL);
    const char *encoded = found != NULL && surplus == NULL ? certificate_pem(arena, found) : NULL;
    X509_free(surplus);
    X509_free(found);
    BIO_free(bio);
    return encoded;
}
