with

line_years as (
    select * from {{ ref('int_wpm_line_years') }}
    where
        exclusion_reason is null
        and reporting_year is not null
),

wpm_choices as (
    select * from {{ ref('stg_wpm_choices') }}
),

jaargangen as (
    select * from {{ ref('stg_wpm_jaargangen') }}
),

categories as (
    select * from {{ ref('stg_wpm_categories') }}
    where
        mode_group = 'car'
        and is_on_form
),

employer_years as (
    select distinct
        kvk_number,
        reporting_year
    from line_years
),

-- A choice for a KVK number leads one for all; of two, the one that was made last.
ranked as (
    select
        employer_years.kvk_number,
        employer_years.reporting_year,
        wpm_choices.choice,
        wpm_choices.{{ adapter.quote('value') }} as chosen_value,
        row_number() over (
            partition by employer_years.kvk_number, employer_years.reporting_year, wpm_choices.choice
            order by
                case when wpm_choices.kvk_number = '*' then 1 else 0 end,
                wpm_choices.decided_on desc nulls last,
                wpm_choices.{{ adapter.quote('value') }}
        ) as choice_rank
    from employer_years
    inner join wpm_choices
        on employer_years.reporting_year = wpm_choices.{{ adapter.quote('year') }}
        and wpm_choices.kvk_number in ('*', employer_years.kvk_number)
),

chosen as (
    select
        kvk_number,
        reporting_year,
        max(case when choice = 'jaargang' then chosen_value end) as jaargang,
        max(case when choice = 'flat_private_km' then chosen_value end) as flat_private_km,
        max(case when choice = 'unknown_fuel_category' then chosen_value end) as unknown_fuel_category
    from ranked
    where choice_rank = 1
    group by
        kvk_number,
        reporting_year
),

-- The jaargang of the reporting year, or the one that a judgement names; never the latest.
with_jaargang as (
    select
        employer_years.kvk_number,
        employer_years.reporting_year,
        case
            when chosen.jaargang is null then employer_years.reporting_year
            else {{ read_integer('chosen.jaargang') }}
        end as wanted_jaargang,
        chosen.jaargang is not null as is_chosen_jaargang,
        {{ read_number('chosen.flat_private_km') }} as flat_private_km,
        chosen.unknown_fuel_category
    from employer_years
    left join chosen
        on employer_years.kvk_number = chosen.kvk_number
        and employer_years.reporting_year = chosen.reporting_year
),

joined as (
    select
        with_jaargang.kvk_number,
        with_jaargang.reporting_year,
        jaargangen.jaargang,
        with_jaargang.is_chosen_jaargang,
        jaargangen.status as jaargang_status,
        jaargangen.boundary,
        jaargangen.gas_basis,
        jaargangen.denominator,
        jaargangen.average_occupancy_car,
        jaargangen.rkm_per_eur,
        with_jaargang.flat_private_km,
        categories.category as unknown_fuel_category
    from with_jaargang
    left join jaargangen
        on with_jaargang.wanted_jaargang = jaargangen.jaargang
    left join categories
        on with_jaargang.unknown_fuel_category = categories.category
)

select * from joined
