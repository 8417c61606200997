with

employer_years as (
    select * from {{ ref('int_wpm_employer_years') }}
),

headcounts as (
    select * from {{ ref('int_wpm_headcounts') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

thresholds as (
    select * from {{ ref('stg_wpm_thresholds') }}
),

coverage as (
    select * from {{ ref('int_wpm_commuting_coverage') }}
),

car_fuels as (
    select * from {{ ref('int_wpm_car_fuels') }}
),

levels as (
    select * from {{ ref('int_wpm_privacy_levels') }}
),

employers as (
    select
        kvk_number,
        reporting_year
    from employer_years
    union distinct
    select
        kvk_number,
        reporting_year
    from headcounts
),

-- The threshold that holds on the last day of the year, and the lowest that is proposed without a date.
thresholds_by_year as (
    select
        company_years.reporting_year,
        min(
            case
                when
                    thresholds.status = 'in_force'
                    and cast(extract(year from thresholds.valid_from) as integer) <= company_years.reporting_year
                    and (thresholds.valid_to is null or cast(extract(year from thresholds.valid_to) as integer) > company_years.reporting_year)
                    then thresholds.employees
            end
        ) as threshold_in_force,
        min(case when thresholds.status = 'proposed' then thresholds.employees end) as threshold_proposed
    from company_years
    cross join thresholds
    group by company_years.reporting_year
),

joined as (
    select
        employers.kvk_number,
        employers.reporting_year,
        headcounts.employees,
        thresholds_by_year.threshold_in_force,
        thresholds_by_year.threshold_proposed,
        case
            when headcounts.employees is null then null
            else coalesce(headcounts.employees >= thresholds_by_year.threshold_in_force, false)
        end as is_obliged,
        headcounts.employees >= thresholds_by_year.threshold_proposed as is_obliged_as_proposed,
        -- ceil(2401 / (1 + 2400 / N)) by whole numbers
        case
            when headcounts.employees > 0
                then cast(
                    {{ integer_divide('2401 * headcounts.employees + headcounts.employees + 2399', 'headcounts.employees + 2400') }}
                    as integer
                )
        end as survey_sample_size,
        coalesce(coverage.employees_with_commuting, 0) as employees_with_commuting,
        coalesce(coverage.covered_employees, 0) as covered_employees,
        coalesce(coverage.surveyed_employees, 0) as surveyed_employees,
        -- Kilometres of known and unknown fuel are one more sum over the cars: in a year that is not published, none of it is.
        levels.reporting_year is not null as is_published_year,
        car_fuels.unknown_fuel_km,
        car_fuels.car_km,
        coalesce(car_fuels.persons_unknown_fuel, 0) as persons_unknown_fuel,
        coalesce(car_fuels.persons_known_fuel, 0) as persons_known_fuel
    from employers
    inner join thresholds_by_year
        on employers.reporting_year = thresholds_by_year.reporting_year
    left join headcounts
        on employers.kvk_number = headcounts.kvk_number
        and employers.reporting_year = headcounts.reporting_year
    left join coverage
        on employers.kvk_number = coverage.kvk_number
        and employers.reporting_year = coverage.reporting_year
    left join car_fuels
        on employers.kvk_number = car_fuels.kvk_number
        and employers.reporting_year = car_fuels.reporting_year
    left join levels
        on employers.reporting_year = levels.reporting_year
),

-- Who is counted in one of these numbers and not in another.
differences as (
    select
        *,
        abs(coalesce(employees - covered_employees, 0)) as uncovered_employees,
        employees_with_commuting - covered_employees as joined_later,
        employees_with_commuting - surveyed_employees as unsurveyed_employees,
        abs(coalesce(employees - employees_with_commuting, 0)) as difference_to_commuting,
        abs(coalesce(employees - surveyed_employees, 0)) as difference_to_surveyed
    from joined
),

with_coverage as (
    select
        *,
        covered_employees not between 1 and 4 and uncovered_employees not between 1 and 4 as tells_coverage
    from differences
),

-- A count of one to four persons, and one that follows by subtraction, is left empty. The coverage leads: the law asks for it.
published as (
    select
        kvk_number,
        reporting_year,
        employees,
        threshold_in_force,
        threshold_proposed,
        is_obliged,
        is_obliged_as_proposed,
        survey_sample_size,
        cast(
            case
                when
                    employees_with_commuting not between 1 and 4
                    and difference_to_commuting not between 1 and 4
                    and joined_later not between 1 and 4
                    then employees_with_commuting
            end
            as integer
        ) as employees_with_commuting,
        cast(
            case
                when
                    surveyed_employees not between 1 and 4
                    and unsurveyed_employees not between 1 and 4
                    and difference_to_surveyed not between 1 and 4
                    and abs(covered_employees - surveyed_employees) not between 1 and 4
                    then surveyed_employees
            end
            as integer
        ) as surveyed_employees,
        case when tells_coverage then {{ percentage('covered_employees', 'employees') }} end as coverage_pct,
        case when covered_employees not between 1 and 4 then covered_employees * 100 >= employees * 80 end as meets_80_pct_rule,
        case
            when is_published_year and persons_unknown_fuel not between 1 and 4 and persons_known_fuel not between 1 and 4
                then {{ percentage('unknown_fuel_km', 'car_km') }}
        end as unknown_fuel_share_pct
    from with_coverage
)

select * from published
