/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of a call that run side by side. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <tfprovider/together.h>

#include "framework/foundation/call.h"

/* Where parts wait until all have come: macOS has no barriers. */
typedef struct meeting {
    pthread_mutex_t lock;
    pthread_cond_t complete;
    size_t missing;
} meeting;

typedef struct part {
    meeting *meeting;  /**< NULL where nobody is met */
    const char *error; /**< NULL for success */
    const char *text;  /**< what it made */
} part;

static void meet(meeting *with)
{
    pthread_mutex_lock(&with->lock);
    with->missing--;
    pthread_cond_broadcast(&with->complete);
    while (with->missing > 0)
        pthread_cond_wait(&with->complete, &with->lock);
    pthread_mutex_unlock(&with->lock);
}

static bool run_part(tf_call *call, void *context)
{
    part *self = context;
    if (self->meeting != NULL)
        meet(self->meeting);
    self->text = tf_format(tf_call_arena(call), "made by %s", self->error != NULL ? self->error : "success");
    tf_warn(call, "Ran", "Here.");
    return self->error == NULL || tf_fail(call, self->error, "It failed.");
}

static tf_call begin_call(void)
{
    tf_call call;
    tf_call_init(&call, tf_arena_new(), tf_cancel_new(), "");
    return call;
}

static void end_call(tf_call *call)
{
    tf_cancel_release(call->cancel);
    tf_arena_free(call->arena);
}

static void test_parts_run_at_the_same_time_and_leave_what_they_made(void **state)
{
    (void)state;
    meeting all_three = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 3 };
    tf_call call = begin_call();
    const char *before = tf_format(call.arena, "%s", "before");
    part all[] = { { .meeting = &all_three }, { .meeting = &all_three }, { .meeting = &all_three } };
    const tf_part parts[] = { { run_part, &all[0] }, { run_part, &all[1] }, { run_part, &all[2] } };
    assert_true(tf_run_together(&call, parts, 3));
    assert_false(tf_call_failed(&call));
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(all[i].text, "made by success");
    assert_string_equal(before, "before");
    assert_string_equal(tf_format(call.arena, "%s", "after"), "after");
    size_t told = 0;
    for (const tf_diagnostic *each = tf_call_diagnostics(&call); each != NULL; each = each->next)
        told++;
    assert_int_equal(told, 3);
    end_call(&call);
}

static void test_the_first_failure_in_order_is_told(void **state)
{
    (void)state;
    tf_call call = begin_call();
    part all[] = { { .error = NULL }, { .error = "Second" }, { .error = "Third" } };
    const tf_part parts[] = { { run_part, &all[0] }, { run_part, &all[1] }, { run_part, &all[2] } };
    tf_warn(&call, "First of all", "Before.");
    assert_false(tf_run_together(&call, parts, 3));
    assert_true(tf_call_failed(&call));
    const tf_diagnostic *told = tf_call_diagnostics(&call);
    static const char *const summaries[] = { "First of all", "Ran", "Ran", "Second" };
    for (size_t i = 0; i < 4; i++, told = told->next)
        assert_string_equal(told->summary, summaries[i]);
    assert_null(told);
    end_call(&call);
}

static void test_no_parts_succeed(void **state)
{
    (void)state;
    tf_call call = begin_call();
    assert_true(tf_run_together(&call, NULL, 0));
    end_call(&call);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_run_at_the_same_time_and_leave_what_they_made),
        cmocka_unit_test(test_the_first_failure_in_order_is_told),
        cmocka_unit_test(test_no_parts_succeed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
