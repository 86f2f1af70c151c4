/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints everything that the schema tables say about the provider and its resources, as JSON on stdout: what
 * scripts/generate_docs.py writes the reference pages from.
 */
#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include "provider.h"

static const char *block_in_words(const tf_attribute *attribute)
{
    if (attribute->kind == TF_KIND_OBJECT)
        return "Block";
    return attribute->kind == TF_KIND_OBJECT_LIST ? "Block List" : "Block Set";
}

static bool is_map_of_numbers(const tf_type *type)
{
    return type->kind == TF_TYPE_MAP && type->element->kind == TF_TYPE_NUMBER;
}

static const char *type_in_words(const tf_attribute *attribute)
{
    if (attribute->block)
        return block_in_words(attribute);
    switch (attribute->kind) {
    case TF_KIND_STRING:
        return "String";
    case TF_KIND_BOOL:
        return "Boolean";
    case TF_KIND_STRING_LIST:
        return "List of String";
    case TF_KIND_STRING_SET:
        return "Set of String";
    case TF_KIND_STRING_MAP:
        return "Map of String";
    case TF_KIND_OBJECT:
        return attribute->block ? "Block" : "Attributes";
    case TF_KIND_OBJECT_LIST:
        return attribute->block ? "Block List" : "Attributes List";
    case TF_KIND_OBJECT_SET:
        return attribute->block ? "Block Set" : "Attributes Set";
    case TF_KIND_OBJECT_MAP:
        return "Attributes Map";
    case TF_KIND_VALUE:
        return is_map_of_numbers(attribute->type) ? "Map of Number" : "Dynamic";
    default:
        return "Number";
    }
}

static const char *mode_in_words(const tf_attribute *attribute)
{
    switch (attribute->mode) {
    case TF_REQUIRED:
        return "required";
    case TF_COMPUTED:
        return "computed";
    case TF_OPTIONAL:
    case TF_OPTIONAL_COMPUTED:
        return "optional";
    }
    return "optional";
}

static json_t *optional_text(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

static json_t *describe_check(const tf_check *check)
{
    if (check->text == tf_check_is_one_of) {
        json_t *texts = json_array();
        for (const char *const *text = check->argument; *text != NULL; text++)
            json_array_append_new(texts, json_string(*text));
        return json_pack("{s:o}", "one_of", texts);
    }
    if (check->value == tf_check_is_between) {
        const tf_range *range = check->argument;
        return json_pack("{s:[I, I]}", "between", (json_int_t)range->least, (json_int_t)range->most);
    }
    return check->description == NULL ? NULL : json_pack("{s:s}", "text", check->description);
}

static json_t *describe_attributes(const tf_schema *schema);

static json_t *describe_attribute(const tf_attribute *attribute)
{
    json_t *checks = json_array();
    for (const tf_check *check = attribute->checks; check != NULL && (check->text != NULL || check->value != NULL);
         check++) {
        json_t *described = describe_check(check);
        if (described != NULL)
            json_array_append_new(checks, described);
    }
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:b, s:b, s:b, s:b, s:o, s:o, s:o}", "name", attribute->name, "type",
                     type_in_words(attribute), "mode", mode_in_words(attribute), "description", attribute->description,
                     "deprecated", optional_text(attribute->deprecated), "sensitive", (int)attribute->sensitive,
                     "write_only", (int)attribute->write_only, "requires_replace", (int)attribute->requires_replace,
                     "block", (int)attribute->block, "default", optional_text(attribute->default_value), "checks",
                     checks, "attributes",
                     attribute->attributes == NULL ? json_null() : describe_attributes(attribute->attributes));
}

static json_t *describe_attributes(const tf_schema *schema)
{
    json_t *attributes = json_array();
    for (size_t i = 0; i < schema->count; i++)
        json_array_append_new(attributes, describe_attribute(&schema->attributes[i]));
    return attributes;
}

int main(void)
{
    json_t *resources = json_array();
    for (const tf_resource *const *resource = langgraph_provider.resources; *resource != NULL; resource++)
        json_array_append_new(resources,
                              json_pack("{s:s, s:s, s:o, s:o}", "name", (*resource)->type_name, "description",
                                        (*resource)->description, "import_id", optional_text((*resource)->import_id),
                                        "attributes", describe_attributes((*resource)->attributes)));
    json_t *provider = json_pack("{s:s, s:s, s:o, s:o}", "address", langgraph_provider.address, "description",
                                 langgraph_provider.description, "attributes",
                                 describe_attributes(langgraph_provider.attributes), "resources", resources);
    if (provider == NULL || json_dumpf(provider, stdout, JSON_INDENT(2)) != 0) {
        fputs("the provider's tables cannot be described: a text is missing or no UTF-8\n", stderr);
        return EXIT_FAILURE;
    }
    json_decref(provider);
    return EXIT_SUCCESS;
}
