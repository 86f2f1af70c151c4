/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/arena.h>

#include "aws/xml.h"

static void test_an_answer_becomes_a_tree(void **state)
{
    (void)state;
    static const char text[] =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<R xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\n"
        "  <A>one &amp; \xc3\xa9 <![CDATA[<two>]]></A>\n  <B/>\n  <C><D>1</D><D>2</D></C>\n</R>";
    tf_arena *arena = tf_arena_new();
    const char *problem = NULL;
    const xml_element *root = xml_parse(arena, text, strlen(text), &problem);
    assert_non_null(root);
    assert_string_equal(root->name, "R");
    assert_string_equal(xml_child_text(root, "A", NULL), "one & \xc3\xa9 <two>");
    assert_string_equal(xml_child_text(root, "B", NULL), "");
    assert_string_equal(xml_child_text(root, "X", "fallback"), "fallback");
    const xml_element *first = xml_child(xml_child(root, "C"), "D");
    assert_string_equal(first->text, "1");
    assert_string_equal(first->next->text, "2");
    assert_null(first->next->next);
    assert_null(xml_child(xml_child(root, "absent"), "D"));
    tf_arena_free(arena);
}

static void test_hostile_documents_are_refused(void **state)
{
    (void)state;
    static const char *const documents[] = {
        "",
        "{\"json\": true}",
        "<html><body>Bad gateway<br></body></html>",
        "<a><b></a></b>",
        "<a>",
        "<a/><b/>",
        "<a>&undefined;</a>",
        "<a>\x01</a>",
        "<a>\xff\xfe</a>",
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;&b;&b;\">]><a>&c;</a>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
    };
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++) {
        const char *problem = NULL;
        if (xml_parse(arena, documents[i], strlen(documents[i]), &problem) != NULL)
            fail_msg("accepted: %s", documents[i]);
        assert_non_null(problem);
    }
    tf_arena_free(arena);
}

static void test_depth_and_size_are_limited(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    const char *problem = NULL;
    tf_text_builder deep = { .arena = arena };
    for (int i = 0; i < XML_MAX_DEPTH; i++)
        tf_append(&deep, "<a>");
    for (int i = 0; i < XML_MAX_DEPTH; i++)
        tf_append(&deep, "</a>");
    assert_non_null(xml_parse(arena, deep.text, deep.length, &problem));
    const char *deeper = tf_format(arena, "<a>%s</a>", deep.text);
    assert_null(xml_parse(arena, deeper, strlen(deeper), &problem));
    assert_string_equal(problem, "elements are nested too deeply");

    tf_text_builder many = { .arena = arena };
    tf_append(&many, "<a>");
    for (int i = 0; i < XML_MAX_ELEMENTS; i++)
        tf_append(&many, "<b/>");
    tf_append(&many, "</a>");
    assert_null(xml_parse(arena, many.text, many.length, &problem));
    assert_string_equal(problem, "there are too many elements");
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_answer_becomes_a_tree),
        cmocka_unit_test(test_hostile_documents_are_refused),
        cmocka_unit_test(test_depth_and_size_are_limited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
