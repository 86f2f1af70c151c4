/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the headers need in order to be read by C17 and by C++20 alike. Nothing here is for a provider to use by itself.
 *
 * In C++ a table is written as in C, with its members in the order in which the headers declare them, which the
 * language asks for. A member whose name is a keyword has an underscore behind it: `delete` is `delete_`.
 */
#ifndef TFPROVIDER_LANGUAGE_H
#define TFPROVIDER_LANGUAGE_H

/* Around the declarations of a header: they are visible in the library, whatever its other symbols are, and C's. */
#ifdef __cplusplus
#define TF_BEGIN_DECLS \
    extern "C" {       \
    _Pragma("GCC visibility push(default)")
#define TF_END_DECLS              \
    _Pragma("GCC visibility pop") \
    }
#else
#define TF_BEGIN_DECLS _Pragma("GCC visibility push(default)")
#define TF_END_DECLS _Pragma("GCC visibility pop")
#endif

/* A member whose name is a keyword of C++. */
#ifdef __cplusplus
#define TF_MEMBER_(name) name##_
#else
#define TF_MEMBER_(name) name
#endif

/*
 * The address of a constant that lives as long as its table, and the first of several: C's compound literals at file
 * scope. The arguments behind the type are the initialiser.
 */
#ifdef __cplusplus
#define TF_CONSTANT_(type, ...)                             \
    ([]() noexcept -> const type * {                        \
        static const type tf_constant_##type = __VA_ARGS__; \
        return &tf_constant_##type;                         \
    }())
#define TF_CONSTANTS_(type, ...)                               \
    ([]() noexcept -> const type * {                           \
        static const type tf_constants_##type[] = __VA_ARGS__; \
        return tf_constants_##type;                            \
    }())
#else
#define TF_CONSTANT_(type, ...) (&(const type)__VA_ARGS__)
#define TF_CONSTANTS_(type, ...) ((const type[])__VA_ARGS__)
#endif

/* The same of a schema of `struct_type` whose attributes are the further arguments. */
#ifdef __cplusplus
#define TF_SCHEMA_OF_(struct_type, ...)                                             \
    ([]() noexcept -> const tf_schema * {                                           \
        static const tf_attribute tf_table_[] = { __VA_ARGS__ };                    \
        static const tf_schema tf_schema_ = TF_SCHEMA_INIT(struct_type, tf_table_); \
        return &tf_schema_;                                                         \
    }())
#else
#define TF_SCHEMA_OF_(struct_type, ...) TF_SCHEMA(struct_type, ((const tf_attribute[]){ __VA_ARGS__ }))
#endif

/* 0, where the member of the struct has the type; does not compile otherwise. */
#ifdef __cplusplus
#define TF_CHECK_MEMBER_(struct_type, member, type) \
    (0 * sizeof(static_cast<type *>(&static_cast<struct_type *>(nullptr)->member)))
#else
#define TF_CHECK_MEMBER_(struct_type, member, type) (0 * sizeof(_Generic(((struct_type *)0)->member, type : 0)))
#endif

#endif
