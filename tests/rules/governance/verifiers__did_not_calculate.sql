with

verifications as (
    select *
    from ({{ typed_extract('verifications') }}) as verifications
),

publications as (
    select
        reporting_year,
        min(lower(prepared_by)) as first_preparer,
        max(lower(prepared_by)) as last_preparer
    from {{ ref('stg_publications') }}
    group by reporting_year
)

select
    {{ finding(
        key=['verifications.reporting_year', 'verifications.type'],
        message=say([
            "'the verification of '", 'verifications.reporting_year', "' (assurance '", 'verifications.assurance_level', "', independent: '", 'verifications.is_independent',
            "') is by '", 'verifications.decided_by', "'; the figures were prepared by '", 'publications.first_preparer'
        ]),
        reporting_year='verifications.reporting_year',
        extract_name="'verifications'",
        column_name="'is_independent'",
        cell_value='verifications.is_independent'
    ) }}
from verifications
left join publications
    on verifications.reporting_year = publications.reporting_year
where
    not coalesce(verifications.is_independent, false)
    or lower(verifications.decided_by) = publications.first_preparer
    or lower(verifications.decided_by) = publications.last_preparer
