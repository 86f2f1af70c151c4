/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions to the table of partitions. The table is partition_data.c, which a script writes.
 */
#include "aws/partition.h"

#include <regex.h>
#include <stddef.h>
#include <string.h>

#include "aws/partition_data.h"

static bool has_region(const aws_partition *partition, const char *region)
{
    for (const char *const *known = partition->regions; *known != NULL; known++) {
        if (strcmp(*known, region) == 0)
            return true;
    }
    return false;
}

static bool may_have_region(const aws_partition *partition, const char *region)
{
    regex_t pattern;
    if (regcomp(&pattern, partition->region_pattern, REG_EXTENDED | REG_NOSUB) != 0)
        return false;
    const bool matches = regexec(&pattern, region, 0, NULL, 0) == 0;
    regfree(&pattern);
    return matches;
}

/* NULL where no partition has the region, or may have it. */
static const aws_partition *find_partition(const char *region)
{
    for (size_t i = 0; i < aws_partition_count; i++) {
        if (has_region(&aws_partitions[i], region))
            return &aws_partitions[i];
    }
    for (size_t i = 0; i < aws_partition_count; i++) {
        if (may_have_region(&aws_partitions[i], region))
            return &aws_partitions[i];
    }
    return NULL;
}

const aws_partition *aws_partition_of_region(const char *region)
{
    const aws_partition *found = find_partition(region);
    return found != NULL ? found : aws_partition_of_name("aws");
}

const aws_partition *aws_partition_of_name(const char *name)
{
    for (size_t i = 0; i < aws_partition_count; i++) {
        if (strcmp(name, aws_partitions[i].name) == 0)
            return &aws_partitions[i];
    }
    return NULL;
}

/* The part of a region's name before its number. */
static size_t words_of(const char *region)
{
    size_t size = strlen(region);
    while (size > 0 && strchr("0123456789", region[size - 1]) != NULL)
        size--;
    return size;
}

/* Whether one slip makes one text of the other: a letter too few, too many, another one, or two that changed places. */
static bool is_one_slip_from(const char *one, size_t one_size, const char *other, size_t other_size)
{
    if (one_size > other_size)
        return is_one_slip_from(other, other_size, one, one_size);
    if (other_size - one_size > 1)
        return false;
    size_t same = 0;
    while (same < one_size && one[same] == other[same])
        same++;
    if (one_size != other_size)
        return memcmp(one + same, other + same + 1, one_size - same) == 0;
    if (same == one_size)
        return false;
    if (memcmp(one + same + 1, other + same + 1, one_size - same - 1) == 0)
        return true;
    return same + 1 < one_size && one[same] == other[same + 1] && one[same + 1] == other[same]
           && memcmp(one + same + 2, other + same + 2, one_size - same - 2) == 0;
}

/*
 * The region that was probably meant; `*out_same_words` tells whether its words are those of `text`. NULL where there
 * is none.
 */
static const char *find_meant(const char *text, bool *out_same_words)
{
    const size_t size = words_of(text);
    const char *meant = NULL;
    *out_same_words = false;
    for (size_t i = 0; i < aws_partition_count; i++) {
        for (const char *const *known = aws_partitions[i].regions; *known != NULL; known++) {
            const size_t known_size = words_of(*known);
            const bool same = size == known_size && memcmp(text, *known, size) == 0;
            *out_same_words = *out_same_words || same;
            if (!is_one_slip_from(text, size, *known, known_size))
                continue;
            if (meant == NULL || strcmp(*known + known_size, text + size) == 0)
                meant = *known;
        }
    }
    return meant;
}

const char *aws_region_problem(tf_arena *arena, const char *text)
{
    const aws_partition *partition = find_partition(text);
    if (partition != NULL && has_region(partition, text))
        return NULL;
    bool has_known_words = false;
    const char *meant = find_meant(text, &has_known_words);
    if (partition != NULL && (has_known_words || meant == NULL))
        return NULL;
    if (meant == NULL || has_known_words)
        return tf_format(arena, "\"%s\" is not the name of a region. Names look like eu-central-1.", text);
    return tf_format(arena, "\"%s\" is no region that AWS is known to have. %s is one.", text, meant);
}

/* Two or more words of small letters and a number, between hyphens. */
bool aws_is_region(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    int words = 0;
    for (;;) {
        const size_t length = strspn(text, letters);
        if (length == 0)
            break;
        text += length;
        if (*text != '-')
            return false;
        text++;
        words++;
    }
    const size_t digits = strspn(text, "0123456789");
    return words >= 2 && digits > 0 && digits <= 2 && text[digits] == '\0';
}
