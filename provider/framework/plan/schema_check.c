/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules of a table, at every depth. What a whole provider's tables have to keep besides is in rpc/registry_check.c.
 */
#include "framework/plan/schema_check.h"

#include <string.h>

#include "framework/plan/attributes.h"
#include "framework/plan/defaults.h"
#include "framework/value/kinds.h"

/* No table nests as deep unless it holds itself. */
#define MOST_NESTING 12

struct inspection {
    tf_arena *arena;
    const char **out_problem;
};

/* Where an attribute stands. */
struct location {
    const tf_path *path;
    size_t depth;
    bool in_set;
    bool in_attribute; /* below a nested attribute, where there are no blocks */
};

static bool check_object(const struct inspection *inspection, struct location location, const tf_schema *schema);

static bool problem(const struct inspection *inspection, const tf_path *path, const char *text)
{
    *inspection->out_problem = tf_format(inspection->arena, "%s: %s", tf_path_text(inspection->arena, path), text);
    return false;
}

static bool is_name(const char *name)
{
    if (name == NULL || (name[0] >= '0' && name[0] <= '9') || name[0] == '\0')
        return false;
    return strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

static bool is_reserved(const char *name)
{
    static const char *const reserved[] = { "connection", "count",    "depends_on", "for_each",
                                            "lifecycle",  "provider", "provisioner" };
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
        if (strcmp(reserved[i], name) == 0)
            return true;
    }
    return false;
}

static bool check_block(const struct inspection *inspection, struct location location, const tf_attribute *attribute)
{
    if (location.in_attribute)
        return problem(inspection, location.path, "a block inside a nested attribute");
    if (!attribute_is_nested(attribute) || attribute->kind == TF_KIND_OBJECT_MAP)
        return problem(inspection, location.path, "a block that is no object, list or set of objects");
    if (attribute->mode == TF_COMPUTED || attribute->mode == TF_OPTIONAL_COMPUTED)
        return problem(inspection, location.path, "a computed block");
    if (attribute->default_value != NULL || attribute->use_state_for_unknown || attribute->write_only
        || attribute->sensitive)
        return problem(inspection, location.path, "a block with what only an attribute can have");
    return true;
}

static bool check_default(const struct inspection *inspection, struct location location, const tf_attribute *attribute)
{
    tf_value value;
    if (attribute->default_value == NULL)
        return true;
    if (attribute->mode != TF_OPTIONAL_COMPUTED)
        return problem(inspection, location.path, "a default of an attribute that is not optional and computed");
    if (!attribute_default(inspection->arena, attribute, type_of_attribute(inspection->arena, attribute), &value))
        return problem(inspection, location.path, "a malformed default");
    return true;
}

static bool check_identifying(const struct inspection *inspection, struct location location,
                              const tf_attribute *attribute)
{
    if (attribute->identifies && (attribute->kind != TF_KIND_STRING || location.depth > 0 || attribute->write_only)) {
        return problem(inspection, location.path,
                       "what identifies the object but is no string at the top of the state");
    }
    return true;
}

/* A check that never runs protects nobody. */
static bool check_checks(const struct inspection *inspection, struct location location, const tf_attribute *attribute)
{
    const tf_validator *check = attribute->validators;
    for (; check != NULL && (check->text != NULL || check->value != NULL); check++) {
        if (check->text != NULL && !kind_holds_strings(attribute->kind))
            return problem(inspection, location.path, "a check of texts but no text");
        if (check->kinds != 0 && (check->kinds & TF_KIND_BIT(attribute->kind)) == 0) {
            return problem(
                inspection, location.path,
                tf_format(inspection->arena, "a check that does not fit a %s", kind_of(attribute->kind)->name));
        }
    }
    return true;
}

static bool check_flags(const struct inspection *inspection, struct location location, const tf_attribute *attribute)
{
    if (!attribute->block && (attribute->mode < TF_REQUIRED || attribute->mode > TF_OPTIONAL_COMPUTED))
        return problem(inspection, location.path, "no mode");
    if (attribute->use_state_for_unknown && !attribute_is_computed(attribute))
        return problem(inspection, location.path, "keeps the prior value but is not computed");
    if (attribute->write_only && attribute_is_computed(attribute))
        return problem(inspection, location.path, "write-only and computed");
    if (attribute->write_only && location.in_set)
        return problem(inspection, location.path, "write-only inside a set, whose elements its null would change");
    if ((attribute->semantic_equals != NULL || attribute->custom_type != NULL) && !kind_holds_strings(attribute->kind))
        return problem(inspection, location.path, "a comparison of texts but no text");
    if (attribute->semantic_equals != NULL && attribute->custom_type != NULL)
        return problem(inspection, location.path, "a comparison of texts beside a type that has its own");
    return check_identifying(inspection, location, attribute) && check_checks(inspection, location, attribute);
}

static bool check_nesting(const struct inspection *inspection, struct location location, const tf_attribute *attribute)
{
    const bool nested = attribute_is_nested(attribute);
    if (nested != (attribute->attributes != NULL))
        return problem(inspection, location.path, nested ? "nested without attributes" : "attributes but not nested");
    if ((attribute->kind == TF_KIND_VALUE) != (attribute->type != NULL))
        return problem(inspection, location.path, "a type and the kind TF_KIND_VALUE go together");
    if (!nested)
        return true;
    location.depth++;
    location.in_set |= attribute->kind == TF_KIND_OBJECT_SET;
    location.in_attribute |= !attribute->block;
    return check_object(inspection, location, attribute->attributes);
}

static bool check_attribute(const struct inspection *inspection, struct location location, const tf_schema *schema,
                            const tf_attribute *attribute)
{
    if (kind_of(attribute->kind) == NULL)
        return problem(inspection, location.path, "no kind");
    if (attribute->offset + kind_of(attribute->kind)->size > schema->size)
        return problem(inspection, location.path, "a field outside of its struct");
    for (const tf_attribute *other = schema->attributes; other < attribute; other++) {
        if (strcmp(other->name, attribute->name) == 0)
            return problem(inspection, location.path, "a name twice");
    }
    return (!attribute->block || check_block(inspection, location, attribute))
           && check_flags(inspection, location, attribute) && check_nesting(inspection, location, attribute)
           && check_default(inspection, location, attribute);
}

static bool check_object(const struct inspection *inspection, struct location location, const tf_schema *schema)
{
    if (location.depth > MOST_NESTING)
        return problem(inspection, location.path, "nested too deep");
    for (size_t i = 0; i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        const tf_path step = { .parent = location.path, .step = TF_STEP_ATTRIBUTE, .name = attribute->name };
        struct location below = location;
        below.path = &step;
        if (!is_name(attribute->name) || (location.depth == 0 && is_reserved(attribute->name))) {
            return problem(inspection, location.path,
                           tf_format(inspection->arena, "attribute %zu has a name that is malformed or reserved", i));
        }
        if (!check_attribute(inspection, below, schema, attribute))
            return false;
    }
    return true;
}

bool schema_check(tf_arena *arena, const tf_schema *schema, const char **out_problem)
{
    const struct inspection inspection = { .arena = arena, .out_problem = out_problem };
    return check_object(&inspection, (struct location){ .path = NULL }, schema);
}
