with

members as (
    select * from {{ ref('int_total_members') }}
),

-- Errors that are shared add up before they are squared: all rows of one measurement, all rows of one factor version.
-- Groups are independent of each other: U^2 = sum over activity groups + sum over factor groups.
activity_groups as (
    select
        frame,
        total_kind,
        total_key,
        reporting_year,
        'activity' as error_kind,
        activity_error_group as error_group,
        sum(kg_co2e * coalesce(activity_uncertainty_low_pct, 0)) as error_low,
        sum(kg_co2e * coalesce(activity_uncertainty_high_pct, 0)) as error_high
    from members
    group by
        frame,
        total_kind,
        total_key,
        reporting_year,
        activity_error_group
),

factor_groups as (
    select
        frame,
        total_kind,
        total_key,
        reporting_year,
        'factor' as error_kind,
        factor_error_group as error_group,
        sum(cast(kg_co2e as decimal(20, 6)) * coalesce(factor_uncertainty_low_pct, 0)) as error_low,
        sum(cast(kg_co2e as decimal(20, 6)) * coalesce(factor_uncertainty_high_pct, 0)) as error_high
    from members
    group by
        frame,
        total_kind,
        total_key,
        reporting_year,
        factor_error_group
),

all_groups as (
    select * from activity_groups
    union all
    select * from factor_groups
),

squared as (
    select
        frame,
        total_kind,
        total_key,
        reporting_year,
        sqrt(sum(cast(error_low as {{ dbt.type_float() }}) * cast(error_low as {{ dbt.type_float() }}))) as root_low,
        sqrt(sum(cast(error_high as {{ dbt.type_float() }}) * cast(error_high as {{ dbt.type_float() }}))) as root_high
    from all_groups
    group by
        frame,
        total_kind,
        total_key,
        reporting_year
),

-- In tonnes: kg x per cent = kg/100, so 1e-5 of the root; rounded to kilograms at once.
uncertainty as (
    select
        frame,
        total_kind,
        total_key,
        reporting_year,
        cast(root_low / 100000 as decimal(18, 3)) as error_low_t_co2e,
        cast(root_high / 100000 as decimal(18, 3)) as error_high_t_co2e
    from squared
)

select * from uncertainty
