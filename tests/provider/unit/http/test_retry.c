/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <tfprovider/cancel.h>

#include "http/retry.h"
#include "rows.h"

/* 21 October 2015, 07:28 GMT. */
#define WALL 1445412480

typedef struct decision {
    const char *situation;
    http_attempt attempt;
    int64_t delay_ms; /**< -1: it is not made again */
} decision;

static const decision decisions[] = {
    { "success", { .idempotent = true, .number = 1, .max_retries = 5, .status = 200 }, -1 },
    { "redirect", { .idempotent = true, .number = 1, .max_retries = 5, .status = 302 }, -1 },
    { "client's fault", { .idempotent = true, .number = 1, .max_retries = 5, .status = 404 }, -1 },
    { "429", { .number = 1, .max_retries = 5, .status = 429, .chance = 0.5 }, 500 },
    { "429 again and again", { .number = 4, .max_retries = 5, .status = 429, .chance = 0.5 }, 4000 },
    { "429 very often", { .number = 60, .max_retries = 99, .status = 429, .chance = 0.5 }, 10000 },
    { "429 with seconds", { .number = 1, .max_retries = 5, .status = 429, .retry_after = "7" }, 7000 },
    { "429 with a date",
      { .number = 1, .max_retries = 5, .status = 429, .retry_after = "Wed, 21 Oct 2015 07:28:05 GMT" },
      5000 },
    { "429 with nonsense",
      { .number = 1, .max_retries = 5, .status = 429, .retry_after = "soon", .chance = 0.25 },
      250 },
    { "429 with hours", { .number = 1, .max_retries = 5, .status = 429, .retry_after = "7200" }, -1 },
    { "429 beyond the deadline",
      { .number = 1, .max_retries = 5, .status = 429, .retry_after = "7", .left_ms = 7000 },
      -1 },
    { "429 within the deadline",
      { .number = 1, .max_retries = 5, .status = 429, .retry_after = "7", .left_ms = 7001 },
      7000 },
    { "429 when all retries are used", { .number = 6, .max_retries = 5, .status = 429 }, -1 },
    { "429 without retries", { .number = 1, .max_retries = 0, .status = 429 }, -1 },
    { "throttled by code", { .number = 2, .max_retries = 5, .status = 400, .throttled = true, .chance = 0.5 }, 1000 },
    { "503 to a change", { .number = 1, .max_retries = 5, .status = 503 }, -1 },
    { "503 to a change, with Retry-After", { .number = 1, .max_retries = 5, .status = 503, .retry_after = "1" }, 1000 },
    { "503 to a read", { .idempotent = true, .number = 1, .max_retries = 5, .status = 503, .chance = 0.5 }, 125 },
    { "500 to a change", { .number = 1, .max_retries = 5, .status = 500 }, -1 },
    { "500 to a read", { .idempotent = true, .number = 2, .max_retries = 5, .status = 500, .chance = 0.5 }, 250 },
    { "501 to a read", { .idempotent = true, .number = 1, .max_retries = 5, .status = 501 }, -1 },
    { "no connection for a change",
      { .number = 1, .max_retries = 5, .error = HTTP_ERROR_CONNECT, .chance = 0.5 },
      125 },
    { "no connection over and over", { .number = 5, .max_retries = 9, .error = HTTP_ERROR_CONNECT }, -1 },
    { "a change was cut off", { .number = 1, .max_retries = 5, .error = HTTP_ERROR_TRANSPORT, .sent = true }, -1 },
    { "a change was not sent", { .number = 1, .max_retries = 5, .error = HTTP_ERROR_TRANSPORT, .chance = 0.5 }, 125 },
    { "a read was cut off",
      { .idempotent = true, .number = 1, .max_retries = 5, .error = HTTP_ERROR_TRANSPORT, .sent = true, .chance = 0.5 },
      125 },
    { "a read timed out",
      { .idempotent = true, .number = 1, .max_retries = 5, .error = HTTP_ERROR_TIMEOUT, .sent = true, .chance = 0.5 },
      125 },
    { "a change timed out", { .number = 1, .max_retries = 5, .error = HTTP_ERROR_TIMEOUT, .sent = true }, -1 },
    { "cancelled", { .idempotent = true, .number = 1, .max_retries = 5, .error = HTTP_ERROR_CANCELLED }, -1 },
    { "out of time", { .idempotent = true, .number = 1, .max_retries = 5, .error = HTTP_ERROR_DEADLINE }, -1 },
    { "untrusted", { .idempotent = true, .number = 1, .max_retries = 5, .error = HTTP_ERROR_TLS }, -1 },
    { "too large", { .idempotent = true, .number = 1, .max_retries = 5, .error = HTTP_ERROR_TOO_LARGE }, -1 },
    { "refused", { .idempotent = true, .number = 1, .max_retries = 5, .error = HTTP_ERROR_REFUSED }, -1 },
};

static void test_retry_decisions(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof decisions / sizeof decisions[0]; i++) {
        http_attempt attempt = decisions[i].attempt;
        attempt.wall_seconds = WALL;
        if (attempt.left_ms == 0)
            attempt.left_ms = TF_NEVER;
        int64_t delay = -1;
        const bool again = http_should_retry(&attempt, &delay);
        if (again != (decisions[i].delay_ms >= 0) || delay != decisions[i].delay_ms) {
            fail_msg("%s: again after %lld ms, not %lld", decisions[i].situation, (long long)delay,
                     (long long)decisions[i].delay_ms);
        }
    }
}

static void test_retry_after_has_two_forms(void **state)
{
    (void)state;
    int64_t delay = 0;
    assert_true(http_parse_retry_after(" 120 ", WALL, &delay));
    assert_int_equal(delay, 120000);
    assert_true(http_parse_retry_after("99999999999999999999", WALL, &delay));
    assert_true(delay > HTTP_LONGEST_RETRY_AFTER_MS);
    assert_true(http_parse_retry_after("Wed, 21 Oct 2015 07:29:00 GMT", WALL, &delay));
    assert_int_equal(delay, 60000);
    assert_true(http_parse_retry_after("Wed, 21 Oct 2015 07:27:00 GMT", WALL, &delay));
    assert_int_equal(delay, 0);
    static const char *const malformed[] = { "", "-1", "5 minutes", "1.5", "soon" };
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++) {
        at_row(malformed[i]);
        assert_false(http_parse_retry_after(malformed[i], WALL, &delay));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_retry_decisions),
        cmocka_unit_test(test_retry_after_has_two_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
