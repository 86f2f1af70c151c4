/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The secrets that no log line and no diagnostic may show: kept for the life of the process, looked for in every text
 * that leaves it.
 *
 * They are in a radix tree, so that looking at a place in a text takes a few steps, however many secrets there are and
 * however alike they begin. A text is looked through as it is, and, where it has escapes, without them: what JSON, XML
 * or a URL makes of a secret need not be foreseen. Base64 has to be: its forms are kept beside the secret, and so is
 * each line of one that has several, since logs are cut into lines.
 *
 * What has been found is marked byte by byte and replaced once, so that secrets may lie inside each other or overlap.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include <tfprovider/log.h>

#include "framework/foundation/spelling.h"

/*
 * A shorter text would redact half the language; of a line, or of a piece that somebody else has cut off, more is
 * asked.
 */
enum { SHORTEST_SECRET = 4, SHORTEST_PIECE = 8 };

/* Escapes inside of escapes: a log line in JSON that quotes a body in JSON. */
enum { MOST_DEEP = 3 };

/* So many bytes can stand for one: "\\\\u0020" is a blank in JSON in JSON in JSON. */
enum { LONGEST_ESCAPE = 9 };

static const char redacted[] = "(sensitive value)";

/* What secrets have in common, or one has for itself, behind what the nodes above it have. */
typedef struct node {
    struct node *child; /* what may follow, each beginning with another byte */
    struct node *next;  /* beside this one */
    size_t length;      /* of `label`, at least 1 */
    size_t shortest;    /* length of the shortest secret that leads through here */
    bool ends;          /* one ends here */
    char label[];
} node;

static struct {
    pthread_rwlock_t lock;
    node *starts[UINT8_MAX + 1]; /* by their first byte */
    bool any;
    size_t longest;
} kept = { .lock = PTHREAD_RWLOCK_INITIALIZER };

static void forget(node *first)
{
    while (first != NULL) {
        node *next = first->next;
        forget(first->child);
        OPENSSL_cleanse(first->label, first->length);
        free(first);
        first = next;
    }
}

/* Runs at the end of the process: memory that held a secret is not left behind. */
__attribute__((destructor)) static void forget_all(void)
{
    pthread_rwlock_wrlock(&kept.lock);
    for (size_t i = 0; i < sizeof kept.starts / sizeof kept.starts[0]; i++) {
        forget(kept.starts[i]);
        kept.starts[i] = NULL;
    }
    kept.any = false;
    pthread_rwlock_unlock(&kept.lock);
}

static size_t common_length(const char *one, const char *other, size_t most)
{
    size_t length = 0;
    while (length < most && one[length] == other[length])
        length++;
    return length;
}

/* Of the nodes beside each other the one that begins with `byte`. */
static const node *beginning_with(const node *first, char byte)
{
    while (first != NULL && first->label[0] != byte)
        first = first->next;
    return first;
}

static node *new_node(const char *label, size_t length, size_t shortest)
{
    node *made = malloc(sizeof *made + length);
    if (made == NULL)
        tf_no_memory(sizeof *made + length);
    *made = (node){ .length = length, .shortest = shortest };
    memcpy(made->label, label, length);
    return made;
}

/* Puts a node in front of `lower` that has the first `length` bytes of its label. */
static node *split(node *lower, size_t length)
{
    node *upper = new_node(lower->label, length, lower->shortest);
    upper->next = lower->next;
    upper->child = lower;
    lower->next = NULL;
    lower->length -= length;
    memmove(lower->label, lower->label + length, lower->length);
    OPENSSL_cleanse(lower->label + lower->length, length);
    return upper;
}

static void keep(const char *text, size_t length)
{
    node **link = &kept.starts[(unsigned char)text[0]];
    for (size_t at = 0; at < length;) {
        while (*link != NULL && (*link)->label[0] != text[at])
            link = &(*link)->next;
        if (*link == NULL)
            *link = new_node(text + at, length - at, length);
        const size_t left = length - at;
        const size_t common = common_length((*link)->label, text + at, left < (*link)->length ? left : (*link)->length);
        if (common < (*link)->length)
            *link = split(*link, common);
        at += common;
        if (length < (*link)->shortest)
            (*link)->shortest = length;
        if (at == length)
            (*link)->ends = true;
        link = &(*link)->child;
    }
    kept.any = true;
    if (length > kept.longest)
        kept.longest = length;
}

static void keep_with_base64(tf_arena *arena, const char *text)
{
    keep(text, strlen(text));
    for (size_t form = 0; form < SPELLING_BASE64_FORMS; form++) {
        const char *encoded = spelling_base64(arena, text, form);
        if (encoded != NULL)
            keep(encoded, strlen(encoded));
    }
}

static void keep_lines(const char *text)
{
    if (strchr(text, '\n') == NULL)
        return;
    for (const char *line = text; *line != '\0';) {
        const size_t length = strcspn(line, "\r\n");
        if (length >= SHORTEST_PIECE)
            keep(line, length);
        line += length;
        line += strspn(line, "\r\n");
    }
}

static bool is_kept(const char *text)
{
    const size_t length = strlen(text);
    pthread_rwlock_rdlock(&kept.lock);
    size_t at = 0;
    const node *last = NULL;
    const node *next = beginning_with(kept.starts[(unsigned char)text[0]], text[0]);
    while (next != NULL && next->length <= length - at && memcmp(next->label, text + at, next->length) == 0) {
        at += next->length;
        last = next;
        next = at == length ? NULL : beginning_with(next->child, text[at]);
    }
    const bool is_whole = last != NULL && last->ends && at == length;
    pthread_rwlock_unlock(&kept.lock);
    return is_whole;
}

/* The secret without the blanks and line ends around it, which come and go. */
static const char *trim(tf_arena *arena, const char *text)
{
    static const char blanks[] = " \t\r\n";
    text += strspn(text, blanks);
    size_t length = strlen(text);
    while (length > 0 && strchr(blanks, text[length - 1]) != NULL)
        length--;
    return tf_copy_bytes(arena, text, length);
}

void tf_log_protect(const char *secret)
{
    if (secret == NULL)
        return;
    tf_arena *arena = tf_arena_new();
    const char *trimmed = trim(arena, secret);
    if (strlen(trimmed) >= SHORTEST_SECRET && !is_kept(trimmed)) {
        pthread_rwlock_wrlock(&kept.lock);
        keep_with_base64(arena, trimmed);
        keep_lines(trimmed);
        pthread_rwlock_unlock(&kept.lock);
    }
    tf_arena_free(arena);
}

/*
 * How much of the text's beginning is a secret: all of it, or at least half, as services show it. Where the text
 * `is_cut`, a beginning of any length at its end counts as well.
 */
static size_t secret_at(const char *text, size_t size, bool is_cut)
{
    size_t found = 0;
    size_t at = 0;
    const node *next = kept.starts[(unsigned char)text[0]];
    while (next != NULL) {
        const size_t left = size - at;
        const size_t common = common_length(next->label, text + at, left < next->length ? left : next->length);
        const bool is_whole = common == next->length && next->ends;
        at += common;
        if (is_whole || (at >= SHORTEST_PIECE && at >= next->shortest / 2))
            found = at;
        next = common == next->length && at < size ? beginning_with(next->child, text[at]) : NULL;
    }
    return is_cut && at == size && at >= SHORTEST_SECRET ? at : found;
}

/* A text that is looked through. `hidden` has one byte for each of its own, not 0 where it is not to be shown. */
struct search {
    tf_arena *arena;
    const char *text;
    size_t size;
    bool is_cut;
    char *hidden; /* NULL while nothing was found */
};

/* Looks through one spelling of the text. */
static void look_through(struct search *search, const char *text, size_t size, const size_t *from)
{
    for (size_t at = 0; at + SHORTEST_SECRET <= size; at++) {
        const size_t length = secret_at(text + at, size - at, search->is_cut);
        if (length == 0)
            continue;
        if (search->hidden == NULL)
            search->hidden = tf_alloc(search->arena, search->size);
        const size_t first = from == NULL ? at : from[at];
        const size_t end = from == NULL ? at + length : from[at + length];
        memset(search->hidden + first, 1, end - first);
    }
}

/*
 * Looks behind the escapes, of which some may be the secret's own: every choice of them is tried. They may stand beside
 * each other, and one `deep` inside the other, such as JSON in JSON.
 */
static void look_behind_escapes(struct search *search, const char *text, size_t size, const size_t *from, int deep)
{
    const unsigned seen = spelling_seen(text, size);
    for (unsigned which = seen; which != 0; which = (which - 1) & seen) {
        tf_arena *arena = tf_arena_new();
        const unescaped plain = spelling_undo(arena, which, text, size, from);
        if (plain.differs)
            look_through(search, plain.text, plain.size, plain.from);
        if (plain.differs && deep > 1)
            look_behind_escapes(search, plain.text, plain.size, plain.from, deep - 1);
        tf_arena_free(arena);
    }
}

static void find_secrets(struct search *search)
{
    pthread_rwlock_rdlock(&kept.lock);
    if (kept.any) {
        look_through(search, search->text, search->size, NULL);
        look_behind_escapes(search, search->text, search->size, NULL, MOST_DEEP);
    }
    pthread_rwlock_unlock(&kept.lock);
}

/* The text up to `size`, and what begins before that and is a secret: replaced as a whole. */
static const char *replace(const struct search *search, size_t size)
{
    tf_text_builder out = { .arena = search->arena };
    for (size_t at = 0; at < size;) {
        const bool hides = search->hidden != NULL && search->hidden[at] != 0;
        size_t end = at + 1;
        while (end < size && search->hidden != NULL && (search->hidden[end] != 0) == hides)
            end++;
        if (search->hidden == NULL)
            end = size;
        if (hides) {
            tf_append(&out, redacted);
        } else {
            tf_append_bytes(&out, search->text + at, end - at);
        }
        at = end;
    }
    return tf_built_text(&out);
}

const char *tf_log_redact(tf_arena *arena, const char *text)
{
    if (text == NULL)
        return NULL;
    struct search search = { .arena = arena, .text = text, .size = strlen(text) };
    find_secrets(&search);
    return search.hidden == NULL ? text : replace(&search, search.size);
}

/* A text that a NUL would end too early. */
static const char *without_nul(tf_arena *arena, const char *text, size_t size)
{
    char *copy = tf_copy_bytes(arena, text, size);
    for (size_t i = 0; i < size; i++) {
        if (copy[i] == '\0')
            copy[i] = ' ';
    }
    return copy;
}

/* `size`, or less where a character begins before it and ends behind it. */
static size_t whole_characters(const char *text, size_t size)
{
    size_t length = size;
    for (int back = 0; back < 3 && length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80; back++)
        length--;
    return length;
}

static size_t longest_secret(void)
{
    pthread_rwlock_rdlock(&kept.lock);
    const size_t longest = kept.longest;
    pthread_rwlock_unlock(&kept.lock);
    return longest;
}

const char *tf_log_excerpt(tf_arena *arena, const char *text, size_t size, size_t limit)
{
    /* As much more as it takes to see the end of a secret that begins before the cut. */
    const size_t behind = longest_secret() * LONGEST_ESCAPE;
    const size_t looked = size > limit && size - limit > behind ? limit + behind : size;
    struct search search = { .arena = arena, .text = without_nul(arena, text, looked), .size = looked, .is_cut = true };
    find_secrets(&search);
    if (size <= limit)
        return replace(&search, size);
    return tf_format(arena, "%s…", replace(&search, whole_characters(search.text, limit)));
}
