/* SPDX-License-Identifier: Apache-2.0 */
#include "aws/partition.h"

#include <stddef.h>
#include <string.h>

/* From botocore's partitions.json and the endpoint rules of IAM. A longer prefix goes before a shorter one. */
static const aws_partition partitions[] = {
    {
        .name = "aws-us-gov",
        .region_prefix = "us-gov-",
        .dns_suffix = "amazonaws.com",
        .dual_stack_suffix = "api.aws",
        .iam_region = "us-gov-west-1",
        .iam_host = "iam.us-gov.amazonaws.com",
        .iam_fips_host = "iam.us-gov.amazonaws.com",
        .iam_dual_stack_host = "iam.us-gov.api.aws",
        .iam_dual_stack_fips_host = "iam.us-gov.api.aws",
    },
    {
        .name = "aws-cn",
        .region_prefix = "cn-",
        .dns_suffix = "amazonaws.com.cn",
        .dual_stack_suffix = "api.amazonwebservices.com.cn",
        .iam_region = "cn-north-1",
        .iam_host = "iam.cn-north-1.amazonaws.com.cn",
        .iam_dual_stack_host = "iam.global.api.amazonwebservices.com.cn",
    },
    {
        .name = "aws-eusc",
        .region_prefix = "eusc-",
        .dns_suffix = "amazonaws.eu",
        .dual_stack_suffix = "api.amazonwebservices.eu",
        .iam_region = "eusc-de-east-1",
        .iam_host = "iam.eusc-de-east-1.amazonaws.eu",
    },
    {
        .name = "aws-iso",
        .region_prefix = "us-iso-",
        .dns_suffix = "c2s.ic.gov",
        .dual_stack_suffix = "api.aws.ic.gov",
        .iam_region = "us-iso-east-1",
        .iam_host = "iam.us-iso-east-1.c2s.ic.gov",
        .iam_fips_host = "iam-fips.us-iso-east-1.c2s.ic.gov",
    },
    {
        .name = "aws-iso-b",
        .region_prefix = "us-isob-",
        .dns_suffix = "sc2s.sgov.gov",
        .dual_stack_suffix = "api.aws.scloud",
        .iam_region = "us-isob-east-1",
        .iam_host = "iam.us-isob-east-1.sc2s.sgov.gov",
        .iam_fips_host = "iam-fips.us-isob-east-1.sc2s.sgov.gov",
    },
    {
        .name = "aws-iso-e",
        .region_prefix = "eu-isoe-",
        .dns_suffix = "cloud.adc-e.uk",
        .dual_stack_suffix = "api.cloud-aws.adc-e.uk",
        .iam_region = "eu-isoe-west-1",
        .iam_host = "iam.eu-isoe-west-1.cloud.adc-e.uk",
    },
    {
        .name = "aws-iso-f",
        .region_prefix = "us-isof-",
        .dns_suffix = "csp.hci.ic.gov",
        .dual_stack_suffix = "api.aws.hci.ic.gov",
        .iam_region = "us-isof-south-1",
        .iam_host = "iam.us-isof-south-1.csp.hci.ic.gov",
    },
    {
        .name = "aws",
        .region_prefix = "",
        .dns_suffix = "amazonaws.com",
        .dual_stack_suffix = "api.aws",
        .iam_region = "us-east-1",
        .iam_host = "iam.amazonaws.com",
        .iam_fips_host = "iam-fips.amazonaws.com",
        .iam_dual_stack_host = "iam.global.api.aws",
        .iam_dual_stack_fips_host = "iam-fips.global.api.aws",
    },
};

#define PARTITION_COUNT (sizeof partitions / sizeof partitions[0])

const aws_partition *aws_partition_of_region(const char *region)
{
    for (size_t i = 0; i < PARTITION_COUNT - 1; i++) {
        if (strncmp(region, partitions[i].region_prefix, strlen(partitions[i].region_prefix)) == 0)
            return &partitions[i];
    }
    return &partitions[PARTITION_COUNT - 1];
}

const aws_partition *aws_partition_of_name(const char *name)
{
    for (size_t i = 0; i < PARTITION_COUNT; i++) {
        if (strcmp(name, partitions[i].name) == 0)
            return &partitions[i];
    }
    return NULL;
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
