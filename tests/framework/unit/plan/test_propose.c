/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "framework/plan/plan.h"
#include "support_plan.h"

/* A plan: what is configured and what was before lead to what is planned, and perhaps to a replacement. */
struct plan_case {
    const char *rule;
    const char *config;
    const char *config_unknown;
    const char *prior; /* NULL: a create */
    const char *planned;
    const char *planned_unknown;
    const char *replaces; /* paths, each followed by a space */
};

static const struct plan_case cases[] = {
    {
        .rule = "a create decides everything computed later and fills in defaults",
        .config = "{}",
        .planned = "{\"mode\":\"fast\"}",
        .planned_unknown = "id etag zone labels settings",
    },
    {
        .rule = "nothing configured differently plans nothing",
        .config = "{\"size\":1}",
        .prior = "{\"size\":1,\"id\":\"i\",\"etag\":\"e\",\"zone\":\"z\",\"mode\":\"fast\",\"labels\":[\"l\"]}",
        .planned = "{\"size\":1,\"id\":\"i\",\"etag\":\"e\",\"zone\":\"z\",\"mode\":\"fast\",\"labels\":[\"l\"]}",
    },
    {
        .rule = "an update keeps what keeps its prior value and what only a replacement changes",
        .config = "{\"size\":2}",
        .prior = "{\"size\":1,\"id\":\"i\",\"etag\":\"e\",\"zone\":\"z\",\"mode\":\"fast\",\"labels\":[\"l\"]}",
        .planned = "{\"size\":2,\"id\":\"i\",\"zone\":\"z\",\"mode\":\"fast\",\"labels\":[\"l\"]}",
        .planned_unknown = "etag settings",
    },
    {
        .rule = "what keeps its prior value but has none is decided by an update",
        .config = "{\"size\":2}",
        .prior = "{\"mode\":\"fast\"}",
        .planned = "{\"size\":2,\"mode\":\"fast\"}",
        .planned_unknown = "id etag labels settings",
    },
    {
        .rule = "a default returns when the configuration leaves the attribute",
        .config = "{}",
        .prior = "{\"mode\":\"slow\",\"id\":\"i\",\"etag\":\"e\",\"labels\":[]}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[]}",
        .planned_unknown = "etag settings",
    },
    {
        .rule = "a configured value goes before a default and a prior value",
        .config = "{\"mode\":\"slow\",\"labels\":[\"b\"]}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[\"a\"]}",
        .planned = "{\"mode\":\"slow\",\"id\":\"i\",\"labels\":[\"b\"]}",
        .planned_unknown = "etag settings",
    },
    {
        .rule = "an unknown configuration is planned unknown",
        .config = "{\"size\":1,\"zone\":\"\",\"one\":{\"name\":\"\"}}",
        .config_unknown = "size zone one.name",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"zone\":\"z\",\"labels\":[]}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"one\":{\"name\":\"\",\"color\":\"blue\"}}",
        .planned_unknown = "etag settings size zone one.name one.id one.etag",
        .replaces = "zone ",
    },
    {
        .rule = "an unknown collection is planned unknown as a whole",
        .config = "{\"ordered\":[],\"keyed\":{}}",
        .config_unknown = "ordered keyed",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"ordered\":[{\"name\":\"a\",\"color\":\"blue\"}]}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[]}",
        .planned_unknown = "etag settings ordered keyed",
    },
    {
        .rule = "a write-only value is neither planned nor a change",
        .config = "{\"secret\":\"s\"}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"etag\":\"e\",\"labels\":[]}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"etag\":\"e\",\"labels\":[]}",
    },
    {
        .rule = "a write-only value is not planned in a create",
        .config = "{\"secret\":\"s\"}",
        .planned = "{\"mode\":\"fast\"}",
        .planned_unknown = "id etag zone labels settings",
    },
    {
        .rule = "a change of what requires it replaces",
        .config = "{\"name\":\"m\",\"zone\":\"y\"}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"zone\":\"z\",\"labels\":[]}",
        .planned = "{\"name\":\"m\",\"mode\":\"fast\",\"id\":\"i\",\"zone\":\"y\",\"labels\":[]}",
        .planned_unknown = "etag settings",
        .replaces = "name zone ",
    },
    {
        .rule = "texts that mean the same are no change",
        .config =
            "{\"document\":\"A\",\"documents\":[\"B\",\"c\"],\"document_set\":[\"D\",\"e\"],\"one\":{\"name\":\"N\"}}",
        .prior =
            "{\"mode\":\"fast\",\"id\":\"i\",\"etag\":\"e\",\"labels\":[],\"document\":\"a\",\"documents\":[\"b\","
            "\"c\"],\"document_set\":[\"E\",\"d\"],\"one\":{\"name\":\"n\",\"color\":\"blue\",\"id\":\"1\",\"etag\":"
            "\"e\"}}",
        .planned =
            "{\"mode\":\"fast\",\"id\":\"i\",\"etag\":\"e\",\"labels\":[],\"document\":\"a\",\"documents\":[\"b\","
            "\"c\"],\"document_set\":[\"E\",\"d\"],\"one\":{\"name\":\"n\",\"color\":\"blue\",\"id\":\"1\",\"etag\":"
            "\"e\"}}",
    },
    {
        .rule = "a list that differs in one text is planned as configured throughout",
        .config = "{\"documents\":[\"B\",\"x\"]}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"documents\":[\"b\",\"c\"]}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"documents\":[\"B\",\"x\"]}",
        .planned_unknown = "etag settings",
    },
    {
        .rule = "numbers that become the same float are a change of the configuration all the same",
        .config = "{\"ratio\":0.01000000000000000000000000000003}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"ratio\":0.01}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"ratio\":0.01000000000000000000000000000003}",
        .planned_unknown = "etag settings",
    },
    {
        .rule = "a new nested object gets its defaults and decides the rest later",
        .config = "{\"one\":{\"name\":\"a\"},\"keyed\":{\"k\":{\"name\":\"b\",\"color\":\"red\"}}}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[]}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"one\":{\"name\":\"a\",\"color\":\"blue\"},"
                   "\"keyed\":{\"k\":{\"name\":\"b\",\"color\":\"red\"}}}",
        .planned_unknown = "etag settings one.id one.etag keyed[\"k\"].id keyed[\"k\"].etag",
    },
    {
        .rule = "elements of a list keep their prior values by index",
        .config = "{\"ordered\":[{\"name\":\"a\"},{\"name\":\"x\"},{\"name\":\"c\"}]}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"ordered\":["
                 "{\"name\":\"a\",\"color\":\"blue\",\"id\":\"1\",\"etag\":\"e\"},"
                 "{\"name\":\"b\",\"color\":\"blue\",\"id\":\"2\",\"etag\":\"e\"}]}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"ordered\":["
                   "{\"name\":\"a\",\"color\":\"blue\",\"id\":\"1\"},{\"name\":\"x\",\"color\":\"blue\",\"id\":\"2\"},"
                   "{\"name\":\"c\",\"color\":\"blue\"}]}",
        .planned_unknown = "etag settings ordered[0].etag ordered[1].etag ordered[2].id ordered[2].etag",
    },
    {
        .rule = "elements of a map keep their prior values by key",
        .config = "{\"keyed\":{\"b\":{\"name\":\"y\"},\"c\":{\"name\":\"z\"}}}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"keyed\":{"
                 "\"a\":{\"name\":\"x\",\"color\":\"blue\",\"id\":\"1\",\"etag\":\"e\"},"
                 "\"b\":{\"name\":\"y\",\"color\":\"blue\",\"id\":\"2\",\"etag\":\"e\"}}}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"keyed\":{\"b\":{\"name\":\"y\",\"color\":\"blue\","
                   "\"id\":\"2\"},\"c\":{\"name\":\"z\",\"color\":\"blue\"}}}",
        .planned_unknown = "etag settings keyed[\"b\"].etag keyed[\"c\"].id keyed[\"c\"].etag",
    },
    {
        .rule = "elements of a set keep their prior values by content, in any order",
        .config = "{\"unordered\":[{\"name\":\"b\"},{\"name\":\"A\",\"color\":\"red\"}]}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"etag\":\"e\",\"labels\":[],\"unordered\":["
                 "{\"name\":\"a\",\"color\":\"red\",\"id\":\"1\",\"etag\":\"e\"},"
                 "{\"name\":\"b\",\"color\":\"blue\",\"id\":\"2\",\"etag\":\"f\"}]}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"etag\":\"e\",\"labels\":[],\"unordered\":["
                   "{\"name\":\"a\",\"color\":\"red\",\"id\":\"1\",\"etag\":\"e\"},"
                   "{\"name\":\"b\",\"color\":\"blue\",\"id\":\"2\",\"etag\":\"f\"}]}",
    },
    {
        .rule = "an element of a set whose default changed is another element",
        .config = "{\"unordered\":[{\"name\":\"b\"}]}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"unordered\":["
                 "{\"name\":\"b\",\"color\":\"green\",\"id\":\"2\",\"etag\":\"f\"}]}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"unordered\":[{\"name\":\"b\",\"color\":\"blue\"}]}",
        .planned_unknown = "etag settings unordered[0].id unordered[0].etag",
    },
    {
        .rule = "elements of nested sets replace the set where what is fixed changes",
        .config = "{\"unordered\":[{\"name\":\"a\",\"fixed\":\"y\"}],\"ordered\":[{\"name\":\"a\",\"fixed\":\"y\"}]}",
        .prior =
            "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"unordered\":[{\"name\":\"a\",\"color\":\"blue\",\"id\":"
            "\"1\",\"etag\":\"e\",\"fixed\":\"x\"}],\"ordered\":[{\"name\":\"a\",\"color\":\"blue\",\"id\":"
            "\"1\",\"etag\":\"e\",\"fixed\":\"x\"}]}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"unordered\":[{\"name\":\"a\",\"color\":\"blue\","
                   "\"fixed\":\"y\"}],\"ordered\":[{\"name\":\"a\",\"color\":\"blue\",\"id\":\"1\",\"fixed\":\"y\"}]}",
        .planned_unknown = "etag settings unordered[0].id unordered[0].etag ordered[0].etag",
        .replaces = "ordered[0].fixed unordered ",
    },
    {
        .rule = "a change elsewhere in an element replaces nothing",
        .config = "{\"unordered\":[{\"name\":\"b\",\"fixed\":\"x\"}],\"ordered\":[{\"name\":\"b\",\"fixed\":\"x\"}]}",
        .prior =
            "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"unordered\":[{\"name\":\"a\",\"color\":\"blue\",\"id\":"
            "\"1\",\"etag\":\"e\",\"fixed\":\"x\"}],\"ordered\":[{\"name\":\"a\",\"color\":\"blue\",\"id\":"
            "\"1\",\"etag\":\"e\",\"fixed\":\"x\"}]}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"unordered\":[{\"name\":\"b\",\"color\":\"blue\","
                   "\"fixed\":\"x\"}],\"ordered\":[{\"name\":\"b\",\"color\":\"blue\",\"id\":\"1\",\"fixed\":\"x\"}]}",
        .planned_unknown = "etag settings unordered[0].id unordered[0].etag ordered[0].etag",
    },
    {
        .rule = "a nested object that is not configured any more goes",
        .config = "{}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"one\":{\"name\":\"a\",\"color\":\"blue\"}}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[]}",
        .planned_unknown = "etag settings",
    },
    {
        .rule = "a computed object that the provider made stays",
        .config = "{}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"etag\":\"e\",\"labels\":[],\"settings\":{\"note\":\"n\"}}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"etag\":\"e\",\"labels\":[],\"settings\":{\"note\":\"n\"}}",
    },
    {
        .rule = "a computed object that was configured is decided anew when it is not configured any more",
        .config = "{}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"settings\":{\"level\":\"l\",\"note\":\"n\"}}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[]}",
        .planned_unknown = "etag settings",
    },
    {
        .rule = "what is computed inside a configured object is decided anew by an update",
        .config = "{\"size\":2,\"settings\":{\"level\":\"l\"}}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"settings\":{\"level\":\"l\",\"note\":\"n\"}}",
        .planned = "{\"size\":2,\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"settings\":{\"level\":\"l\"}}",
        .planned_unknown = "etag settings.note",
    },
    {
        .rule = "of an object that replaces, the attribute that differs is named",
        .config = "{\"place\":{\"level\":\"b\"}}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"place\":{\"level\":\"a\",\"note\":\"n\"}}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"place\":{\"level\":\"b\"}}",
        .planned_unknown = "etag settings place.note",
        .replaces = "place.level place.note ",
    },
    {
        .rule = "an object that replaces does so when it goes",
        .config = "{}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"place\":{\"level\":\"a\",\"note\":\"n\"}}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[]}",
        .planned_unknown = "etag settings",
        .replaces = "place ",
    },
    {
        .rule = "blocks are planned as nested attributes are",
        .config = "{\"blocks\":[{\"name\":\"a\"}]}",
        .prior = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[]}",
        .planned = "{\"mode\":\"fast\",\"id\":\"i\",\"labels\":[],\"blocks\":[{\"name\":\"a\",\"color\":\"blue\"}]}",
        .planned_unknown = "etag settings blocks[0].id blocks[0].etag",
    },
};

static const char *replacements_of(tf_call *call, const tf_value *prior, const tf_value *planned)
{
    size_t count;
    const tf_path *const *paths = plan_replacements(call, sample_schema, prior, planned, &count);
    tf_text_builder builder = { .arena = call->arena };
    for (size_t i = 0; i < count; i++)
        tf_append_format(&builder, "%s ", tf_path_text(call->arena, paths[i]));
    return tf_built_text(&builder);
}

static void check_case(tf_call *call, const struct plan_case *the)
{
    tf_arena *arena = call->arena;
    const tf_value config = sample_of(arena, the->config, the->config_unknown);
    const tf_value prior = sample_of(arena, the->prior, NULL);
    const tf_value wanted = sample_of(arena, the->planned, the->planned_unknown);
    const tf_value planned = plan_propose(arena, sample_schema, &config, &prior);
    if (!tf_value_equal(&planned, &wanted)) {
        fail_msg("%s\n  planned %s\n  wanted  %s", the->rule, text_of_value(arena, &planned),
                 text_of_value(arena, &wanted));
    }
    if (!plan_check_planned(call, sample_schema, &config, &prior, &planned))
        fail_msg("%s: %s", the->rule, tf_call_diagnostics(call)->detail);
    const char *replaces = replacements_of(call, &prior, &planned);
    if (strcmp(replaces, the->replaces == NULL ? "" : the->replaces) != 0)
        fail_msg("%s: replaces %s", the->rule, replaces);
    if (the->config_unknown != NULL)
        return;
    const tf_value applied = resolve(arena, &planned, "applied");
    assert_true(plan_check_applied(call, sample_schema, &planned, &applied));
    const tf_value again = plan_propose(arena, sample_schema, &config, &applied);
    if (!tf_value_equal(&again, &applied)) {
        fail_msg("%s\n  applied       %s\n  planned again %s", the->rule, text_of_value(arena, &applied),
                 text_of_value(arena, &again));
    }
}

/* Every case also keeps the promises that Terraform checks, and planning its result again plans nothing. */
static void test_plans_follow_the_rules(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_case(*state, &cases[i]);
}

static void test_a_plan_function_has_the_last_word_on_replacement(void **state)
{
    tf_call *call = *state;
    const tf_value prior = sample_of(call->arena, "{\"size\":1,\"place\":{\"level\":\"a\"}}", NULL);
    const tf_value planned = sample_of(call->arena, "{\"size\":2,\"name\":\"m\",\"place\":{\"level\":\"b\"}}", NULL);
    assert_string_equal(replacements_of(call, &prior, &planned), "name place.level ");
    tf_require_replace(call, "size");
    tf_require_replace(call, "document");
    assert_string_equal(replacements_of(call, &prior, &planned), "name place.level size ");
    tf_allow_update(call, "place.level");
    assert_string_equal(replacements_of(call, &prior, &planned), "name size ");
    tf_allow_update(call, "size");
    tf_allow_update(call, "name");
    assert_string_equal(replacements_of(call, &prior, &planned), "");
    tf_require_replace(call, "name");
    assert_string_equal(replacements_of(call, &prior, &planned), "name ");
    const tf_value none = sample_of(call->arena, NULL, NULL);
    assert_string_equal(replacements_of(call, &none, &planned), "");
    assert_string_equal(replacements_of(call, &prior, &none), "");
}

static void test_what_means_the_same_is_kept_at_every_depth(void **state)
{
    tf_call *call = *state;
    static const struct {
        const char *kept;
        const char *value;
        const char *result;
    } meanings[] = {
        { "{\"document\":\"a\"}", "{\"document\":\"A\"}", "{\"document\":\"a\"}" },
        { "{\"document\":\"a\"}", "{\"document\":\"b\"}", "{\"document\":\"b\"}" },
        { "{\"document\":\"a\"}", "{}", "{}" },
        { "{}", "{\"document\":\"A\"}", "{\"document\":\"A\"}" },
        { "{\"documents\":[\"a\",\"b\"]}", "{\"documents\":[\"A\",\"c\",\"d\"]}",
          "{\"documents\":[\"a\",\"c\",\"d\"]}" },
        { "{\"document_set\":[\"a\",\"b\"]}", "{\"document_set\":[\"B\",\"A\",\"a\"]}",
          "{\"document_set\":[\"b\",\"A\",\"a\"]}" },
        { "{\"ordered\":[{\"name\":\"a\"}]}", "{\"ordered\":[{\"name\":\"A\",\"id\":\"1\"}]}",
          "{\"ordered\":[{\"name\":\"a\",\"id\":\"1\"}]}" },
        { "{\"keyed\":{\"k\":{\"name\":\"a\"}}}", "{\"keyed\":{\"k\":{\"name\":\"A\"},\"l\":{\"name\":\"A\"}}}",
          "{\"keyed\":{\"k\":{\"name\":\"a\"},\"l\":{\"name\":\"A\"}}}" },
        { "{\"unordered\":[{\"name\":\"a\",\"id\":\"1\"},{\"name\":\"b\"}]}",
          "{\"unordered\":[{\"name\":\"B\"},{\"name\":\"A\",\"id\":\"1\"}]}",
          "{\"unordered\":[{\"name\":\"a\",\"id\":\"1\"},{\"name\":\"b\"}]}" },
        { "{\"one\":{\"name\":\"a\"}}", "{\"one\":{\"name\":\"A\"}}", "{\"one\":{\"name\":\"a\"}}" },
        { "{\"ratio\":0.01000000000000000000000000000003}", "{\"ratio\":0.01}",
          "{\"ratio\":0.01000000000000000000000000000003}" },
        { "{\"ratio\":0.02}", "{\"ratio\":0.01}", "{\"ratio\":0.01}" },
        { "{\"size\":1}", "{\"size\":2}", "{\"size\":2}" },
    };
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        const tf_value kept = sample_of(call->arena, meanings[i].kept, NULL);
        const tf_value value = sample_of(call->arena, meanings[i].value, NULL);
        const tf_value wanted = sample_of(call->arena, meanings[i].result, NULL);
        const tf_value result = plan_keep_meaning(call->arena, sample_schema, &kept, &value);
        if (!tf_value_equal(&result, &wanted))
            fail_msg("%zu: %s", i, text_of_value(call->arena, &result));
    }
}

/* A struct knows a number as a float and a text as the function wrote it; the plan has them as the user did. */
static void test_a_refined_plan_keeps_the_proposal_and_what_was_before(void **state)
{
    tf_call *call = *state;
    static const struct {
        const char *config;
        const char *prior;
        const char *proposed;
        const char *refined;
        const char *settled;
    } refinements[] = {
        { "{\"ratio\":0.010000000000000000000003}", "{\"ratio\":0.01}", "{\"ratio\":0.010000000000000000000003}",
          "{\"ratio\":0.01}", "{\"ratio\":0.010000000000000000000003}" },
        { "{\"documents\":[\"A\",\"x\"]}", "{\"documents\":[\"a\",\"b\"]}", "{\"documents\":[\"A\",\"x\"]}",
          "{\"documents\":[\"A\",\"x\"]}", "{\"documents\":[\"A\",\"x\"]}" },
        { "{\"document\":\"A\"}", NULL, "{\"document\":\"A\"}", "{\"document\":\"a\"}", "{\"document\":\"A\"}" },
        { "{}", "{\"document\":\"A\"}", "{}", "{\"document\":\"a\"}", "{\"document\":\"A\"}" },
        { "{}", "{\"document\":\"A\"}", "{}", "{\"document\":\"b\"}", "{\"document\":\"b\"}" },
        { "{\"one\":{\"fixed\":\"x\"}}", "{\"one\":{\"name\":\"A\"}}", "{\"one\":{\"fixed\":\"x\"}}",
          "{\"one\":{\"name\":\"a\",\"fixed\":\"x\"}}", "{\"one\":{\"name\":\"A\",\"fixed\":\"x\"}}" },
    };
    for (size_t i = 0; i < sizeof refinements / sizeof refinements[0]; i++) {
        const tf_value config = sample_of(call->arena, refinements[i].config, NULL);
        const tf_value prior = sample_of(call->arena, refinements[i].prior, NULL);
        const tf_value proposed = sample_of(call->arena, refinements[i].proposed, NULL);
        const tf_value refined = sample_of(call->arena, refinements[i].refined, NULL);
        const tf_value wanted = sample_of(call->arena, refinements[i].settled, NULL);
        const tf_value settled = plan_take_refined(call->arena, sample_schema, &config, &prior, &proposed, &refined);
        if (!tf_value_equal(&settled, &wanted))
            fail_msg("%zu: %s", i, text_of_value(call->arena, &settled));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_plans_follow_the_rules, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_a_plan_function_has_the_last_word_on_replacement, set_up_call,
                                        tear_down_call),
        cmocka_unit_test_setup_teardown(test_what_means_the_same_is_kept_at_every_depth, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_a_refined_plan_keeps_the_proposal_and_what_was_before, set_up_call,
                                        tear_down_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
