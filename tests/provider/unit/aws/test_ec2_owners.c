/* SPDX-License-Identifier: Apache-2.0 */
/* Whose tags are removed where two instances write those of one object. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <tfprovider/testing.h>

#include "aws/ec2_owners.h"

#define SUBNET "subnet-00000001"

static tf_string_map map_of(tf_arena *arena, const char *first, const char *second)
{
    tf_string_map map = tf_empty_string_map();
    tf_string_map_put(arena, &map, first, "1");
    if (second != NULL)
        tf_string_map_put(arena, &map, second, "1");
    return map;
}

static void test_tags_belong_to_who_wrote_them_last(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    ec2_owners *owners = ec2_owners_new();
    const tf_string_map both = map_of(arena, "enabled", "private");
    const tf_string_map enabled = map_of(arena, "enabled", NULL);

    /* What nobody here has written may go, whoever removes it. */
    assert_int_equal(ec2_owners_own(owners, arena, SUBNET, &both, NULL).count, 2);
    assert_int_equal(ec2_owners_own(owners, arena, SUBNET, &both, "old").count, 2);

    ec2_owners_note(owners, SUBNET, &enabled, "new");
    const tf_string_map old = ec2_owners_own(owners, arena, SUBNET, &both, "old");
    assert_int_equal(old.count, 1);
    assert_non_null(tf_string_map_get(&old, "private"));
    assert_int_equal(ec2_owners_own(owners, arena, SUBNET, &both, NULL).count, 1);
    assert_int_equal(ec2_owners_own(owners, arena, SUBNET, &both, "new").count, 2);
    assert_int_equal(ec2_owners_own(owners, arena, "subnet-00000002", &both, "old").count, 2);

    ec2_owners_forget(owners, SUBNET, &enabled);
    assert_int_equal(ec2_owners_own(owners, arena, SUBNET, &both, "old").count, 2);
    ec2_owners_free(owners);
    tf_arena_free(arena);
}

typedef struct waiter {
    ec2_owners *owners;
    tf_call *call;
    bool got;
} waiter;

static void *take(void *context)
{
    waiter *self = context;
    self->got = ec2_owners_take(self->owners, self->call, SUBNET);
    return NULL;
}

static void test_writers_of_one_object_take_turns(void **state)
{
    (void)state;
    waiter first = { .owners = ec2_owners_new() };
    waiter second = { .owners = first.owners };
    first.call = tf_test_call_new("");
    second.call = tf_test_call_new("");
    pthread_t thread;
    (void)take(&first);
    assert_true(first.got);
    assert_true(ec2_owners_take(first.owners, first.call, "subnet-00000002"));

    assert_int_equal(pthread_create(&thread, NULL, take, &second), 0);
    ec2_owners_give(first.owners, SUBNET);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_true(second.got);

    assert_int_equal(pthread_create(&thread, NULL, take, &first), 0);
    tf_cancel_fire(tf_call_cancel(first.call));
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_false(first.got);
    assert_true(tf_call_failed(first.call));
    tf_test_call_free(first.call);
    tf_test_call_free(second.call);
    ec2_owners_free(first.owners);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tags_belong_to_who_wrote_them_last),
        cmocka_unit_test(test_writers_of_one_object_take_turns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
