/* SPDX-License-Identifier: Apache-2.0 */
/* What AWS's codes mean, and what to do about them, as tables. How an answer becomes an error is the protocol's. */
#include "aws/error.h"

#include <string.h>
#include <time.h>

/* Codes by which AWS asks to come back later, over all its services. */
static const char *const throttling_codes[] = { "Throttling",
                                                "ThrottlingException",
                                                "ThrottledException",
                                                "RequestThrottled",
                                                "RequestThrottledException",
                                                "RequestLimitExceeded",
                                                "TooManyRequestsException",
                                                "EC2ThrottledException",
                                                "BandwidthLimitExceeded",
                                                "PriorRequestNotComplete",
                                                "SlowDown" };

static const char *const concurrency_codes[] = { "ConcurrentModification", "ConcurrentModificationException", NULL };

static const char *const denied_codes[] = { "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", NULL };

static const char *const expired_codes[] = { "ExpiredToken", "ExpiredTokenException", NULL };

/* EC2's, for a session that has ended, and for a request that is late. */
static const char *const late_codes[] = { "RequestExpired", NULL };

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static bool is_among(const char *const *codes, size_t count, const char *code, size_t size)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(codes[i]) == size && memcmp(codes[i], code, size) == 0)
            return true;
    }
    return false;
}

bool aws_code_asks_to_come_later(const char *code, size_t size)
{
    return is_among(throttling_codes, COUNT(throttling_codes), code, size)
           || is_among(concurrency_codes, COUNT(concurrency_codes) - 1, code, size);
}

bool aws_error_is(const aws_error *error, const char *code)
{
    return strcmp(error->code, code) == 0;
}

bool aws_error_is_not_found(const aws_error *error)
{
    static const char suffix[] = ".NotFound";
    const size_t length = strlen(error->code);
    return aws_error_is(error, "NoSuchEntity")
           || (length > sizeof suffix - 1 && strcmp(error->code + length - (sizeof suffix - 1), suffix) == 0);
}

bool aws_error_is_throttling(const aws_error *error)
{
    return error->status == 429
           || is_among(throttling_codes, COUNT(throttling_codes), error->code, strlen(error->code));
}

bool aws_error_is_unreachable(const aws_error *error)
{
    if (error->reported || error->transport == HTTP_ERROR_REFUSED || error->transport == HTTP_ERROR_CANCELLED)
        return false;
    return error->transport != HTTP_ERROR_NONE || error->status >= 500 || aws_error_is_throttling(error);
}

aws_error aws_error_copy(tf_arena *arena, const aws_error *error)
{
    aws_error copy = *error;
    copy.host = tf_copy_text(arena, error->host);
    copy.region = tf_copy_text(arena, error->region);
    copy.credentials_source = tf_copy_text(arena, error->credentials_source);
    copy.code = tf_copy_text(arena, error->code);
    copy.message = tf_copy_text(arena, error->message);
    copy.request_id = tf_copy_text(arena, error->request_id);
    copy.date = tf_copy_text(arena, error->date);
    return copy;
}

aws_error aws_error_reported(void)
{
    return (aws_error){
        .service = "",
        .service_id = "",
        .action = "",
        .host = "",
        .region = "",
        .credentials_source = "",
        .code = "",
        .message = "",
        .request_id = "",
        .date = "",
        .reported = true,
    };
}

bool aws_error_is_denied(const aws_error *error)
{
    return is_among(denied_codes, COUNT(denied_codes) - 1, error->code, strlen(error->code));
}

bool aws_error_is_expired(const aws_error *error)
{
    return is_among(expired_codes, COUNT(expired_codes) - 1, error->code, strlen(error->code))
           || is_among(late_codes, COUNT(late_codes) - 1, error->code, strlen(error->code));
}

/* What to do about groups of codes. */
typedef struct remedy {
    const char *const *codes; /**< ends with NULL */
    const char *(*text)(tf_arena *arena, const aws_error *error);
} remedy;

/* EC2 says why in a form that only AWS can read, on request. */
static const char encoded_mark[] = "Encoded authorization failure message:";

static const char *remedy_for_denied(tf_arena *arena, const aws_error *error)
{
    if (strstr(error->message, encoded_mark) != NULL) {
        return tf_format(
            arena,
            "The credentials in use, from %s, may not do this (permission %s:%s). AWS says why in the encoded "
            "message: aws sts decode-authorization-message --query DecodedMessage --output text "
            "--encoded-message followed by the text behind \"%s\" shows it, to who has the permission "
            "sts:DecodeAuthorizationMessage.",
            error->credentials_source, error->service_id, error->action, encoded_mark);
    }
    return tf_format(
        arena,
        "The credentials in use, from %s, lack the permission %s:%s, or a policy of the organisation, of the "
        "session or a permissions boundary denies it. Have it granted, or use other credentials.",
        error->credentials_source, error->service_id, error->action);
}

static const char *remedy_for_expired(tf_arena *arena, const aws_error *error)
{
    return tf_format(arena,
                     "The temporary credentials in use, from %s, have expired. Get new ones and run Terraform again.",
                     error->credentials_source);
}

static const char *remedy_for_unknown_key(tf_arena *arena, const aws_error *error)
{
    return tf_format(
        arena,
        "AWS does not know the access key in use, from %s: it may be mistyped, deleted or of another partition, "
        "temporary without its session token, or the region %s may not be enabled for the account.",
        error->credentials_source, error->region);
}

static const char *now_as_text(tf_arena *arena)
{
    const time_t now = time(NULL);
    struct tm parts;
    char text[64] = "";
    if (gmtime_r(&now, &parts) != NULL)
        (void)strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return tf_copy_text(arena, text);
}

static const char *remedy_for_clock(tf_arena *arena, const aws_error *error)
{
    return tf_format(
        arena,
        "AWS takes requests of the last minutes only. This machine's clock says %s%s%s: set it right, best by "
        "NTP, and run Terraform again.",
        now_as_text(arena), error->date[0] != '\0' ? ", AWS's says " : "", error->date);
}

static const char *remedy_for_late(tf_arena *arena, const aws_error *error)
{
    return tf_format(arena, "%s Where they are good still, the clock is wrong. %s", remedy_for_expired(arena, error),
                     remedy_for_clock(arena, error));
}

static const char *remedy_for_signature(tf_arena *arena, const aws_error *error)
{
    if (strstr(error->message, "Signature expired") != NULL || strstr(error->message, "not yet current") != NULL)
        return remedy_for_clock(arena, error);
    return tf_format(
        arena,
        "The secret key in use, from %s, does not belong to the access key, or this machine's clock is wrong: it "
        "says %s%s%s.",
        error->credentials_source, now_as_text(arena), error->date[0] != '\0' ? ", AWS's says " : "", error->date);
}

/* Quotas by the words in which IAM names them, which Service Quotas cannot raise. */
static const char *const fixed_quotas[] = { "TagsPer", "Maximum policy size" };

static const char *remedy_for_limit(tf_arena *arena, const aws_error *error)
{
    (void)arena;
    for (size_t i = 0; i < COUNT(fixed_quotas); i++) {
        if (strstr(error->message, fixed_quotas[i]) != NULL)
            return "AWS raises this limit for nobody. Remove what is not needed.";
    }
    return "A quota of the account is used up. Remove what is not needed, or have the quota raised in Service Quotas.";
}

static const char *remedy_for_tag_limit(tf_arena *arena, const aws_error *error)
{
    (void)arena;
    (void)error;
    return "A resource can have 50 tags, and AWS raises this for nobody. Remove some that are not needed.";
}

static const char *remedy_for_concurrency(tf_arena *arena, const aws_error *error)
{
    (void)arena;
    (void)error;
    return "Something else was changing it at every attempt. Apply again once that is done.";
}

static const char *remedy_for_policy(tf_arena *arena, const aws_error *error)
{
    (void)arena;
    (void)error;
    return "Check the policy document. A principal that does not exist (yet) is refused too.";
}

static const char *remedy_for_conflict(tf_arena *arena, const aws_error *error)
{
    (void)arena;
    (void)error;
    return "Something is still attached to it, maybe by someone else. Detach that first, or, for a role, set "
           "`force_detach_policies = true` and apply before destroying.";
}

static const char *remedy_for_not_found(tf_arena *arena, const aws_error *error)
{
    if (strstr(error->message, ":policy/") != NULL) {
        return "No policy has this ARN, or it cannot be attached. Check the ARN: that of AWS's own policies begins with "
               "arn:aws:iam::aws:policy/, behind which some have a path, such as service-role/; that of one's own has the "
               "account's id.";
    }
    return tf_format(
        arena,
        "It may have been deleted since this was planned: plan again. Otherwise check ids, names and ARNs, and "
        "that the credentials in use, from %s, and the region %s are those of its account and place.",
        error->credentials_source, error->region);
}

static const char *const clock_codes[] = { "RequestTimeTooSkewed", "RequestInTheFuture", NULL };
static const char *const unknown_key_codes[] = { "InvalidClientTokenId", "UnrecognizedClientException",
                                                 "AuthFailure",          "InvalidAccessKeyId",
                                                 "OptInRequired",        NULL };
static const char *const signature_codes[] = { "SignatureDoesNotMatch", "IncompleteSignature",
                                               "InvalidSignatureException", NULL };
static const char *const limit_codes[] = { "LimitExceeded", NULL };
static const char *const tag_limit_codes[] = { "TagLimitExceeded", NULL };
static const char *const policy_codes[] = { "MalformedPolicyDocument", NULL };
static const char *const delete_codes[] = { "DeleteConflict", NULL };

static const remedy remedies[] = {
    { denied_codes, remedy_for_denied },
    { expired_codes, remedy_for_expired },
    { late_codes, remedy_for_late },
    { clock_codes, remedy_for_clock },
    { unknown_key_codes, remedy_for_unknown_key },
    { signature_codes, remedy_for_signature },
    { limit_codes, remedy_for_limit },
    { tag_limit_codes, remedy_for_tag_limit },
    { concurrency_codes, remedy_for_concurrency },
    { policy_codes, remedy_for_policy },
    { delete_codes, remedy_for_conflict },
};

static const char *remedy_for_transport(tf_arena *arena, const aws_error *error)
{
    switch (error->transport) {
    case HTTP_ERROR_CONNECT:
        return tf_format(
            arena,
            "Check that the region %s exists and is the one you mean, that the network reaches %s, and the "
            "endpoint and proxy settings, if any.",
            error->region, error->host);
    case HTTP_ERROR_TLS:
        return "Where a proxy of your organisation signs certificates, name its authority by `custom_ca_bundle` in the "
               "block `aws` of the provider, or by AWS_CA_BUNDLE.";
    default:
        return NULL;
    }
}

static const char *find_remedy(tf_arena *arena, const aws_error *error)
{
    if (error->transport != HTTP_ERROR_NONE)
        return remedy_for_transport(arena, error);
    for (size_t i = 0; i < COUNT(remedies); i++) {
        for (const char *const *code = remedies[i].codes; *code != NULL; code++) {
            if (aws_error_is(error, *code))
                return remedies[i].text(arena, error);
        }
    }
    if (aws_error_is_not_found(error))
        return remedy_for_not_found(arena, error);
    if (aws_error_is_throttling(error)) {
        return "AWS asked to slow down at every attempt. Raise `max_attempts` in the block `aws` of the provider, or run "
               "Terraform with a lower -parallelism.";
    }
    if (error->code[0] == '\0') {
        return tf_format(arena, "Check that %s is an endpoint of AWS's and what lies between: proxies, gateways.",
                         error->host);
    }
    if (error->status >= 500)
        return "This is a fault at AWS's side. Run Terraform again later.";
    return NULL;
}

static const char *describe_answer(tf_arena *arena, const aws_error *error)
{
    if (error->transport != HTTP_ERROR_NONE)
        return error->message;
    size_t size = strlen(error->message);
    while (size > 0 && strchr(". ", error->message[size - 1]) != NULL)
        size--;
    return tf_format(arena, "%s%s%.*s (HTTP %d%s%s)", error->code, error->code[0] != '\0' && size > 0 ? ": " : "",
                     (int)size, error->message, error->status, error->request_id[0] != '\0' ? ", request id " : "",
                     error->request_id);
}

/* A call that only reads has no effect that could be in doubt. */
static bool only_reads(const char *action)
{
    return strncmp(action, "Get", 3) == 0 || strncmp(action, "List", 4) == 0 || strncmp(action, "Describe", 8) == 0
           || strncmp(action, "BatchGet", 8) == 0;
}

static const char *describe(tf_arena *arena, const aws_error *error, const char *object)
{
    const char *remedy_text = find_remedy(arena, error);
    return tf_format(
        arena, "%s for %s at %s: %s.%s%s%s", error->action, object, error->host, describe_answer(arena, error),
        error->outcome_unknown && !only_reads(error->action) ? " Whether it took effect is not known." : "",
        remedy_text != NULL ? "\n\n" : "", remedy_text != NULL ? remedy_text : "");
}

bool aws_fail(tf_call *call, const aws_error *error, const char *object)
{
    tf_arena *arena = tf_call_arena(call);
    if (error->reported)
        return false;
    return tf_fail(call, tf_format(arena, "%s %s Failed", error->service, error->action), "%s",
                   describe(arena, error, object));
}

void aws_warn(tf_call *call, const aws_error *error, const char *object, const char *consequence)
{
    tf_arena *arena = tf_call_arena(call);
    if (!error->reported) {
        tf_warn(call, tf_format(arena, "%s %s Failed", error->service, error->action), "%s\n\n%s",
                describe(arena, error, object), consequence);
    }
}
