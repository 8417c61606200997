with

exclusions as (
    select
        source,
        valid_from,
        valid_to,
        cast(sum(estimated_t_co2e) as decimal(19, 6)) as stated_t_co2e
    from {{ ref('stg_exclusions') }}
    where source is not null
    group by
        source,
        valid_from,
        valid_to
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

lines as (
    select
        emissions.exclusion_source,
        emissions.exclusion_valid_from,
        emissions.exclusion_valid_to,
        emissions.reporting_year,
        emissions.extract_name || '|' || emissions.line_id || '|' || cast(emissions.occurrence as {{ dbt.type_string() }}) as line_key,
        emissions.kg_co2e,
        case when activity_types.is_person_borne then emissions.activity_type end as person_borne_type
    from {{ ref('int_excluded_emissions') }} as emissions
    left join {{ ref('stg_activity_types') }} as activity_types
        on emissions.activity_type = activity_types.activity_type
),

computed as (
    select
        exclusion_source,
        exclusion_valid_from,
        exclusion_valid_to,
        reporting_year,
        count(distinct line_key) as line_count,
        count(distinct case when kg_co2e is null then line_key end) as lines_without_factor,
        cast(sum(kg_co2e) as decimal(27, 6)) as computed_kg_co2e,
        min(person_borne_type) as person_borne_type
    from lines
    group by
        exclusion_source,
        exclusion_valid_from,
        exclusion_valid_to,
        reporting_year
),

years as (
    select
        exclusions.source,
        exclusions.valid_from,
        exclusions.valid_to,
        company_years.reporting_year,
        cast(exclusions.stated_t_co2e * 1000 as decimal(27, 6)) as stated_kg_co2e,
        computed.computed_kg_co2e,
        coalesce(computed.line_count, 0) as line_count,
        coalesce(computed.lines_without_factor, 0) as lines_without_factor,
        -- What lines about persons come to stays in audit: one person's travel could be told from it.
        computed.person_borne_type,
        -- What somebody wrote down weighs no less than what the company's own lines come to.
        case
            when coalesce(computed.computed_kg_co2e, 0) > coalesce(exclusions.stated_t_co2e, 0) * 1000 then computed.computed_kg_co2e
            else cast(coalesce(exclusions.stated_t_co2e, 0) * 1000 as decimal(27, 6))
        end as weighed_kg_co2e
    from company_years
    inner join exclusions
        on (exclusions.valid_from is null or extract(year from exclusions.valid_from) <= company_years.reporting_year)
        and (exclusions.valid_to is null or extract(year from exclusions.valid_to) >= company_years.reporting_year)
    left join computed
        on exclusions.source = computed.exclusion_source
        and coalesce(exclusions.valid_from, cast('1000-01-01' as date)) = coalesce(computed.exclusion_valid_from, cast('1000-01-01' as date))
        and coalesce(exclusions.valid_to, cast('9999-12-31' as date)) = coalesce(computed.exclusion_valid_to, cast('9999-12-31' as date))
        and company_years.reporting_year = computed.reporting_year
)

select * from years
