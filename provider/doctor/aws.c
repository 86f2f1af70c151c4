/* SPDX-License-Identifier: Apache-2.0 */
/* Checks AWS: which region, whose credentials and from where. What the account has is checked in account.c. */
#include "aws/account.h"
#include "aws/credentials_renewal.h"
#include "aws/sts.h"
#include "aws/time.h"
#include "clients.h"
#include "doctor/visit.h"

#define AREA "aws"

static bool check_region(doctor_visit *visit, aws_client *aws)
{
    doctor_facts *facts = &visit->facts;
    if (!aws_client_region(aws, visit->call, &facts->region)) {
        doctor_find_reports(visit, AREA, "region", DOCTOR_PROBLEM);
        return false;
    }
    facts->region_source = visit->options.region != NULL ? "--region" : aws_client_region_source(aws, visit->call);
    doctor_find(visit, &(doctor_finding){
                           .area = AREA,
                           .check = "region",
                           .summary = tf_format(tf_call_arena(visit->call), "AWS region %s, from %s", facts->region,
                                                facts->region_source),
                       });
    return true;
}

static bool find_credentials(doctor_visit *visit, aws_client *aws, aws_credentials *out)
{
    doctor_begin(visit, "AWS credentials");
    if (!aws_client_credentials(aws, visit->call, out)) {
        doctor_find_reports(visit, AREA, "credentials", DOCTOR_PROBLEM);
        return false;
    }
    visit->facts.credentials_source = out->source;
    if (out->expires_at != 0)
        visit->facts.credentials_expire_at = aws_time_text(tf_call_arena(visit->call), out->expires_at);
    return true;
}

static bool check_identity(doctor_visit *visit, aws_client *aws, const aws_credentials *credentials)
{
    tf_arena *arena = tf_call_arena(visit->call);
    doctor_facts *facts = &visit->facts;
    sts_identity identity;
    aws_error error;
    doctor_begin(visit, "whose AWS credentials these are");
    if (!sts_try_caller_identity(aws, visit->call, credentials, &identity, &error)) {
        (void)aws_fail(visit->call, &error, "the credentials in use");
        doctor_find_reports(visit, AREA, "credentials", DOCTOR_PROBLEM);
        return false;
    }
    facts->account_id = identity.account_id;
    facts->identity_arn = identity.arn;
    const char *end = facts->credentials_expire_at;
    doctor_find(visit, &(doctor_finding){
                           .area = AREA,
                           .check = "credentials",
                           .summary = tf_format(arena, "AWS credentials of %s in account %s, from %s%s%s", identity.arn,
                                                identity.account_id, credentials->source, end != NULL ? ", until " : "",
                                                end != NULL ? end : ""),
                       });
    return true;
}

bool doctor_check_aws(doctor_visit *visit)
{
    aws_client *aws = clients_aws(visit->call);
    aws_credentials credentials;
    const bool has_region = check_region(visit, aws);
    return find_credentials(visit, aws, &credentials) && has_region && check_identity(visit, aws, &credentials);
}
